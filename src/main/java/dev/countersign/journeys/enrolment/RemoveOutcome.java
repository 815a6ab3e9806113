package dev.countersign.journeys.enrolment;

/// What came of asking to remove a factor.
public sealed interface RemoveOutcome {
    /// Gone, with every consequence of a changed factor; this session goes on.
    record Removed() implements RemoveOutcome {}

    /// The account has no such factor.
    record NotFound() implements RemoveOutcome {}

    /// Policy wants the account to keep one.
    record RequiredByPolicy() implements RemoveOutcome {}

    /// The session's proof is too old.
    record StepUpRequired() implements RemoveOutcome {}
}
