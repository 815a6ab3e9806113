package dev.countersign.people.account;

import java.time.Instant;

/// A person's record. The email is kept as typed and compared without case; the locale is a BCP 47 tag, the time
/// zone an IANA name. `epoch` counts the events that end everything given out before (a new password, another
/// factor, a reset): sessions, challenges, enrolments and remembered devices carry the epoch they were made in, and
/// an older one is dead.
public record Account(
        String id,
        String email,
        String name,
        String locale,
        String timeZone,
        long epoch,
        boolean operator,
        Instant createdAt) {}
