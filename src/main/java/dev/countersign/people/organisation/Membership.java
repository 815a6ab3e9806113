package dev.countersign.people.organisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One account's place in one organisation. At most one of an account's memberships is managing: only that
/// organisation's owners and admins may reset or unlock the account.
///
/// @param roleSince since when they have this role, without a break
/// @param eraseAt when the organisation is erased, as an owner wants; null where it stays
public record Membership(
        String accountId,
        String organisationId,
        String organisationName,
        Role role,
        boolean managing,
        Instant since,
        Instant roleSince,
        @Nullable Instant eraseAt) {}
