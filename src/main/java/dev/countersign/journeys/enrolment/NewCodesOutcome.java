package dev.countersign.journeys.enrolment;

import java.time.Duration;
import java.util.List;

/// What came of asking for a new set of backup codes.
public sealed interface NewCodesOutcome {
    /// The new set; the old one is void.
    record Made(List<String> codes) implements NewCodesOutcome {}

    /// The account has no factor that they could stand in for, or policy gives none.
    record NotAllowed() implements NewCodesOutcome {}

    /// The session's proof is too old.
    record StepUpRequired() implements NewCodesOutcome {}

    /// Too much is being hashed at this moment.
    record Busy(Duration retryAfter) implements NewCodesOutcome {}
}
