package dev.countersign.people.apikey;

import dev.countersign.people.organisation.Actor;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A key that programs manage an organisation with. It holds no token: only the hash is kept.
///
/// @param accountId the owner who made it
/// @param hint how the key begins, so that people can tell which it is
/// @param makerSince since when its maker was an owner when they made it
/// @param lastUse null where it was never used
/// @param ended null where it still stands
public record ApiKey(
        String id,
        String organisationId,
        String accountId,
        String name,
        String hint,
        Set<KeyScope> scopes,
        Instant makerSince,
        Instant createdAt,
        Instant expiresAt,
        @Nullable LastUse lastUse,
        @Nullable End ended)
        implements Actor {

    public ApiKey {
        scopes = Set.copyOf(scopes);
    }

    /// When it was used last, to the minute, and from which network.
    public record LastUse(Instant at, String network) {}

    /// When it ended, and why.
    public record End(Instant at, Why why) {}

    /// Why a key ended.
    public enum Why {
        /// An owner revoked it.
        REVOKED,
        /// Its time was over.
        EXPIRED,
        /// Whoever made it is no owner any more, or was not for a while.
        MAKER,
        /// Whoever made it said "This wasn't me" of something at their account.
        NOT_ME;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Why of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /// Whether it still stands at that time, as far as the key itself goes.
    public boolean standing(Instant now) {
        return ended == null && expiresAt.isAfter(now);
    }
}
