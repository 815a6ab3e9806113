package dev.countersign.factors.passkey;

/// What was found out of a signature by passkey before it is checked.
public sealed interface PasskeyLookup {
    /// No check is needed to refuse it.
    record Settled(AssertionOutcome outcome) implements PasskeyLookup {}

    /// Whose passkey it is of, if the signature holds.
    record Found(CredentialJson.Assertion assertion, PasskeyStore.Row stored, boolean verificationNeeded)
            implements PasskeyLookup {}
}
