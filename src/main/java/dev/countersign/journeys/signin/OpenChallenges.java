package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.SessionIssuer.Entrant;
import dev.countersign.rules.session.Session;
import dev.countersign.rules.session.Sessions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Challenges that wait for an answer: an attempt is spent before the answer is looked at, and a right one closes
/// the challenge before anything is issued. Call its methods inside a transaction.
final class OpenChallenges {
    private final SignInRooms rooms;
    private final SessionIssuer issuer;
    private final Standings standings;
    private final ChallengeStore challenges;
    private final FailedSteps failedSteps;

    OpenChallenges(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.issuer = journey.issuer();
        this.standings = journey.standings();
        this.challenges = new ChallengeStore(rooms.db());
        this.failedSteps = new FailedSteps(rooms);
    }

    /// A challenge with one attempt spent.
    record Taken(ChallengeStore.Row row, Standing standing) {}

    /// Either that, or why there is none.
    record Spent(@Nullable Taken taken, @Nullable VerifyOutcome refusal) {}

    /// Spends an attempt, if the challenge is open, in this browser, and takes that factor.
    Spent spend(Response response, Instant now) {
        String tokenHash = Token.hash(response.challengeToken());
        Optional<ChallengeStore.Row> spent = challenges.spendAttempt(tokenHash, response.sessionId(), now);
        if (spent.isEmpty()) {
            boolean used = challenges
                    .byToken(tokenHash)
                    .filter(row -> Objects.equals(row.sessionId(), response.sessionId()))
                    .filter(row -> row.open(now) && row.attemptsLeft() == 0)
                    .isPresent();
            return new Spent(null, used ? new VerifyOutcome.Spent() : new VerifyOutcome.Expired());
        }
        ChallengeStore.Row row = spent.get();
        Optional<Standing> standing = standing(row);
        boolean sameBrowser =
                !row.bound() || rooms.devices().holds(response.deviceToken(), String.valueOf(row.deviceId()), now);
        if (standing.isEmpty() || !sameBrowser) {
            return new Spent(null, new VerifyOutcome.Expired());
        }
        boolean offered = Openings.ways(row, standing.get(), now).stream().anyMatch(w -> w.type() == response.factor());
        return offered
                ? new Spent(new Taken(row, standing.get()), null)
                : new Spent(null, new VerifyOutcome.NotOffered());
    }

    /// Its account as it is now; empty once it has moved to another epoch.
    Optional<Standing> standing(ChallengeStore.Row row) {
        return standings.of(row.accountId()).filter(s -> s.account().epoch() == row.epoch());
    }

    /// Whether it is open, and no other answer closes it until this transaction ends.
    boolean hold(ChallengeStore.Row row, Instant now) {
        return challenges.hold(row.id(), now);
    }

    /// What was not looked at costs nothing.
    void giveAttemptBack(ChallengeStore.Row row) {
        challenges.giveAttemptBack(row.id());
    }

    /// Tells the person that an answer was wrong.
    ///
    /// @param over whether no other answer can follow
    void tellOfFailure(ChallengeStore.Row row, boolean over, Origin origin, Instant now) {
        failedSteps.failed(row, over, origin, now);
    }

    /// Ends every open sign-in of that account.
    void closeAll(String accountId, Instant now) {
        challenges.closeAll(accountId, now);
    }

    /// The answer was right: closes the challenge, and issues or raises the session.
    VerifyOutcome pass(Response response, Taken taken, Evidence proof, Instant now) {
        ChallengeStore.Row row = taken.row();
        if (!challenges.close(row.id(), now)) {
            return new VerifyOutcome.Expired();
        }
        new WaitingRecoveries(rooms).provenBy(proof.type(), row.accountId(), row.epoch(), response.origin(), now);
        List<Evidence> evidence = new ArrayList<>(row.evidence());
        evidence.add(proof);
        if (row.sessionId() != null) {
            return raise(response, row, evidence, now);
        }
        Entrant entrant = new Entrant(
                taken.standing().account(),
                evidence,
                row.deviceId(),
                null,
                row.bound(),
                response.remember(),
                false,
                response.origin());
        // An authenticator app's answer is one transaction and changes nothing that policy looks at.
        SignInOutcome.Entered entered = proof.type() == FactorType.TOTP
                ? issuer.enter(entrant, taken.standing(), now)
                : issuer.enter(entrant, now);
        failedSteps.passed(row, entered, response.origin(), now);
        return switch (entered) {
            case SignInOutcome.SignedIn signedIn -> signedIn;
            case SignInOutcome.MustEnrol mustEnrol -> mustEnrol;
            // Policy changed while the code was on its way: begin again.
            case SignInOutcome.Challenged ignored -> new VerifyOutcome.Expired();
            // Its challenges are of an older epoch.
            case SignInOutcome.Suspended ignored -> new VerifyOutcome.Expired();
        };
    }

    private VerifyOutcome raise(Response response, ChallengeStore.Row row, List<Evidence> added, Instant now) {
        Optional<Session> session = rooms.sessions().open(row.accountId(), row.epoch(), now).stream()
                .filter(s -> s.id().equals(row.sessionId()))
                .findFirst();
        if (session.isEmpty()) {
            return new VerifyOutcome.Expired();
        }
        List<Evidence> evidence = SessionEvidence.with(session.get().evidence(), added);
        Optional<Sessions.Opened> raised = rooms.sessions().raise(session.get(), row.epoch(), evidence, now);
        if (raised.isEmpty()) {
            return new VerifyOutcome.Expired();
        }
        rooms.audit()
                .record(
                        new AuditEvent.SteppedUp(
                                row.accountId(),
                                session.get().id(),
                                response.factor().word()),
                        response.origin(),
                        now);
        return new VerifyOutcome.SteppedUp(raised.get().session(), raised.get().token());
    }
}
