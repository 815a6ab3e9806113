package dev.countersign.journeys.reference;

import dev.countersign.ground.secret.Token;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of an answer to an application's question.
public sealed interface ReferenceVerifyOutcome {
    /// Right. The application redeems the result, once and until then.
    record Verified(Token result, Instant until) implements ReferenceVerifyOutcome {}

    /// A wrong code. `clockOff` is how far the phone's clock is behind (positive) or ahead (negative) of the
    /// server's, once two codes agree on it.
    record Incorrect(int attemptsLeft, @Nullable Duration clockOff) implements ReferenceVerifyOutcome {}

    /// The code was right, and used before.
    record AlreadyUsed(int attemptsLeft) implements ReferenceVerifyOutcome {}

    /// The question is too old, answered, or of before a reset.
    record Expired() implements ReferenceVerifyOutcome {}

    /// Too many wrong answers to this question.
    record Spent() implements ReferenceVerifyOutcome {}

    /// Too many wrong answers of this reference.
    record LockedOut(Instant until) implements ReferenceVerifyOutcome {}

    /// Too much is being hashed; no attempt was counted.
    record Busy(Duration retryAfter) implements ReferenceVerifyOutcome {}
}
