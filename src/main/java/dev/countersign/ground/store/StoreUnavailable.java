package dev.countersign.ground.store;

/// The database cannot be worked with now: it is gone, full, read-only, busy or broken. Nothing of the work was
/// committed (with one exception that no database can rule out: on PostgreSQL, when the connection breaks while the
/// commit's answer is on its way, the commit may have happened). Doors answer 503; trying again later is right.
public class StoreUnavailable extends RuntimeException {
    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailable(String message) {
        super(message);
    }
}
