package dev.countersign.journeys.recovery;

import java.time.Instant;

/// What came of finishing an account recovery.
public sealed interface FinishRecoveryOutcome {
    /// Every factor and backup code is removed and everything ended; the person signs in anew and sets up again.
    record Finished() implements FinishRecoveryOutcome {}

    /// The wait is not over.
    record NotYet(Instant readyAt) implements FinishRecoveryOutcome {}

    /// None waits: cancelled, lapsed, finished before, or never begun.
    record NotThere() implements FinishRecoveryOutcome {}

    /// The sign-in is over, or of another browser.
    record Expired() implements FinishRecoveryOutcome {}
}
