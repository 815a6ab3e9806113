package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.InvitationView;
import dev.countersign.doors.api.OrganisationBodies.MemberAccountView;
import dev.countersign.doors.api.OrganisationBodies.MemberTwoStepView;
import dev.countersign.doors.api.OrganisationBodies.MemberView;
import dev.countersign.doors.api.OrganisationBodies.ReasonRequest;
import dev.countersign.doors.api.OrganisationBodies.RoleRequest;
import dev.countersign.doors.api.Paging.Place;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Member;
import dev.countersign.journeys.organisation.MemberActions;
import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.journeys.organisation.MemberResets;
import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.organisation.Invitation;
import dev.countersign.people.organisation.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// The members of an organisation, and help for them.
@ApiDoor
class MembersApi {
    private static final String PATH = "/organisations" + ApiDoor.ID + "/members";
    private static final String ONE = PATH + OrganisationAnswers.ACCOUNT;
    private static final int LONGEST_SEARCH = 200;

    private final MemberLists lists;
    private final Memberships memberships;
    private final MemberActions actions;
    private final MemberResets resets;
    private final OrganisationAnswers answers;

    MembersApi(
            MemberLists lists,
            Memberships memberships,
            MemberActions actions,
            MemberResets resets,
            OrganisationAnswers answers) {
        this.lists = lists;
        this.memberships = memberships;
        this.actions = actions;
        this.resets = resets;
        this.answers = answers;
    }

    @GetMapping(PATH)
    @Scoped(KeyScope.MEMBERS_READ)
    Answer list(ManagingCaller caller, @PathVariable String id, Paging paging, HttpServletRequest request) {
        Member.@Nullable Status status = status(request);
        Wanted wanted =
                new Wanted(status, search(request), order(request), InvitationsApi.after(paging), paging.limit() + 1);
        if (status == Member.Status.INVITED) {
            return answers.answer(
                    lists.invited(caller.by(), id, wanted), open -> answer(paging, open, MembersApi::view));
        }
        return answers.answer(
                lists.members(caller.by(), id, wanted),
                members -> Answer.ok(
                        paging.part(members, MembersApi::view, each -> new Place(Instant.EPOCH, each.place()))));
    }

    private static <T> Answer answer(Paging paging, List<T> found, java.util.function.Function<T, MemberView> view) {
        return Answer.ok(paging.part(
                found.stream().map(view).toList(),
                each -> InvitationsApi.place(each.account().email())));
    }

    private static Member.@Nullable Status status(HttpServletRequest request) {
        String[] given = request.getParameterValues("status");
        if (given == null) {
            return null;
        }
        Optional<Member.Status> status = given.length == 1 ? Member.Status.parse(given[0]) : Optional.empty();
        return status.orElseThrow(
                () -> new Refusal(
                        Problem.validation(
                                "status",
                                "unknown",
                                "Give on, not-set-up, must-replace, locked, suspended, leaving, no-way-back, codes-low or invited, once.")));
    }

    private static Member.Order order(HttpServletRequest request) {
        String[] given = request.getParameterValues("sort");
        if (given == null) {
            return Member.Order.ADDRESS;
        }
        Optional<Member.Order> order = given.length == 1 ? Member.Order.parse(given[0]) : Optional.empty();
        return order.orElseThrow(() -> new Refusal(
                Problem.validation("sort", "unknown", "Give address, name, status or last-sign-in, once.")));
    }

    private static String search(HttpServletRequest request) {
        String[] given = request.getParameterValues("q");
        if (given == null) {
            return "";
        }
        if (given.length != 1 || given[0].length() > LONGEST_SEARCH) {
            throw new Refusal(Problem.validation("q", "too-long", "Give one q of 200 characters at most."));
        }
        return given[0];
    }

    @GetMapping(ONE)
    @Scoped(KeyScope.MEMBERS_READ)
    Answer member(ManagingCaller caller, @PathVariable String id, @PathVariable String accountId) {
        return answers.answer(lists.profile(caller.by(), id, accountId), profile -> Answer.ok(view(profile.member())));
    }

    @PatchMapping(ONE)
    Answer changeRole(
            SessionCaller caller, @PathVariable String id, @PathVariable String accountId, @Body RoleRequest body) {
        Fields fields = new Fields();
        Role role = OrganisationAnswers.role(fields, body.role());
        fields.done();
        return answers.none(memberships.changeRole(caller.session(), id, accountId, role, caller.origin()));
    }

    @DeleteMapping(ONE)
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer remove(ManagingCaller caller, @PathVariable String id, @PathVariable String accountId) {
        return answers.none(memberships.remove(caller.by(), id, accountId, caller.origin()));
    }

    @PostMapping(ONE + "/unlock")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer unlock(
            ManagingCaller caller,
            @PathVariable String id,
            @PathVariable String accountId,
            @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.unlock(caller.by(), id, accountId, caller.origin()));
    }

    @PostMapping(ONE + "/sign-out")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer signOut(
            ManagingCaller caller,
            @PathVariable String id,
            @PathVariable String accountId,
            @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.signOut(caller.by(), id, accountId, caller.origin()));
    }

    @PostMapping(ONE + "/forget-devices")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer forgetDevices(
            ManagingCaller caller,
            @PathVariable String id,
            @PathVariable String accountId,
            @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.forgetDevices(caller.by(), id, accountId, caller.origin()));
    }

    @PostMapping(ONE + "/remind")
    @Scoped(KeyScope.MEMBERS_WRITE)
    Answer remind(
            ManagingCaller caller,
            @PathVariable String id,
            @PathVariable String accountId,
            @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.remind(caller.by(), id, accountId, caller.origin()));
    }

    @DeleteMapping(ONE + "/two-step")
    Answer reset(
            SessionCaller caller, @PathVariable String id, @PathVariable String accountId, @Body ReasonRequest body) {
        Fields fields = new Fields();
        String reason = fields.text("reason", body.reason());
        fields.done();
        return answers.answer(
                resets.reset(caller.session(), id, accountId, reason, caller.origin()), ResetsApi::answer);
    }

    private static MemberView view(Member it) {
        return new MemberView(
                new MemberAccountView(it.accountId(), it.email(), it.name()),
                it.role().word(),
                it.status().word(),
                new MemberTwoStepView(
                        it.on(), it.factors().stream().map(FactorType::word).toList(), it.mustReplace()),
                it.lastSignInAt(),
                it.locked(),
                it.suspended(),
                it.eraseAt(),
                it.managed(),
                it.since(),
                null);
    }

    private static MemberView view(Invitation invitation) {
        InvitationView it = InvitationsApi.view(invitation, null);
        return new MemberView(
                new MemberAccountView(null, it.email(), null),
                it.role(),
                Member.Status.INVITED.word(),
                new MemberTwoStepView(false, List.of(), false),
                null,
                false,
                false,
                null,
                false,
                it.sentAt(),
                it.id());
    }
}
