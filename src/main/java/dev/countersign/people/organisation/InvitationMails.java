package dev.countersign.people.organisation;

import dev.countersign.ground.throttle.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The limit on invitations that an organisation may have mailed: 50 in a day, in UTC. Without it, anybody who has
/// an organisation could have this server mail strangers.
public final class InvitationMails {
    /// So many in a day.
    public static final int A_DAY = 50;

    private static final long DAY = Duration.ofDays(1).toMillis();

    private final Throttle throttle;

    public InvitationMails(Throttle throttle) {
        this.throttle = throttle;
    }

    /// Counts one mail before it is put into the outbox, in the caller's transaction; empty when it may go, else
    /// the time from which one may. A refused one counts too, which changes nothing: the day is used up.
    public Optional<Instant> count(String organisationId, Instant now) {
        String subject = "invitation-mails/" + organisationId;
        // Counting first holds the row, so that any number at once get no more than one after the other would.
        throttle.tally(subject, now);
        return throttle.tallySince(subject, now) <= A_DAY
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli((Math.floorDiv(now.toEpochMilli(), DAY) + 1) * DAY));
    }
}
