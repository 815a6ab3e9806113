package dev.countersign.journeys.organisation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A reset that waits: for its time, for a second admin, or for both.
///
/// @param askedBy the admin's account
/// @param epoch the account's when it was asked for: it is dead in another one
/// @param dueAt the earliest time of it
/// @param twoAdmins whether a second admin has to approve it
/// @param approvedBy who did, or null
public record WaitingReset(
        String id,
        String accountId,
        String organisationId,
        String askedBy,
        String reason,
        long epoch,
        Instant askedAt,
        Instant dueAt,
        boolean twoAdmins,
        @Nullable String approvedBy) {

    /// For how long it can be approved once its time has come.
    public static final Duration OPEN = Duration.ofDays(7);

    /// Whether it still waits for a second admin.
    public boolean needsApproval() {
        return twoAdmins && approvedBy == null;
    }

    /// Whether nothing is left to wait for.
    public boolean ready(Instant now) {
        return !needsApproval() && !now.isBefore(dueAt);
    }

    /// When it can no longer be done.
    public Instant overAt() {
        return dueAt.plus(OPEN);
    }

    /// The same under a policy that may have become stricter since. One that became milder changes nothing: the
    /// person was told what it waits for.
    WaitingReset under(Duration wait, boolean two) {
        Instant due = askedAt.plus(wait);
        return new WaitingReset(
                id,
                accountId,
                organisationId,
                askedBy,
                reason,
                epoch,
                askedAt,
                due.isAfter(dueAt) ? due : dueAt,
                twoAdmins || two,
                approvedBy);
    }
}
