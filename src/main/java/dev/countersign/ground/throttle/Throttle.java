package dev.countersign.ground.throttle;

import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Limits on failures in a row, and tallies of failures by day. A subject is whatever is counted: an account, an
/// address, a network. Every method joins the caller's transaction.
public final class Throttle {
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Db db;
    private final ThrottleStore store;

    public Throttle(Db db) {
        this.db = db;
        this.store = new ThrottleStore(db);
    }

    /// Whether the subject may try now. A try is counted as a failure before it is made, by one conditional write,
    /// so that any number at once get no more tries than one after the other would.
    public Admission admit(Limit limit, String subject, Instant now) {
        return db.inTransaction(() -> {
            Optional<Integer> failures = store.reserve(limit, subject, now);
            if (failures.isPresent()) {
                return new Admission.Admitted(new Reservation(limit, subject, failures.get(), now));
            }
            Instant until = store.blockedUntil(limit, subject).orElse(now);
            return limit.locks() ? new Admission.LockedOut(until) : new Admission.Delayed(until);
        });
    }

    /// The try was right: the run is over, with its wait.
    public void succeed(Reservation reservation) {
        clear(reservation.limit(), reservation.subject());
    }

    /// The try should not count after all: takes back its own failure, and the wait it had set if that is still the
    /// one, and nothing once the run it belonged to is over.
    public void giveBack(Reservation reservation) {
        db.inTransaction(() -> store.giveBack(reservation));
    }

    public void clear(Limit limit, String subject) {
        db.inTransaction(() -> store.clear(limit, subject));
    }

    /// Until when the subject is blocked, if it is now.
    public Optional<Instant> blockedUntil(Limit limit, String subject, Instant now) {
        return db.read(() -> store.blockedUntil(limit, subject)).filter(now::isBefore);
    }

    /// How many failures the run has, reservations included.
    public int failures(Limit limit, String subject, Instant now) {
        return db.read(() -> store.failures(limit, subject, now));
    }

    /// Counts one failure towards the subject's day, in UTC.
    public void tally(String subject, Instant now) {
        db.inTransaction(() -> store.tally(subject, dayStart(now)));
    }

    /// The failures of the day of `since` and of all days after it.
    public int tallySince(String subject, Instant since) {
        return db.read(() -> store.tallySince(subject, dayStart(since)));
    }

    public void clearTally(String subject) {
        db.inTransaction(() -> store.clearTally(subject));
    }

    private static long dayStart(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), DAY) * DAY;
    }
}
