package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.MemberAccountView;
import dev.countersign.doors.api.OrganisationBodies.MyResetView;
import dev.countersign.doors.api.OrganisationBodies.ResetAnswer;
import dev.countersign.doors.api.OrganisationBodies.ResetWaitsAnswer;
import dev.countersign.doors.api.OrganisationBodies.StopResetRequest;
import dev.countersign.doors.api.OrganisationBodies.WaitingResetView;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.MemberResets.Listed;
import dev.countersign.journeys.organisation.ResetOutcome;
import dev.countersign.journeys.organisation.WaitingReset;
import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.KeyScope;
import java.time.Instant;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Resets of two-step sign-in that wait: for their time, or for a second admin.
@ApiDoor
class ResetsApi {
    private static final String PATH = "/organisations" + ApiDoor.ID + "/two-step-resets";
    private static final String ONE = PATH + "/{resetId:[0-9a-f-]{36}}";

    private final MemberResets resets;
    private final WaitingResets waiting;
    private final OrganisationAnswers answers;

    ResetsApi(MemberResets resets, WaitingResets waiting, OrganisationAnswers answers) {
        this.resets = resets;
        this.waiting = waiting;
        this.answers = answers;
    }

    @GetMapping(PATH)
    @Scoped(KeyScope.MEMBERS_READ)
    Answer list(ManagingCaller caller, @PathVariable String id, Paging paging) {
        return answers.answer(
                resets.list(caller.by(), id, after(paging), paging.limit()),
                page -> Answer.ok(new ItemList<>(
                        page.resets().stream().map(ResetsApi::view).toList(),
                        page.next().isEmpty() ? null : new Place(Instant.EPOCH, page.next()).cursor())));
    }

    private static String after(Paging paging) {
        Place after = paging.after();
        return after == null ? "" : after.id();
    }

    @PostMapping(ONE + "/approve")
    Answer approve(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String resetId,
            @Body(optional = true) EmptyRequest body) {
        return answers.answer(resets.approve(caller.session(), id, resetId, caller.origin()), ResetsApi::answer);
    }

    /// By an owner or admin, or by the person it is about.
    @PostMapping(ONE + "/cancel")
    Answer cancel(
            SessionCaller caller,
            @PathVariable String id,
            @PathVariable String resetId,
            @Body(optional = true) EmptyRequest body) {
        return answers.none(resets.cancel(caller.session(), id, resetId, caller.origin()));
    }

    @GetMapping("/me/two-step-reset")
    Answer mine(SessionCaller caller) {
        return waiting.of(caller.account())
                .map(it -> Answer.ok(new MyResetView(
                        it.reset().id(),
                        it.reset().organisationId(),
                        it.organisationName(),
                        it.reset().askedAt(),
                        it.reset().dueAt(),
                        it.reset().needsApproval())))
                .orElseGet(() -> Answer.problem(ProblemCode.NOT_FOUND));
    }

    /// By any session, also one that must enrol first.
    @DeleteMapping("/me/two-step-reset")
    Answer stop(OwingCaller caller) {
        return waiting.stop(caller.session(), caller.origin()) ? Answer.none() : Answer.problem(ProblemCode.NOT_FOUND);
    }

    /// Behind the link of the mail or text.
    @PostMapping("/two-step-resets/stop")
    Answer stop(Anyone caller, @Body StopResetRequest body) {
        Fields fields = new Fields();
        String token = fields.text("token", body.token());
        fields.done();
        return waiting.stop(token, caller.origin()) ? Answer.none() : Answer.problem(ProblemCode.LINK_EXPIRED);
    }

    /// Done, or waiting.
    static Answer answer(ResetOutcome outcome) {
        return switch (outcome) {
            case ResetOutcome.Reset(var handOver) ->
                handOver.map(it -> Answer.ok(new ResetAnswer(it.code(), it.expiresAt()))
                                .andSecret())
                        .orElseGet(() -> Answer.ok(new ResetAnswer(null, null)));
            case ResetOutcome.Waits(var resetId, var dueAt) ->
                Answer.accepted(new ResetWaitsAnswer(resetId, dueAt, null));
            case ResetOutcome.NeedsApproval(var resetId) -> Answer.accepted(new ResetWaitsAnswer(resetId, null, true));
        };
    }

    private static WaitingResetView view(Listed it) {
        WaitingReset reset = it.reset();
        return new WaitingResetView(
                reset.id(),
                account(it.account()),
                it.askedBy() == null ? null : account(it.askedBy()),
                reset.reason(),
                reset.askedAt(),
                reset.dueAt(),
                reset.needsApproval(),
                it.refused() == null);
    }

    private static MemberAccountView account(Account account) {
        return new MemberAccountView(account.id(), account.email(), account.name());
    }
}
