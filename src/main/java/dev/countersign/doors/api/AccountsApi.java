package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Problem.FieldError;
import dev.countersign.doors.api.SignInBodies.AccountAnswer;
import dev.countersign.doors.api.SignInBodies.AccountRequest;
import dev.countersign.doors.api.SignInBodies.ConfirmAddressRequest;
import dev.countersign.doors.api.SignInBodies.NewAccountView;
import dev.countersign.doors.api.SignInBodies.NewPasswordRequest;
import dev.countersign.doors.api.SignInBodies.PasswordLinkRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.signup.AddressConfirmations;
import dev.countersign.journeys.signup.ConfirmAddressOutcome;
import dev.countersign.journeys.signup.Flaw;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.account.Account;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.PostMapping;

/// Signing up, and a new password for who has forgotten it.
@ApiDoor
class AccountsApi {
    private final SignUps signUps;
    private final AddressConfirmations confirmations;
    private final PasswordChanges passwords;
    private final Outcomes outcomes;

    AccountsApi(SignUps signUps, AddressConfirmations confirmations, PasswordChanges passwords, Outcomes outcomes) {
        this.signUps = signUps;
        this.confirmations = confirmations;
        this.passwords = passwords;
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
            case SignUpOutcome.Created it -> Answer.created(new AccountAnswer(made(it.account())));
            case SignUpOutcome.AddressToConfirm it ->
                Answer.created(
                        new AccountAnswer(new NewAccountView(null, it.email(), name.strip(), null, null, null, null)));
            case SignUpOutcome.Refused it -> refused(it.flaws());
            case SignUpOutcome.InvitationNeeded _ -> Answer.problem(ProblemCode.INVITATION_REQUIRED);
            case SignUpOutcome.LinkNotGood _ ->
                Answer.problem(
                        Problem.validation("invitation", "not-good", "The invitation is unknown, used or too old."));
            case SignUpOutcome.Delayed it -> Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case SignUpOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }

    @PostMapping("/accounts/confirm-email")
    Answer confirm(Anyone caller, @Body ConfirmAddressRequest body) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        String code = TypedCodes.code(fields, FactorType.EMAIL, body.code());
        fields.done();
        return switch (confirmations.byCode(email, TypedCode.digits(code).orElse(""), caller.origin())) {
            case ConfirmAddressOutcome.Confirmed _ -> Answer.none();
            case ConfirmAddressOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_CODE, it.attemptsLeft(), null));
            case ConfirmAddressOutcome.Over _ -> Answer.problem(ProblemCode.CODE_EXPIRED);
            case ConfirmAddressOutcome.Delayed it ->
                Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case ConfirmAddressOutcome.Busy it -> outcomes.busy(it.retryAfter());
            // These two are about a link.
            case ConfirmAddressOutcome.PasswordNeeded _ -> Answer.problem(ProblemCode.CODE_EXPIRED);
            case ConfirmAddressOutcome.WrongPassword _ -> Answer.problem(ProblemCode.CODE_EXPIRED);
        };
    }

    @PostMapping("/password-resets")
    Answer sendPasswordLink(Anyone caller, @Body PasswordLinkRequest body) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        fields.done();
        if (passwords.sendsLinks()) {
            passwords.sendLink(email, caller.origin());
        }
        return Answer.accepted();
    }

    @PostMapping("/password-resets/confirm")
    Answer setPassword(Anyone caller, @Body NewPasswordRequest body) {
        Fields fields = new Fields();
        String token = fields.text("token", body.token());
        String password = fields.text("password", body.password());
        fields.done();
        return switch (passwords.byLink(token, password, caller.origin())) {
            case NewPasswordOutcome.Changed _ -> Answer.none();
            case NewPasswordOutcome.Refused it ->
                Answer.problem(Problem.validation("password", it.code(), Flaws.sentence(it.code())));
            case NewPasswordOutcome.LinkNotGood _ -> Answer.problem(ProblemCode.LINK_EXPIRED);
            case NewPasswordOutcome.Delayed it ->
                Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case NewPasswordOutcome.Busy it -> outcomes.busy(it.retryAfter());
            // These two are about a session, and a link has none.
            case NewPasswordOutcome.WrongCurrent _ -> Answer.problem(ProblemCode.LINK_EXPIRED);
            case NewPasswordOutcome.StepUpRequired _ -> Answer.problem(ProblemCode.LINK_EXPIRED);
        };
    }

    private static NewAccountView made(Account it) {
        return new NewAccountView(
                it.id(), it.email(), it.name(), it.locale(), it.timeZone(), it.operator(), it.createdAt());
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
