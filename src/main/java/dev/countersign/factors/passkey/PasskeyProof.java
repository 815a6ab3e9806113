package dev.countersign.factors.passkey;

/// A checked signature by a passkey, which still has to be accepted in the transaction that it decides.
public record PasskeyProof(
        String accountId,
        String passkeyId,
        boolean userVerified,
        boolean deviceBound,
        boolean synced,
        long signCount) {}
