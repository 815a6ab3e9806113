package dev.countersign.factors.passkey;

/// What came of adding a passkey.
public sealed interface AddOutcome {
    /// It is enrolled.
    record Added(Passkey passkey) implements AddOutcome {}

    /// The account has as many as it may have.
    record TooMany() implements AddOutcome {}

    /// Its credential id is enrolled already, here or elsewhere.
    record AlreadyEnrolled() implements AddOutcome {}
}
