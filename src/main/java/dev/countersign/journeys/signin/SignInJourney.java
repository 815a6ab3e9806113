package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.SessionIssuer.Entrant;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.ConfirmedEntry;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInOutcome.Suspended;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.device.Devices.Recognition;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.session.Session;
import dev.countersign.rules.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the parts of the sign-in journey share, and where enrolment comes back into it: a grant is used up for a
/// session, or a session is raised. Call its methods inside a transaction.
public final class SignInJourney {
    private final SignInRooms rooms;
    private final Standings standings;
    private final SessionIssuer issuer;
    private final EnrolmentGrantStore grants;
    private final FailedSteps failedSteps;

    /// Over those rooms.
    public SignInJourney(SignInRooms rooms) {
        this.rooms = rooms;
        this.standings = new Standings(rooms);
        this.issuer = new SessionIssuer(rooms, standings);
        this.grants = new EnrolmentGrantStore(rooms.db());
        this.failedSteps = new FailedSteps(rooms);
    }

    Standings standings() {
        return standings;
    }

    SessionIssuer issuer() {
        return issuer;
    }

    /// The first sign-in of an account that was just made, by the password that was just set and, where its address
    /// was confirmed on the way, by what was mailed there.
    public Entered enterNew(
            Account account, List<Evidence> evidence, @Nullable String deviceToken, Origin origin, Instant now) {
        Entrant entrant = new Entrant(account, evidence, null, null, true, false, false, origin);
        Entrant on = onDevice(entrant, deviceToken, true, now);
        new NewDevices(rooms).signedUp(on, now);
        return issuer.enter(on, now);
    }

    /// The entrant with the device that the secret is of, which is given the next one; where it is of none, with a
    /// new device if one is wanted. A copied device is told to everyone who was known on it.
    Entrant onDevice(Entrant entrant, @Nullable String deviceToken, boolean wanted, Instant now) {
        String browser = entrant.origin().browser();
        switch (rooms.devices().recognise(deviceToken, browser, now)) {
            case Recognition.Known(String id, Token next) -> {
                return entrant.on(id, next);
            }
            case Recognition.Copied(String id, List<String> accountIds) -> {
                for (String each : accountIds) {
                    rooms.audit().record(new AuditEvent.DeviceCopied(each, id), entrant.origin(), now);
                    rooms.notices().tell(each, NoticeEvent.DEVICE_COPIED, Map.of(), entrant.origin(), now);
                }
            }
            case Recognition.Unknown() -> {}
        }
        if (!wanted) {
            return entrant;
        }
        Devices.Registered device = rooms.devices().register(browser, now);
        return entrant.on(device.deviceId(), device.secret());
    }

    /// Goes on without enrolling, while policy lets that be: null when the grant is used up or of an older epoch.
    public @Nullable Entered useGrant(EnrolmentGrant grant, Origin origin, Instant now) {
        Optional<Account> account = rooms.accounts().byId(grant.accountId()).filter(a -> a.epoch() == grant.epoch());
        if (grant.skippableUntil() == null || account.isEmpty() || !grants.close(grant.id(), now)) {
            return null;
        }
        failedSteps.passed(grant, origin, now);
        return issuer.enter(
                new Entrant(
                        account.get(), grant.evidence(), grant.deviceId(), null, false, grant.remember(), true, origin),
                now);
    }

    /// Puts the recommendation to enrol away for that long.
    public void hideReminder(Session session, Duration length) {
        Instant until = rooms.clock().instant().plus(length);
        rooms.db().inTransaction(() -> new ReminderStore(rooms.db()).hide(session.accountId(), until));
    }

    /// Whether the session is still there, in its epoch.
    public boolean stillOpen(Session session, Instant now) {
        return rooms.sessions().open(session.accountId(), session.epoch(), now).stream()
                .anyMatch(s -> s.id().equals(session.id()));
    }

    /// Whether the grant can still be used.
    public boolean stillOpen(EnrolmentGrant grant, Instant now) {
        return grants.isOpen(grant.id(), now);
    }

    /// A factor was confirmed under this grant: uses it up, and enters with the new evidence in the new epoch.
    public ConfirmedEntry useGrant(EnrolmentGrant grant, long epoch, Evidence added, Origin origin, Instant now) {
        Account account = rooms.accounts().byId(grant.accountId()).orElseThrow();
        if (account.epoch() != epoch || !grants.close(grant.id(), now)) {
            throw new IllegalStateException("a grant was used twice within its epoch");
        }
        failedSteps.passed(grant, origin, now);
        Entrant entrant = new Entrant(
                account,
                SessionEvidence.with(grant.evidence(), List.of(added)),
                grant.deviceId(),
                null,
                false,
                grant.remember(),
                false,
                origin);
        return switch (issuer.enter(entrant, now)) {
            case SignedIn signedIn -> signedIn;
            case MustEnrol mustEnrol -> mustEnrol;
            case Challenged ignored -> throw new IllegalStateException("a confirmed factor does not satisfy policy");
            case Suspended ignored -> throw new IllegalStateException("a suspended account in the epoch of a grant");
        };
    }

    /// A factor was confirmed on this session: it goes on in the new epoch, with the new evidence and a new token.
    public SignedIn raise(Session session, long epoch, Evidence added, Origin origin, Instant now) {
        Standing standing = standings.of(session.accountId()).orElseThrow();
        List<Evidence> evidence = SessionEvidence.with(session.evidence(), List.of(added));
        Sessions.Opened raised = rooms.sessions()
                .raise(session, epoch, evidence, now)
                .orElseThrow(() -> new IllegalStateException("the session ended within its epoch"));
        if (standing.policy().rememberDevice() == RememberDevice.ALWAYS) {
            issuer.remember(raised.session(), standing.policy(), origin, now);
        }
        if (standing.resetPending()) {
            rooms.handOverCodes().settle(session.accountId());
        }
        return new SignedIn(raised.session(), raised.token(), standing.account(), null, standing.owes());
    }
}
