package dev.countersign.ground.throttle;

import java.time.Duration;
import java.time.Instant;

/// How many failures in a row are free, and what follows. The failure that reaches `free` sets a wait of
/// `firstWait`; each further one doubles it, up to `longestWait`. A run is forgotten `forgetAfter` its last
/// failure. `locks` says whether the answer during a wait is [Admission.LockedOut] rather than [Admission.Delayed].
public record Limit(
        String name, int free, Duration firstWait, Duration longestWait, Duration forgetAfter, boolean locks) {

    public Limit {
        if (free < 1 || !firstWait.isPositive() || longestWait.compareTo(firstWait) < 0) {
            throw new IllegalArgumentException(
                    "A limit leaves at least one failure free and waits longer, not shorter");
        }
    }

    /// How many doublings of the first wait reach or pass the longest.
    int doublings() {
        int doublings = 0;
        for (long wait = firstWait.toMillis(); wait < longestWait.toMillis(); wait *= 2) {
            doublings++;
        }
        return doublings;
    }

    /// Until when this failure of the run blocks: epoch milliseconds, 0 when it does not.
    long blockedUntil(int failures, Instant now) {
        if (failures < free) {
            return 0;
        }
        int over = failures - free;
        long wait = over >= doublings() ? longestWait.toMillis() : firstWait.toMillis() << over;
        return now.toEpochMilli() + wait;
    }
}
