package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.SessionCaller;
import dev.countersign.doors.api.MeBodies.EmailRequest;
import dev.countersign.doors.api.MeBodies.PendingAddress;
import dev.countersign.doors.api.MeBodies.SessionAnswer;
import dev.countersign.doors.api.Problem.FieldError;
import dev.countersign.doors.api.SignInBodies.CodeRequest;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.recovery.AddressChangeOutcome;
import dev.countersign.journeys.recovery.AddressChanges;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;

/// Another email address for the account.
@ApiDoor
class AddressApi {
    private final AddressChanges changes;

    AddressApi(AddressChanges changes) {
        this.changes = changes;
    }

    @PostMapping("/me/email")
    Answer begin(SessionCaller caller, @Body EmailRequest body) {
        Fields fields = new Fields();
        String email = fields.text("email", body.email());
        fields.done();
        return answer(changes.begin(caller.session(), email, caller.origin()));
    }

    @PostMapping("/me/email/confirm")
    Answer confirm(SessionCaller caller, @Body CodeRequest body) {
        Fields fields = new Fields();
        String code = TypedCodes.code(fields, FactorType.EMAIL, body.code());
        fields.done();
        return answer(changes.confirm(caller.session(), code, caller.origin()));
    }

    private static Answer answer(AddressChangeOutcome outcome) {
        return switch (outcome) {
            case AddressChangeOutcome.CodeSent it ->
                Answer.accepted(new PendingAddress(it.email(), "pending", it.nextSendAt(), it.expiresAt()));
            case AddressChangeOutcome.Changed it ->
                Answer.ok(new SessionAnswer(Views.session(it.session(), it.token())))
                        .andSecret();
            case AddressChangeOutcome.NotAnAddress _ -> wrong(ProblemCode.VALIDATION, "not-an-address");
            case AddressChangeOutcome.Unchanged _ -> wrong(ProblemCode.VALIDATION, "unchanged");
            case AddressChangeOutcome.Taken _ -> wrong(ProblemCode.TAKEN, "taken");
            case AddressChangeOutcome.TooSoon it ->
                Answer.problem(Problem.retry(ProblemCode.SEND_TOO_SOON, it.retryAt()));
            case AddressChangeOutcome.Limited it -> Answer.problem(Problem.retry(ProblemCode.SEND_LIMIT, it.retryAt()));
            case AddressChangeOutcome.Incorrect it ->
                Answer.problem(Problem.wrongCode(ProblemCode.INCORRECT_CODE, it.attemptsLeft(), null));
            case AddressChangeOutcome.CodeExpired it ->
                Answer.problem(Problem.wrongCode(ProblemCode.CODE_EXPIRED, it.attemptsLeft(), null));
            case AddressChangeOutcome.Spent _ -> Answer.problem(ProblemCode.CODE_EXPIRED);
            case AddressChangeOutcome.Over _ -> Answer.problem(ProblemCode.CODE_EXPIRED);
            case AddressChangeOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
        };
    }

    private static Answer wrong(ProblemCode problem, String flaw) {
        return Answer.problem(Problem.of(problem, List.of(new FieldError("email", flaw, Flaws.sentence(flaw)))));
    }
}
