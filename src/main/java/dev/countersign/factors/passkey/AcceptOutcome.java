package dev.countersign.factors.passkey;

/// What came of accepting a proof by passkey.
public sealed interface AcceptOutcome {
    /// It counts. `userVerified` says that it is both steps, and not possession alone.
    record Accepted(Passkey passkey, boolean userVerified) implements AcceptOutcome {}

    /// Its counter is not above the last one: a copy of the passkey exists, or a proof came late. It does not count.
    record Cloned(Passkey passkey) implements AcceptOutcome {}

    /// The passkey was removed meanwhile.
    record Gone() implements AcceptOutcome {}
}
