package dev.countersign.journeys.enrolment;

import dev.countersign.factors.passkey.PasskeyFault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of the passkey that a browser made. A good one ends as every enrolment, in [ConfirmOutcome.Confirmed].
public sealed interface ConfirmPasskeyOutcome
        permits ConfirmOutcome.Confirmed,
                ConfirmPasskeyOutcome.Refused,
                ConfirmPasskeyOutcome.AlreadyEnrolled,
                ConfirmPasskeyOutcome.TooMany,
                ConfirmPasskeyOutcome.Expired,
                ConfirmPasskeyOutcome.StepUpRequired,
                ConfirmPasskeyOutcome.Busy {

    /// It does not hold; `fault` is null where it is nothing that a browser sends.
    record Refused(@Nullable PasskeyFault fault) implements ConfirmPasskeyOutcome {}

    /// It is enrolled already, here or elsewhere.
    record AlreadyEnrolled() implements ConfirmPasskeyOutcome {}

    /// The account has as many as it may have.
    record TooMany() implements ConfirmPasskeyOutcome {}

    /// Nothing of that id is pending here: it ran out, was confirmed, or is another's.
    record Expired() implements ConfirmPasskeyOutcome {}

    /// The session's proof is too old.
    record StepUpRequired() implements ConfirmPasskeyOutcome {}

    /// Too much is being checked at this moment.
    record Busy(Duration retryAfter) implements ConfirmPasskeyOutcome {}
}
