package dev.countersign.ground.throttle;

import java.time.Instant;

/// One failure counted before the check: which of the run it is, and when it was counted.
public record Reservation(Limit limit, String subject, int failures, Instant at) {}
