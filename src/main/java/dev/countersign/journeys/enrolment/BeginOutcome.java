package dev.countersign.journeys.enrolment;

/// What came of asking to enrol a factor.
public sealed interface BeginOutcome {
    /// It is pending; show its secret.
    record Begun(PendingTotp pending) implements BeginOutcome {}

    /// The session's proof is too old, or of the wrong kind.
    record StepUpRequired() implements BeginOutcome {}

    /// Policy does not let this account enrol that.
    record NotAllowed() implements BeginOutcome {}
}
