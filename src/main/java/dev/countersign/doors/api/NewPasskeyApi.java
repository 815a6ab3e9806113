package dev.countersign.doors.api;

import dev.countersign.doors.api.Caller.EnrolmentCaller;
import dev.countersign.doors.api.Caller.OwingCaller;
import dev.countersign.doors.api.PasskeyBodies.NewPasskeyOptionsAnswer;
import dev.countersign.doors.api.PasskeyBodies.NewPasskeyRequest;
import dev.countersign.doors.api.SignInBodies.EmptyRequest;
import dev.countersign.factors.passkey.PasskeyFault;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.enrolment.BeginPasskeyOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome.Confirmed;
import dev.countersign.journeys.enrolment.ConfirmPasskeyOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;

/// Making passkeys, with a session and where none may be had before.
@ApiDoor
class NewPasskeyApi {
    private final Enrolments enrolments;
    private final EnrolmentCalls calls;
    private final Outcomes outcomes;

    NewPasskeyApi(Enrolments enrolments, EnrolmentCalls calls, Outcomes outcomes) {
        this.enrolments = enrolments;
        this.calls = calls;
        this.outcomes = outcomes;
    }

    @PostMapping("/me/factors/passkey/options")
    Answer options(OwingCaller caller, @Body(optional = true) EmptyRequest body) {
        return begin(new Enroller.BySession(caller.session()), caller.origin());
    }

    @PostMapping("/me/factors/passkey")
    Answer add(OwingCaller caller, @Body NewPasskeyRequest body) {
        return confirm(new Enroller.BySession(caller.session()), body, caller.origin(), outcomes::confirmed);
    }

    @PostMapping("/sign-in/enrolment/passkey/options")
    Answer firstOptions(EnrolmentCaller caller, @Body(optional = true) EmptyRequest body) {
        return begin(new Enroller.ByGrant(caller.grant()), caller.origin());
    }

    @PostMapping("/sign-in/enrolment/passkey")
    Answer addFirst(EnrolmentCaller caller, @Body NewPasskeyRequest body) {
        return confirm(
                new Enroller.ByGrant(caller.grant()),
                body,
                caller.origin(),
                it -> outcomes.entered(it.entry(), Views.factor(it.factor()), it.backupCodes()));
    }

    private Answer begin(Enroller enroller, Origin origin) {
        return switch (enrolments.beginPasskey(enroller, origin)) {
            case BeginPasskeyOutcome.Begun it ->
                Answer.ok(new NewPasskeyOptionsAnswer(
                                it.id(), Json.object(it.options().json()), it.expiresAt()))
                        .andSecret();
            case BeginPasskeyOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case BeginPasskeyOutcome.NotAllowed _ -> Answer.problem(ProblemCode.NOT_ALLOWED_BY_POLICY);
            case BeginPasskeyOutcome.TooMany _ -> Answer.problem(ProblemCode.TOO_MANY_PASSKEYS);
        };
    }

    /// What another authenticator would mend is said; the rest says no more than that it does not hold.
    private static ProblemCode refusal(@Nullable PasskeyFault fault) {
        return switch (fault) {
            case MODEL, ATTESTATION -> ProblemCode.PASSKEY_MODEL_REFUSED;
            case DEVICE_BOUND -> ProblemCode.PASSKEY_NOT_DEVICE_BOUND;
            case null, default -> ProblemCode.INCORRECT_PASSKEY;
        };
    }

    private Answer confirm(
            Enroller enroller, NewPasskeyRequest body, Origin origin, Function<Confirmed, Answer> confirmed) {
        Fields fields = new Fields();
        String id = fields.text("id", body.id());
        String credential = TypedCodes.credential(fields, body.credential());
        fields.done();
        return switch (enrolments.confirmPasskey(enroller, id, credential, origin)) {
            case Confirmed it -> {
                calls.putAway(it);
                yield confirmed.apply(it);
            }
            case ConfirmPasskeyOutcome.Refused it -> Answer.problem(refusal(it.fault()));
            case ConfirmPasskeyOutcome.AlreadyEnrolled _ -> Answer.problem(ProblemCode.PASSKEY_ALREADY_ENROLLED);
            case ConfirmPasskeyOutcome.TooMany _ -> Answer.problem(ProblemCode.TOO_MANY_PASSKEYS);
            case ConfirmPasskeyOutcome.Expired _ -> Answer.problem(ProblemCode.ENROLMENT_EXPIRED);
            case ConfirmPasskeyOutcome.StepUpRequired _ -> Outcomes.stepUpRequired();
            case ConfirmPasskeyOutcome.Busy it -> outcomes.busy(it.retryAfter());
        };
    }
}
