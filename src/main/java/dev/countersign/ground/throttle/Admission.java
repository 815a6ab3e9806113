package dev.countersign.ground.throttle;

import java.time.Instant;

/// The answer to *may I try*: yes, with what was reserved for it, or no, and until when.
public sealed interface Admission {

    /// Yes. The try counts as a failure until it is given back.
    record Admitted(Reservation reservation) implements Admission {}

    /// No; a short wait.
    record Delayed(Instant until) implements Admission {}

    /// No; the limit locks.
    record LockedOut(Instant until) implements Admission {}
}
