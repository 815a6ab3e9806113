package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.Challenge.Purpose;
import dev.countersign.journeys.signin.Challenge.Way;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInOutcome.Suspended;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Requirement;
import dev.countersign.rules.session.Session;
import dev.countersign.rules.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one place that issues sessions. Whatever door somebody comes through, and whatever they have proven, policy
/// is read and decided again here, inside the caller's transaction, and the answer is a session, a challenge, or
/// the leave to enrol.
public final class SessionIssuer {
    /// How long a challenge lives.
    public static final Duration CHALLENGE = Duration.ofMinutes(10);

    /// Wrong codes that a challenge takes.
    public static final int ATTEMPTS = 5;

    /// How long a person has to begin and confirm an enrolment that a sign-in demands: time to install an app.
    public static final Duration GRANT = Duration.ofMinutes(60);

    private final Db db;
    private final Tokens tokens;
    private final Accounts accounts;
    private final Standings standings;
    private final Devices devices;
    private final Sessions sessions;
    private final HandOverCodes handOverCodes;
    private final AuditTrail audit;
    private final NewDevices newDevices;
    private final ChallengeStore challenges;
    private final EnrolmentGrantStore grants;

    SessionIssuer(SignInRooms rooms, Standings standings) {
        this.db = rooms.db();
        this.tokens = rooms.tokens();
        this.accounts = rooms.accounts();
        this.standings = standings;
        this.devices = rooms.devices();
        this.sessions = rooms.sessions();
        this.handOverCodes = rooms.handOverCodes();
        this.audit = rooms.audit();
        this.newDevices = new NewDevices(rooms);
        this.challenges = new ChallengeStore(db);
        this.grants = new EnrolmentGrantStore(db);
    }

    /// Somebody on the way in.
    ///
    /// @param evidence what was proven on this way, the newest last
    /// @param deviceToken the device's new secret, where it was given one on this way
    /// @param bound whether a challenge is to be bound to the device
    /// @param remember whether the person asked to remember the device
    /// @param skipping whether the person puts off an enrolment that may be put off
    public record Entrant(
            Account account,
            List<Evidence> evidence,
            @Nullable String deviceId,
            @Nullable Token deviceToken,
            boolean bound,
            boolean remember,
            boolean skipping,
            Origin origin) {

        Entrant on(String device, Token secret) {
            return new Entrant(account, evidence, device, secret, bound, remember, skipping, origin);
        }
    }

    /// Decides what the entrant gets. The account has to be as it is now: its epoch goes into what is issued.
    public Entered enter(Entrant entrant, Instant now) {
        return db.inTransaction(() -> enter(entrant, standings.of(entrant.account()), now));
    }

    /// The same, for a standing that was read in this transaction and still holds.
    Entered enter(Entrant entrant, Standing standing, Instant now) {
        return db.inTransaction(() -> {
            Account account = entrant.account();
            if (account.suspended()) {
                return suspended(entrant, now);
            }
            boolean remembered = entrant.deviceId() != null
                    && devices.remembered(account.id(), account.epoch(), entrant.deviceId(), now);
            Requirement wants = standing.wants(entrant.evidence(), remembered, now);
            Optional<FactorType> first = standing.comesFirst(entrant.evidence(), known(entrant, standing), wants);
            if (first.isPresent()) {
                Purpose purpose = wants instanceof Requirement.Satisfied ? Purpose.SIGN_IN : Purpose.ENROLMENT;
                return challenge(entrant, standing, purpose, List.of(standing.way(first.get())), now);
            }
            return switch (wants) {
                case Requirement.Satisfied() -> session(entrant, standing, remembered, now);
                case Requirement.Missing(List<FactorType> types) ->
                    challenge(entrant, standing, Purpose.SIGN_IN, standing.ways(types), now);
                case Requirement.Stale(FactorType type, Instant since) ->
                    challenge(entrant, standing, Purpose.SIGN_IN, standing.ways(List.of(type)), now);
                case Requirement.MustEnrol(List<FactorType> types, Instant until) ->
                    entrant.skipping() && until != null
                            ? session(entrant, standing, remembered, now)
                            : grant(entrant, types, until, now);
            };
        });
    }

    /// Here, and nowhere else, a suspended account is kept out: all that it had is of an older epoch, and everything
    /// of this one is issued here.
    private Suspended suspended(Entrant entrant, Instant now) {
        audit.record(new AuditEvent.SignInFailed(entrant.account().id(), "", "suspended"), entrant.origin(), now);
        return new Suspended(entrant.account(), entrant.deviceToken());
    }

    /// Read for accounts without a factor only: nothing depends on it for others.
    private boolean known(Entrant entrant, Standing standing) {
        return !standing.enrolled()
                && entrant.deviceId() != null
                && devices.known(entrant.account().id(), entrant.deviceId());
    }

    private SignedIn session(Entrant entrant, Standing standing, boolean remembered, Instant now) {
        Account account = entrant.account();
        Policy policy = standing.policy();
        boolean secondStep = entrant.evidence().stream().anyMatch(e -> e.type().isSecondFactor());
        boolean keep = secondStep
                && (policy.rememberDevice() == RememberDevice.ALWAYS
                        || (policy.rememberDevice() == RememberDevice.ASK && entrant.remember()));
        // Whoever gave an emailed code is given a device too: on it, none is asked for again.
        boolean emailed = entrant.evidence().stream().anyMatch(e -> e.type() == FactorType.EMAIL);
        Entrant on = (keep || emailed) && entrant.deviceId() == null ? withDevice(entrant, now) : entrant;
        List<Evidence> evidence = new ArrayList<>(entrant.evidence());
        if (remembered && !secondStep && standing.enrolled()) {
            evidence.add(new Evidence(FactorType.DEVICE, now));
        }
        Session session = new Session(
                tokens.newId(now),
                account.id(),
                account.epoch(),
                on.deviceId(),
                now,
                now,
                now.plus(policy.sessionLength()),
                List.copyOf(evidence),
                entrant.origin().browser(),
                entrant.origin().network());
        Sessions.Opened opened = sessions.open(session);
        if (keep && on.deviceId() != null) {
            Devices.Held held = devices.hold(account.id(), on.deviceId());
            newDevices.signedIn(on, now);
            remember(held, session, policy, entrant.origin(), now);
        } else {
            newDevices.signedIn(on, now);
        }
        if (standing.resetPending() && standing.enrolled()) {
            handOverCodes.settle(account.id());
        }
        audit.record(
                new AuditEvent.SignedIn(
                        account.id(),
                        session.id(),
                        session.amr(),
                        session.acr(policy.aal2Age(), now),
                        session.byRememberedDevice()),
                entrant.origin(),
                now);
        accounts.signedIn(account.id(), now);
        return new SignedIn(session, opened.token(), account, on.deviceToken(), standing.owes());
    }

    private Entrant withDevice(Entrant entrant, Instant now) {
        Devices.Registered device = devices.register(entrant.origin().browser(), now);
        return entrant.on(device.deviceId(), device.secret());
    }

    /// Remembers the session's device for its account, within the caps of policy; what falls out of them is told to
    /// the audit log.
    void remember(Session session, Policy policy, Origin origin, Instant now) {
        String deviceId = session.deviceId();
        if (deviceId != null) {
            remember(devices.hold(session.accountId(), deviceId), session, policy, origin, now);
        }
    }

    private void remember(Devices.Held held, Session session, Policy policy, Origin origin, Instant now) {
        Devices.Caps caps =
                new Devices.Caps(policy.rememberLength(), policy.devicesPerAccount(), policy.accountsPerDevice());
        List<Devices.Forgotten> forgotten = devices.remember(held, session.epoch(), caps, now);
        audit.record(new AuditEvent.DeviceRemembered(held.accountId(), held.deviceId()), origin, now);
        for (Devices.Forgotten each : forgotten) {
            audit.record(new AuditEvent.DeviceForgotten(each.accountId(), each.deviceId(), "cap"), origin, now);
        }
    }

    private Challenged challenge(Entrant entrant, Standing standing, Purpose purpose, List<Way> ways, Instant now) {
        ChallengeStore.Row row = new ChallengeStore.Row(
                tokens.newId(now),
                entrant.account().id(),
                entrant.account().epoch(),
                purpose,
                entrant.deviceId(),
                entrant.bound() && entrant.deviceId() != null,
                null,
                entrant.evidence(),
                ATTEMPTS,
                now.plus(CHALLENGE),
                false);
        Token token = open(row, entrant.origin(), now);
        return new Challenged(view(row, standing, ways), token, entrant.deviceToken());
    }

    /// Opens a challenge for a session that is to be stepped up.
    Challenged challengeSession(Session session, Standing standing, List<Way> ways, Origin origin, Instant now) {
        ChallengeStore.Row row = new ChallengeStore.Row(
                tokens.newId(now),
                session.accountId(),
                session.epoch(),
                Purpose.STEP_UP,
                session.deviceId(),
                false,
                session.id(),
                List.of(),
                ATTEMPTS,
                now.plus(CHALLENGE),
                false);
        return new Challenged(view(row, standing, ways), open(row, origin, now), null);
    }

    private Token open(ChallengeStore.Row row, Origin origin, Instant now) {
        Token token = tokens.newToken(Token.Kind.CHALLENGE);
        challenges.insert(row, token.hash(), now);
        audit.record(
                new AuditEvent.ChallengeOpened(
                        row.accountId(), row.id(), row.purpose().name().toLowerCase(java.util.Locale.ROOT)),
                origin,
                now);
        return token;
    }

    /// A kept challenge as doors may show it.
    static Challenge view(ChallengeStore.Row row, Standing standing, List<Way> ways) {
        Policy policy = standing.policy();
        boolean remembers = row.purpose() == Purpose.SIGN_IN
                && standing.enrolled()
                && policy.rememberDevice() != RememberDevice.OFF;
        return new Challenge(
                row.id(),
                row.accountId(),
                standing.account().email(),
                row.purpose(),
                ways.isEmpty() ? FactorType.TOTP : ways.getFirst().type(),
                ways,
                row.attemptsLeft(),
                row.expiresAt(),
                remembers && policy.rememberDevice() == RememberDevice.ASK,
                remembers ? policy.rememberDays() : 0,
                row.sessionId());
    }

    private MustEnrol grant(Entrant entrant, List<FactorType> types, @Nullable Instant until, Instant now) {
        Account account = entrant.account();
        EnrolmentGrantStore.Row row = new EnrolmentGrantStore.Row(
                tokens.newId(now),
                account.id(),
                account.epoch(),
                entrant.deviceId(),
                entrant.evidence(),
                entrant.remember(),
                now.plus(GRANT));
        Token token = tokens.newToken(Token.Kind.ENROLMENT);
        grants.insert(row, token.hash(), now);
        return new MustEnrol(view(row, account, types, until), token, account, entrant.deviceToken());
    }

    /// A kept grant as doors may show it.
    static EnrolmentGrant view(
            EnrolmentGrantStore.Row row, Account account, List<FactorType> types, @Nullable Instant until) {
        return new EnrolmentGrant(
                row.id(),
                row.accountId(),
                account.email(),
                row.epoch(),
                row.deviceId(),
                row.evidence(),
                row.remember(),
                Collections.unmodifiableSet(new LinkedHashSet<>(types)),
                until,
                row.expiresAt());
    }
}
