package dev.countersign.journeys.recovery;

import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import java.time.Instant;

/// What came of asking for account recovery at the second step.
public sealed interface StartRecoveryOutcome {
    /// A link is on its way to that address, of which only a part is shown.
    record LinkSent(String sentTo) implements StartRecoveryOutcome {}

    /// One waits already, or is ready.
    record Waits(Waiting waiting) implements StartRecoveryOutcome {}

    /// This account cannot be recovered by its owner alone.
    record NotOffered() implements StartRecoveryOutcome {}

    /// Too many links were asked for.
    record Delayed(Instant until) implements StartRecoveryOutcome {}

    /// The sign-in is over, or of another browser.
    record Expired() implements StartRecoveryOutcome {}
}
