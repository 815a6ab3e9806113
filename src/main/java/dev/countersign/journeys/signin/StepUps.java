package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
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
    /// without one, the password (after a reset: the code that support handed over).
    public boolean fresh(Session session) {
        Instant now = rooms.clock().instant();
        return standings
                .of(session.accountId())
                .filter(s -> fresh(session, s, now))
                .isPresent();
    }

    private static boolean fresh(Session session, Standing standing, Instant now) {
        return session.epoch() == standing.account().epoch()
                && Policies.decideFresh(
                                standing.factors(), standing.handOverPending(), session.evidence(), Session.FRESH, now)
                        instanceof Requirement.Satisfied;
    }

    /// Opens a challenge for the session.
    public StepUpOutcome open(Session session, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Standing standing = standings.of(session.accountId()).orElseThrow();
            if (!standing.enrolled() && !standing.handOverPending()) {
                return new StepUpOutcome.PasswordInstead();
            }
            List<Way> ways =
                    standing.enrolled() ? standing.ways(SECOND_STEPS) : List.of(new Way(FactorType.HAND_OVER, null));
            SignInOutcome.Challenged challenged = issuer.challengeSession(session, standing, ways, origin, now);
            return new StepUpOutcome.Opened(challenged.challenge(), challenged.token());
        });
    }

    /// The password again, on an account that has no second factor.
    public PasswordAgainOutcome passwordAgain(Session session, String password, Origin origin) {
        Instant now = rooms.clock().instant();
        Standing standing = standings.of(session.accountId()).orElseThrow();
        if (standing.enrolled() || standing.handOverPending()) {
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
            if (!matches || !same || standing.enrolled() || standing.handOverPending()) {
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
