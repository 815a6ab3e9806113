package dev.countersign.factors.factor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One enrolled means of proof of one account. The label is the person's word for it ("Google Authenticator"). A
/// suspended factor stays enrolled, but cannot be used until support unlocks the account.
public record Factor(
        String id,
        String accountId,
        FactorType type,
        String label,
        Instant enrolledAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant suspendedAt) {

    /// Whether it can be used to sign in.
    public boolean usable() {
        return suspendedAt == null;
    }
}
