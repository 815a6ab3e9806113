package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Problem.FieldError;
import dev.countersign.doors.api.SignInBodies.AccountAnswer;
import dev.countersign.doors.api.SignInBodies.AccountRequest;
import dev.countersign.journeys.signup.Flaw;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.PostMapping;

/// Signing up.
@ApiDoor
class AccountsApi {
    private final SignUps signUps;
    private final Outcomes outcomes;

    AccountsApi(SignUps signUps, Outcomes outcomes) {
        this.signUps = signUps;
        this.outcomes = outcomes;
    }

    @PostMapping("/accounts")
    Answer signUp(Anyone caller, @Body AccountRequest body, HttpServletRequest request) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        String password = fields.text("password", body.password());
        String name = fields.text("name", body.name());
        String invitation = fields.optional("invitation", body.invitation());
        fields.done();
        SignUpOutcome outcome = signUps.signUp(new NewAccount(
                email, password, name, invitation, language(request), "UTC", false, null, caller.origin()));
        return switch (outcome) {
            case SignUpOutcome.Created it -> Answer.created(new AccountAnswer(Views.account(it.account())));
            case SignUpOutcome.Refused it -> refused(it.flaws());
            case SignUpOutcome.InvitationNeeded _ -> Answer.problem(ProblemCode.INVITATION_REQUIRED);
            case SignUpOutcome.LinkNotGood _ ->
                Answer.problem(
                        Problem.validation("invitation", "not-good", "The invitation is unknown, used or too old."));
            case SignUpOutcome.Delayed it -> Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case SignUpOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }

    private static Answer refused(List<Flaw> flaws) {
        boolean taken = flaws.stream().allMatch(flaw -> "taken".equals(flaw.code()));
        List<FieldError> errors = flaws.stream()
                .map(flaw -> new FieldError(flaw.field(), flaw.code(), Flaws.sentence(flaw.code())))
                .toList();
        return Answer.problem(Problem.of(taken ? ProblemCode.TAKEN : ProblemCode.VALIDATION, errors));
    }

    /// The first language that the caller asks for, English when it asks for none.
    private static String language(HttpServletRequest request) {
        String asked = request.getHeader("Accept-Language");
        String tag = asked == null ? "" : request.getLocale().getLanguage();
        return tag.isEmpty() ? Locale.ENGLISH.getLanguage() : tag;
    }
}
