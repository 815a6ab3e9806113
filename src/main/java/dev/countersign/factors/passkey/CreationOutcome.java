package dev.countersign.factors.passkey;

/// What a browser's answer to creation options is. None of them has changed a passkey.
public sealed interface CreationOutcome {
    /// A good new passkey, to be added.
    record Proven(NewPasskey passkey) implements CreationOutcome {}

    /// Not what a browser sends.
    record Malformed() implements CreationOutcome {}

    /// Its challenge is spent, too old, or was given for something else or to somebody else.
    record ChallengeGone() implements CreationOutcome {}

    /// It does not hold.
    record Refused(PasskeyFault fault) implements CreationOutcome {}
}
