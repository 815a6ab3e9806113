package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.MeBodies.PasswordRequest;
import dev.countersign.doors.api.MeBodies.SessionAnswer;
import dev.countersign.doors.api.MeBodies.StepUpAnswer;
import dev.countersign.doors.api.MeBodies.StepUpRequest;
import dev.countersign.doors.api.MeBodies.StepUpSendRequest;
import dev.countersign.doors.api.Problem.FieldError;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.signin.PasswordAgainOutcome;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.StepUpOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.rules.session.Session;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;

/// Fresh evidence on a session, and the password that needs it. Open to a session that owes a factor, too:
/// beginning that factor may itself ask for fresh evidence, and must not lead in a circle.
@ApiDoor
class StepUpApi {
    private final StepUps stepUps;
    private final SignIns signIns;
    private final PasswordChanges passwords;
    private final Outcomes outcomes;

    StepUpApi(StepUps stepUps, SignIns signIns, PasswordChanges passwords, Outcomes outcomes) {
        this.stepUps = stepUps;
        this.signIns = signIns;
        this.passwords = passwords;
        this.outcomes = outcomes;
    }

    @PostMapping("/me/step-up")
    Answer open(OwingCaller caller, @Body(optional = true) EmptyRequest body) {
        return switch (stepUps.open(caller.session(), caller.origin())) {
            case StepUpOutcome.Opened it ->
                Answer.ok(new StepUpAnswer("challenge", outcomes.challenge(it.challenge(), it.token())))
                        .andSecret();
            case StepUpOutcome.PasswordInstead _ -> Answer.ok(new StepUpAnswer("password", null));
        };
    }

    @PostMapping("/me/step-up/send")
    Answer send(OwingCaller caller, @Body StepUpSendRequest body) {
        Fields fields = new Fields();
        String challenge = fields.text("challenge", body.challenge());
        FactorType factor = TypedCodes.factor(fields, body.factor());
        fields.done();
        return Outcomes.sent(
                signIns.sendToStepUp(caller.session(), challenge, null, factor, caller.origin()),
                ProblemCode.CHALLENGE_EXPIRED);
    }

    @PostMapping("/me/step-up/verify")
    Answer verify(OwingCaller caller, @Body StepUpRequest body) {
        Fields fields = new Fields();
        String password = fields.optional("password", body.password());
        if (password != null) {
            if (body.challenge() != null || body.factor() != null || body.code() != null || body.credential() != null) {
                fields.wrong("password", "not-both", "Send either a password or a challenge with its code.");
            }
            fields.done();
            return passwordAgain(caller.session(), password, caller.origin());
        }
        String challenge = fields.text("challenge", body.challenge());
        FactorType factor = TypedCodes.factor(fields, body.factor());
        String code = TypedCodes.answer(fields, factor, body.code(), body.credential());
        fields.done();
        return outcomes.verified(
                factor,
                signIns.verify(Response.toStepUp(caller.session(), challenge, factor, code, null, caller.origin())));
    }

    private Answer passwordAgain(Session session, String password, Origin origin) {
        return switch (stepUps.passwordAgain(session, password, origin)) {
            case PasswordAgainOutcome.SteppedUp it ->
                Answer.ok(new SessionAnswer(Views.session(it.session(), it.token())))
                        .andSecret();
            case PasswordAgainOutcome.Incorrect _ -> Answer.problem(ProblemCode.INCORRECT_PASSWORD);
            case PasswordAgainOutcome.Delayed it ->
                Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case PasswordAgainOutcome.SecondFactorNeeded _ -> Answer.problem(ProblemCode.SECOND_FACTOR_NEEDED);
            case PasswordAgainOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }

    @PutMapping("/me/password")
    Answer changePassword(Caller.SessionCaller caller, @Body PasswordRequest body) {
        Fields fields = new Fields();
        String current = fields.text("current", body.current());
        String password = fields.text("password", body.password());
        fields.done();
        return switch (passwords.change(caller.session(), current, password, caller.origin())) {
            case NewPasswordOutcome.Changed _ -> Answer.none();
            case NewPasswordOutcome.Refused it ->
                Answer.problem(Problem.validation("password", it.code(), Flaws.sentence(it.code())));
            case NewPasswordOutcome.WrongCurrent _ ->
                Answer.problem(Problem.of(
                        ProblemCode.INCORRECT_PASSWORD,
                        List.of(new FieldError("current", "incorrect", "That is not the account's password."))));
            case NewPasswordOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case NewPasswordOutcome.Delayed it ->
                Answer.problem(Problem.retry(ProblemCode.TOO_MANY_ATTEMPTS, it.until()));
            case NewPasswordOutcome.LinkNotGood _ -> Answer.problem(ProblemCode.INTERNAL);
            case NewPasswordOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }
}
