package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.RequestOptions;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.SlowHashes.Lane;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.signin.Challenge.Way;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Requirement;
import dev.countersign.rules.session.Session;
import dev.countersign.rules.session.Sessions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Step-up: fresh evidence on a session before something sensitive.
public final class StepUps {
    private static final List<FactorType> SECOND_STEPS = List.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS);

    private final SignInRooms rooms;
    private final Standings standings;
    private final SessionIssuer issuer;

    /// The journey through those rooms.
    public StepUps(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.standings = journey.standings();
        this.issuer = journey.issuer();
    }

    /// Whether the session may do something sensitive now: a second factor within 10 minutes or, on an account
    /// without one, the password and, on a device not seen before, an emailed code (where no mail can be sent,
    /// after a reset: the code that was handed over).
    public boolean fresh(Session session) {
        Instant now = rooms.clock().instant();
        return standings
                .of(session.accountId())
                .filter(s -> fresh(session, s, now))
                .isPresent();
    }

    private boolean fresh(Session session, Standing standing, Instant now) {
        return session.epoch() == standing.account().epoch()
                && freshlyProven(session, standing, now)
                && comesFirst(session, standing).isEmpty();
    }

    private static boolean freshlyProven(Session session, Standing standing, Instant now) {
        return Policies.decideFresh(
                        standing.factors(), standing.handOverNeeded(), session.evidence(), Session.FRESH, now)
                instanceof Requirement.Satisfied;
    }

    /// Whether it is the emailed code that is still missing: the password was given just now.
    public boolean wantsEmail(Session session) {
        Instant now = rooms.clock().instant();
        return standings
                .of(session.accountId())
                .filter(s -> wantsEmail(session, s, now))
                .isPresent();
    }

    private boolean wantsEmail(Session session, Standing standing, Instant now) {
        return freshlyProven(session, standing, now)
                && comesFirst(session, standing).equals(Optional.of(FactorType.EMAIL));
    }

    /// The code that a session without a factor owes besides its password; none where the account was signed in to
    /// on this device before, or was made on it.
    private Optional<FactorType> comesFirst(Session session, Standing standing) {
        String device = session.deviceId();
        Instant made = standing.account().createdAt();
        Instant before = session.createdAt().isAfter(made) ? session.createdAt() : made.plusMillis(1);
        boolean known = device != null && rooms.devices().knownBefore(session.accountId(), device, before);
        return standing.comesFirst(session.evidence(), known);
    }

    /// What to ask the browser for a passkey that makes the session fresh; empty when the account has none to use.
    public Optional<RequestOptions> passkeyOptions(Session session) {
        Instant now = rooms.clock().instant();
        boolean any = rooms.factors().list(session.accountId()).stream()
                .anyMatch(factor -> factor.type() == FactorType.PASSKEY && factor.usable());
        return any
                ? Optional.of(rooms.passkeys()
                        .requestOptions(
                                PasskeyQuestion.stepUp(session.id(), session.accountId()),
                                PasskeyDemand.preferred(),
                                now))
                : Optional.empty();
    }

    /// Opens a challenge for the session.
    public StepUpOutcome open(Session session, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Standing standing = standings.of(session.accountId()).orElseThrow();
            List<Way> ways = ways(session, standing, now);
            if (ways.isEmpty() && !standing.enrolled()) {
                return new StepUpOutcome.PasswordInstead();
            }
            SignInOutcome.Challenged challenged = issuer.challengeSession(session, standing, ways, origin, now);
            return new StepUpOutcome.Opened(challenged.challenge(), challenged.token());
        });
    }

    private List<Way> ways(Session session, Standing standing, Instant now) {
        if (standing.enrolled()) {
            return standing.ways(SECOND_STEPS);
        }
        if (standing.handOverNeeded()) {
            return List.of(standing.way(FactorType.HAND_OVER));
        }
        return wantsEmail(session, standing, now) ? List.of(standing.way(FactorType.EMAIL)) : List.of();
    }

    /// The password again, on an account that has no second factor.
    public PasswordAgainOutcome passwordAgain(Session session, String password, Origin origin) {
        Instant now = rooms.clock().instant();
        Standing standing = standings.of(session.accountId()).orElseThrow();
        if (standing.enrolled() || standing.handOverNeeded()) {
            return new PasswordAgainOutcome.SecondFactorNeeded();
        }
        Admission admission = rooms.db()
                .inTransaction(() -> rooms.throttle().admit(Limits.PASSWORD, "session/" + session.accountId(), now));
        return switch (admission) {
            case Admission.Delayed(Instant until) -> new PasswordAgainOutcome.Delayed(until);
            case Admission.LockedOut(Instant until) -> new PasswordAgainOutcome.Delayed(until);
            case Admission.Admitted(Reservation reservation) -> check(session, password, reservation, origin);
        };
    }

    private PasswordAgainOutcome check(Session session, String password, Reservation reservation, Origin origin) {
        @Nullable String hash = rooms.passwords().hashOf(session.accountId()).orElse(null);
        boolean matches;
        try {
            matches = rooms.passwords().matches(hash, password, Lane.KNOWN);
        } catch (Busy busy) {
            rooms.db().inTransaction(() -> rooms.throttle().giveBack(reservation));
            return new PasswordAgainOutcome.Busy(busy.retryAfter());
        }
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Standing standing = standings.of(session.accountId()).orElseThrow();
            boolean same = standing.account().epoch() == session.epoch();
            if (!matches || !same || standing.enrolled() || standing.handOverNeeded()) {
                rooms.audit()
                        .record(new AuditEvent.SignInFailed(session.accountId(), "", "password-again"), origin, now);
                return new PasswordAgainOutcome.Incorrect();
            }
            rooms.throttle().succeed(reservation);
            List<Evidence> evidence =
                    SessionEvidence.with(session.evidence(), List.of(new Evidence(FactorType.PASSWORD, now)));
            Optional<Sessions.Opened> raised = rooms.sessions().raise(session, session.epoch(), evidence, now);
            if (raised.isEmpty()) {
                return new PasswordAgainOutcome.Incorrect();
            }
            rooms.audit()
                    .record(
                            new AuditEvent.SteppedUp(session.accountId(), session.id(), FactorType.PASSWORD.word()),
                            origin,
                            now);
            return new PasswordAgainOutcome.SteppedUp(
                    raised.get().session(), raised.get().token());
        });
    }
}
