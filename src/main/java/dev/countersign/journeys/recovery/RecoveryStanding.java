package dev.countersign.journeys.recovery;

import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;

/// How it stands with account recovery at one second step.
public sealed interface RecoveryStanding {
    /// Somebody else has to help.
    record NotOffered() implements RecoveryStanding {}

    /// The sign-in is over, or of another browser.
    record Expired() implements RecoveryStanding {}

    /// It can be started.
    record Offered() implements RecoveryStanding {}

    /// It has begun and waits.
    record Waits(Waiting waiting) implements RecoveryStanding {}

    /// It can be finished.
    record Ready(Waiting waiting) implements RecoveryStanding {}
}
