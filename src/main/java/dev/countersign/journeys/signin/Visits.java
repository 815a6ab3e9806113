package dev.countersign.journeys.signin;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.device.RememberedDevice;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Requirement;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a signed-in person sees and ends: this session, the others, the remembered devices.
public final class Visits {
    private final SignInRooms rooms;
    private final Standings standings;
    private final ReminderStore reminders;

    /// The journey through those rooms.
    public Visits(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.standings = journey.standings();
        this.reminders = new ReminderStore(rooms.db());
    }

    /// Who is behind that session token, on this request. Policy is decided again each time, so a stricter one is
    /// felt at once.
    public Presence present(String token) {
        Instant now = rooms.clock().instant();
        Presence presence = rooms.db()
                .read(() -> rooms.sessions()
                        .byToken(token)
                        .map(session -> of(session, now))
                        .orElseGet(Presence.Absent::new));
        if (presence instanceof Presence.Present present) {
            rooms.sessions().touch(present.session(), now);
        }
        return presence;
    }

    /// Who is behind a session, as it was read: whoever acts on what a session was given asks here, and gets the same
    /// decision.
    public Presence of(Session session, Instant now) {
        return rooms.db().read(() -> {
            Optional<Account> account = rooms.accounts().byId(session.accountId());
            if (account.isEmpty() || session.epoch() != account.get().epoch()) {
                return new Presence.Absent();
            }
            Standing standing = standings.of(account.get());
            List<Membership> memberships = rooms.organisations().memberships(session.accountId());
            return alive(session, standing.policy(), memberships, now)
                    ? presence(session, standing, memberships, now)
                    : new Presence.Absent();
        });
    }

    /// The account that remembers that device, the one last used where several do.
    public Optional<String> rememberedFor(@Nullable String deviceToken) {
        return rooms.devices().rememberedFor(deviceToken, rooms.clock().instant());
    }

    private Presence presence(Session session, Standing standing, List<Membership> memberships, Instant now) {
        Requirement requirement = standing.wants(session.evidence(), true, now);
        boolean mustEnrol = requirement instanceof Requirement.MustEnrol;
        @Nullable
        Instant skippableUntil =
                requirement instanceof Requirement.MustEnrol(List<?> ignored, Instant until) ? until : null;
        Set<Owed> owes = standing.owes();
        boolean hidden = owes.contains(Owed.ENROLMENT_RECOMMENDED) && reminders.hidden(session.accountId(), now);
        Presence.Present there = new Presence.Present(
                session,
                standing.account(),
                standing.policy(),
                memberships,
                standing.factors(),
                standing.enrolled(),
                standing.backupCodes().left(),
                standing.backupCodes().of(),
                owes,
                hidden,
                skippableUntil);
        return mustEnrol && skippableUntil == null ? new Presence.Owing(there) : there;
    }

    private static boolean alive(Session session, Policy policy, List<Membership> memberships, Instant now) {
        boolean inTime = session.expiresAt().isAfter(now)
                && session.createdAt().plus(policy.sessionLength()).isAfter(now);
        return inTime
                && !idle(session, policy.idleMinutes(), now)
                && !(idle(session, policy.adminIdleMinutes(), now) && administers(memberships));
    }

    private static boolean idle(Session session, @Nullable Integer minutes, Instant now) {
        return minutes != null
                && session.lastUsedAt().plus(Duration.ofMinutes(minutes)).isBefore(now);
    }

    private static boolean administers(List<Membership> memberships) {
        return memberships.stream().anyMatch(m -> m.role() != Role.MEMBER);
    }

    /// Changes what the person is called, and the language and time zone of their account.
    public void changeProfile(Session session, String name, String locale, String timeZone, Origin origin) {
        Instant now = rooms.clock().instant();
        rooms.db().inTransaction(() -> {
            if (rooms.accounts().change(session.accountId(), name, locale, timeZone)) {
                rooms.audit().record(new AuditEvent.ProfileChanged(session.accountId()), origin, now);
            }
        });
    }

    /// Ends this session, and forgets its device when asked to or when policy says so.
    public void signOut(Session session, boolean forgetDevice, Origin origin) {
        Instant now = rooms.clock().instant();
        rooms.db().inTransaction(() -> {
            if (rooms.sessions().end(session.accountId(), session.id())) {
                rooms.audit().record(new AuditEvent.SignedOut(session.accountId(), session.id()), origin, now);
            }
            String deviceId = session.deviceId();
            boolean forget = forgetDevice
                    || rooms.policies().effective(session.accountId()).policy().signOutForgetsDevice();
            if (deviceId != null && forget && rooms.devices().forget(session.accountId(), deviceId)) {
                rooms.audit()
                        .record(
                                new AuditEvent.DeviceForgotten(session.accountId(), deviceId, "signed-out"),
                                origin,
                                now);
            }
        });
    }

    /// All open sessions of the account, the newest use first.
    public List<Session> sessions(Session session) {
        return rooms.sessions()
                .open(session.accountId(), session.epoch(), rooms.clock().instant());
    }

    /// Ends one of the account's sessions; false when it has none of that id.
    public boolean endSession(Session session, String id, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            boolean ended = rooms.sessions().end(session.accountId(), id);
            if (ended) {
                rooms.audit().record(new AuditEvent.SessionEnded(session.accountId(), id), origin, now);
            }
            return ended;
        });
    }

    /// Ends all of the account's sessions but this one, and says how many.
    public int endOtherSessions(Session session, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            // Those that were over already, by their time or by the account's epoch, are not told as ended now.
            int ended = (int) rooms.sessions().open(session.accountId(), session.epoch(), now).stream()
                    .filter(other -> !other.id().equals(session.id()))
                    .count();
            rooms.sessions().endOthers(session.accountId(), session.id());
            rooms.audit().record(new AuditEvent.OtherSessionsEnded(session.accountId(), ended), origin, now);
            return ended;
        });
    }

    /// The account's remembered devices, the newest use first.
    public List<RememberedDevice> devices(Session session) {
        return rooms.devices().list(session.accountId(), rooms.clock().instant());
    }

    /// Forgets one; false when none of that id is remembered.
    public boolean forgetDevice(Session session, String deviceId, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            boolean forgotten = rooms.devices().forget(session.accountId(), deviceId);
            if (forgotten) {
                rooms.audit()
                        .record(
                                new AuditEvent.DeviceForgotten(session.accountId(), deviceId, "forgotten"),
                                origin,
                                now);
            }
            return forgotten;
        });
    }

    /// Forgets all, and says how many.
    public int forgetDevices(Session session, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            int forgotten = rooms.devices().forgetAll(session.accountId());
            rooms.audit().record(new AuditEvent.DevicesForgotten(session.accountId(), forgotten), origin, now);
            return forgotten;
        });
    }
}
