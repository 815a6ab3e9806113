package dev.countersign.people.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A person's record. The email is kept as typed and compared without case; the locale is a BCP 47 tag, the time
/// zone an IANA name. `epoch` counts the events that end everything given out before (a new password, another
/// factor, a reset): sessions, challenges, enrolments and remembered devices carry the epoch they were made in, and
/// an older one is dead.
///
/// @param suspendedAt since when it is suspended, and signs in nowhere; null where it is not. It changes with the
///     epoch in one write, so whoever has read the epoch knows of it
/// @param eraseAt when it is erased, as its owner wants; null where it stays
public record Account(
        String id,
        String email,
        String name,
        String locale,
        String timeZone,
        long epoch,
        boolean operator,
        Instant createdAt,
        @Nullable Instant suspendedAt,
        @Nullable Instant eraseAt) {

    /// One that is neither suspended nor going to be erased.
    public Account(
            String id,
            String email,
            String name,
            String locale,
            String timeZone,
            long epoch,
            boolean operator,
            Instant createdAt) {
        this(id, email, name, locale, timeZone, epoch, operator, createdAt, null, null);
    }

    /// Whether it signs in nowhere.
    public boolean suspended() {
        return suspendedAt != null;
    }
}
