package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.OrganisationBodies.ReasonRequest;
import dev.countersign.doors.api.OrganisationBodies.ResetAnswer;
import dev.countersign.doors.api.OrganisationBodies.SupportAccountView;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.organisation.OperatorActions.Found;
import dev.countersign.people.account.Account;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// The operator's help for accounts that no organisation looks after, and for owners.
@ApiDoor
class SupportApi {
    private static final String PATH = "/support/accounts";
    private static final String ONE = PATH + OrganisationAnswers.ACCOUNT;

    private final OperatorActions actions;
    private final OrganisationAnswers answers;

    SupportApi(OperatorActions actions, OrganisationAnswers answers) {
        this.actions = actions;
        this.answers = answers;
    }

    @GetMapping(PATH)
    Answer find(SessionCaller caller, HttpServletRequest request) {
        String[] given = request.getParameterValues("email");
        String email = given != null && given.length == 1 ? given[0] : "";
        return answers.answer(actions.find(caller.session(), email), found -> Answer.ok(view(found)));
    }

    @PostMapping(ONE + "/unlock")
    Answer unlock(SessionCaller caller, @PathVariable String accountId, @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.unlock(caller.session(), accountId, caller.origin()));
    }

    @PostMapping(ONE + "/sign-out")
    Answer signOut(SessionCaller caller, @PathVariable String accountId, @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.signOut(caller.session(), accountId, caller.origin()));
    }

    @PostMapping(ONE + "/forget-devices")
    Answer forgetDevices(
            SessionCaller caller, @PathVariable String accountId, @Body(optional = true) EmptyRequest body) {
        return answers.none(actions.forgetDevices(caller.session(), accountId, caller.origin()));
    }

    @PutMapping(ONE + "/suspended")
    Answer suspend(SessionCaller caller, @PathVariable String accountId, @Body ReasonRequest body) {
        Fields fields = new Fields();
        String reason = fields.text("reason", body.reason());
        fields.done();
        return answers.none(actions.suspend(caller.session(), accountId, reason, caller.origin()));
    }

    @DeleteMapping(ONE + "/suspended")
    Answer reactivate(SessionCaller caller, @PathVariable String accountId) {
        return answers.none(actions.reactivate(caller.session(), accountId, caller.origin()));
    }

    @DeleteMapping(ONE + "/two-step")
    Answer reset(SessionCaller caller, @PathVariable String accountId, @Body ReasonRequest body) {
        Fields fields = new Fields();
        String reason = fields.text("reason", body.reason());
        fields.done();
        return answers.answer(
                actions.reset(caller.session(), accountId, reason, caller.origin()),
                handOver -> handOver.map(it -> Answer.ok(new ResetAnswer(it.code(), it.expiresAt()))
                                .andSecret())
                        .orElseGet(() -> Answer.ok(new ResetAnswer(null, null))));
    }

    private static SupportAccountView view(Found it) {
        Account account = it.account();
        return new SupportAccountView(
                account.id(),
                account.email(),
                account.name(),
                it.factors().stream()
                        .filter(factor -> factor.type().countsAsEnrolment())
                        .map(factor -> factor.type().word())
                        .distinct()
                        .toList(),
                it.backupCodes().left(),
                account.suspended(),
                it.managedBy(),
                it.refused() == null);
    }
}
