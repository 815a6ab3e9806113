package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Changes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// Since when what is remembered of an account does not count any more. What was read carries the number that was
/// current before it was read; a change that is told later has a higher one. So nothing has to be looked for when
/// something changes, and what is just being read while it changes does not count either.
final class Forgetting {
    private static final int PLACES = 4096;

    private final AtomicLong number = new AtomicLong();
    private final AtomicLong everybody = new AtomicLong();
    // Accounts share a place now and then: one is forgotten with the other, which costs a read.
    private final AtomicLongArray places = new AtomicLongArray(PLACES);

    /// A change was told.
    void told(String subject) {
        long mine = number.incrementAndGet();
        if (subject.equals(Changes.EVERYBODY)) {
            everybody.accumulateAndGet(mine, Math::max);
        } else {
            places.accumulateAndGet(place(subject), mine, Math::max);
        }
    }

    /// The number for what is read from now on.
    long now() {
        return number.get();
    }

    /// Whether what was read about nobody in particular still counts.
    boolean holds(long readAt) {
        return everybody.get() <= readAt;
    }

    /// Whether what was read about that account still counts.
    boolean holds(String accountId, long readAt) {
        return holds(readAt) && places.get(place(accountId)) <= readAt;
    }

    private static int place(String accountId) {
        return Math.floorMod(accountId.hashCode(), PLACES);
    }
}
