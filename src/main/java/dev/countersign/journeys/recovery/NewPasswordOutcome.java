package dev.countersign.journeys.recovery;

import java.time.Duration;
import java.time.Instant;

/// What came of a new password, typed in Settings or behind a password link.
public sealed interface NewPasswordOutcome {
    /// It holds; other sessions are over and devices forgotten.
    record Changed() implements NewPasswordOutcome {}

    /// The new one is not accepted, for that reason ("too-short", "too-long", "leaked", "personal").
    record Refused(String code) implements NewPasswordOutcome {}

    /// The current one is not right.
    record WrongCurrent() implements NewPasswordOutcome {}

    /// The session's proof is too old.
    record StepUpRequired() implements NewPasswordOutcome {}

    /// Too many failures.
    record Delayed(Instant until) implements NewPasswordOutcome {}

    /// The link is unknown, used or too old.
    record LinkNotGood() implements NewPasswordOutcome {}

    /// Too many passwords are being hashed at this moment.
    record Busy(Duration retryAfter) implements NewPasswordOutcome {}
}
