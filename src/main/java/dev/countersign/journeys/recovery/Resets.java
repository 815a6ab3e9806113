package dev.countersign.journeys.recovery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What support does for somebody who is stuck.
public final class Resets {

    /// The one-time code that whoever resets hands over to the person.
    public record HandOver(String code, Instant expiresAt) {}

    /// Removes all factors and backup codes and ends everything; `actorId` is null for the operator's console.
    public HandOver reset(String accountId, @Nullable String actorId, String reason) {
        throw new UnsupportedOperationException();
    }

    /// Lifts lock-outs, delays and suspended factors.
    public void unlock(String accountId) {
        throw new UnsupportedOperationException();
    }
}
