package dev.countersign.ground.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// How many calls a subject may make on this node: so many at once, which come back evenly over a time. It is kept in
/// memory, since counting every call in the database would cost more than the call; each node has its own.
public final class Budget {
    private static final int MOST_SUBJECTS = 10_000;

    private final int calls;
    private final long nanoseconds;
    private final ConcurrentHashMap<String, Left> lefts = new ConcurrentHashMap<>();

    /// @param calls how many come back within that time, and how many can be made at once
    public Budget(int calls, Duration within) {
        if (calls < 1 || !within.isPositive()) {
            throw new IllegalArgumentException("A budget leaves at least one call");
        }
        this.calls = calls;
        this.nanoseconds = within.toNanos() / calls;
    }

    /// @param full when all of them are back
    private record Left(Instant full, boolean taken) {}

    /// Takes one call out of it: empty when there was one, otherwise when there will be.
    public Optional<Instant> take(String subject, Instant now) {
        if (lefts.size() >= MOST_SUBJECTS) {
            lefts.values().removeIf(left -> !left.full().isAfter(now));
        }
        Left left = lefts.compute(subject, (_, before) -> after(before, now));
        return left.taken() ? Optional.empty() : Optional.of(earliest(left.full()));
    }

    private Left after(Left before, Instant now) {
        Instant full = before == null || before.full().isBefore(now) ? now : before.full();
        Instant then = full.plusNanos(nanoseconds);
        return earliest(then).isAfter(now.plusNanos(nanoseconds)) ? new Left(full, false) : new Left(then, true);
    }

    /// When there is one again, where all are back at that time.
    private Instant earliest(Instant full) {
        return full.minusNanos(nanoseconds * (calls - 1L));
    }
}
