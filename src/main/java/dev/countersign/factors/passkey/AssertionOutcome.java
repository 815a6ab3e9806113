package dev.countersign.factors.passkey;

/// What a browser's answer to request options is. None of them has changed a passkey.
public sealed interface AssertionOutcome {
    /// A good signature, to be accepted.
    record Proven(PasskeyProof proof) implements AssertionOutcome {}

    /// Not what a browser sends.
    record Malformed() implements AssertionOutcome {}

    /// Its challenge is spent, too old, or was given for something else or to somebody else.
    record ChallengeGone() implements AssertionOutcome {}

    /// Nobody has that passkey: it was removed. The browser may be told so.
    record UnknownPasskey(UnknownCredential credential) implements AssertionOutcome {}

    /// A passkey of another account than the one that was asked.
    record NotTheirs() implements AssertionOutcome {}

    /// It does not hold.
    record Refused(PasskeyFault fault, String accountId, String passkeyId) implements AssertionOutcome {}
}
