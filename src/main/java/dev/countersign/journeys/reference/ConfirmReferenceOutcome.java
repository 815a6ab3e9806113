package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.Factor;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a code that should confirm an enrolment.
public sealed interface ConfirmReferenceOutcome {
    /// The factor is confirmed. Backup codes are made with the first one, and known only now.
    record Confirmed(Factor factor, List<String> backupCodes) implements ConfirmReferenceOutcome {
        @Override
        public String toString() {
            return "Confirmed[" + factor.id() + "]";
        }
    }

    /// A wrong code. `clockOff` is how far the phone's clock is behind (positive) or ahead (negative).
    record Incorrect(int attemptsLeft, @Nullable Duration clockOff) implements ConfirmReferenceOutcome {}

    /// The newest code that was sent has run out; another can be sent.
    record CodeExpired(int attemptsLeft) implements ConfirmReferenceOutcome {}

    /// Nothing of that id waits for a code.
    record Expired() implements ConfirmReferenceOutcome {}

    /// Too many wrong codes.
    record Spent() implements ConfirmReferenceOutcome {}

    /// Too much is being hashed; no attempt was counted.
    record Busy(Duration retryAfter) implements ConfirmReferenceOutcome {}
}
