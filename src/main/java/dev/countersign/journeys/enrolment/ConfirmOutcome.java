package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.Factor;
import dev.countersign.journeys.signin.SignInOutcome.ConfirmedEntry;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of the code that was to confirm an enrolment.
public sealed interface ConfirmOutcome {
    /// The factor is active. `backupCodes` are there with the first factor (empty where policy gives none, or they
    /// exist already); `entry` is the session that goes on, with a new token.
    record Confirmed(Factor factor, List<String> backupCodes, ConfirmedEntry entry)
            implements ConfirmOutcome, ConfirmPasskeyOutcome {}

    /// Not the code. `clockOff`: how far the phone is behind (positive) or ahead (negative), where the code would
    /// have been right then.
    record Incorrect(int attemptsLeft, @Nullable Duration clockOff) implements ConfirmOutcome {}

    /// Right, and used before.
    record AlreadyUsed(int attemptsLeft) implements ConfirmOutcome {}

    /// The texted code has run out: ask for a new one.
    record CodeExpired(int attemptsLeft) implements ConfirmOutcome {}

    /// Nothing of that id is pending here: it ran out, was confirmed, or is another's.
    record Expired() implements ConfirmOutcome {}

    /// All its attempts are used.
    record Spent() implements ConfirmOutcome {}

    /// The session's proof is too old.
    record StepUpRequired() implements ConfirmOutcome {}

    /// Too much is being checked at this moment.
    record Busy(Duration retryAfter) implements ConfirmOutcome {}
}
