package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.Factor;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a reference has, also one that nobody has enrolled.
///
/// @param factors its factors, the oldest first; backup codes are none
/// @param lockedUntil until when its answers are not looked at, or null
public record ReferenceStanding(
        List<Factor> factors,
        int backupCodesLeft,
        int backupCodesOf,
        @Nullable Instant lockedUntil) {

    /// Whether there is something that it can answer with.
    public boolean enrolled() {
        return !factors.isEmpty();
    }
}
