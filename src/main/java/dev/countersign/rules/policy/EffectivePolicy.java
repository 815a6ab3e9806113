package dev.countersign.rules.policy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The policy that holds for one account now.
///
/// @param since when its strictest part was set, or null for the installation's default
public record EffectivePolicy(Policy policy, @Nullable Instant since) {

    /// Until when a requirement to enrol can be put off, for an account made at that time; null where it cannot.
    public @Nullable Instant graceUntil(Instant accountCreatedAt) {
        if (policy.graceDays() == 0) {
            return null;
        }
        Instant from = since != null && since.isAfter(accountCreatedAt) ? since : accountCreatedAt;
        return from.plus(Duration.ofDays(policy.graceDays()));
    }
}
