package dev.countersign.journeys.organisation;

import dev.countersign.journeys.recovery.Resets.HandOver;
import java.time.Instant;
import java.util.Optional;

/// What came of asking for a reset, or of approving one.
public sealed interface ResetOutcome {
    /// Two-step sign-in is reset; where no mail can be sent, with the code to hand over.
    record Reset(Optional<HandOver> handOver) implements ResetOutcome {}

    /// It is done at that time, unless somebody stops it.
    record Waits(String resetId, Instant dueAt) implements ResetOutcome {}

    /// A second admin has to approve it.
    record NeedsApproval(String resetId) implements ResetOutcome {}
}
