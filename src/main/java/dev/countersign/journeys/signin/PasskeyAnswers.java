package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.AcceptOutcome;
import dev.countersign.factors.passkey.AssertionOutcome;
import dev.countersign.factors.passkey.PasskeyAnswer;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyLookup;
import dev.countersign.factors.passkey.PasskeyProof;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.UnknownCredential;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Passkeys that answer challenges, in the order of every slow check: one transaction spends the attempt, the
/// signature is looked at outside, and a second transaction accepts it, closes the challenge and issues. A
/// signature is no guess, so a failed one costs the challenge an attempt and the account nothing, and a lock on
/// typed codes does not stop a good one.
final class PasskeyAnswers {
    private final SignInRooms rooms;
    private final OpenChallenges challenges;

    PasskeyAnswers(SignInRooms rooms, OpenChallenges challenges) {
        this.rooms = rooms;
        this.challenges = challenges;
    }

    /// Whom that challenge asks, and for what. A session is asked by its own id: its page is shown before there is
    /// a challenge.
    private static PasskeyQuestion question(ChallengeStore.Row row) {
        return row.sessionId() == null
                ? PasskeyQuestion.secondStep(row.id(), row.accountId())
                : PasskeyQuestion.stepUp(row.sessionId(), row.accountId());
    }

    VerifyOutcome verify(Response response) {
        Instant before = rooms.clock().instant();
        PasskeyAnswer answer = PasskeyAnswer.read(response.code());
        Begun begun = rooms.db().inTransaction(() -> begin(response, answer, before));
        OpenChallenges.@Nullable Taken taken = begun.spent().taken();
        PasskeyLookup lookup = begun.lookup();
        if (taken == null || lookup == null) {
            @Nullable VerifyOutcome refusal = begun.spent().refusal();
            return refusal == null ? new VerifyOutcome.Expired() : refusal;
        }
        AssertionOutcome checked = rooms.passkeys().check(lookup);
        return rooms.db()
                .inTransaction(
                        () -> decide(response, taken, checked, rooms.clock().instant()));
    }

    /// An attempt that was spent, and what it is of where the challenge takes it.
    private record Begun(
            OpenChallenges.Spent spent, @Nullable PasskeyLookup lookup) {}

    private Begun begin(Response response, PasskeyAnswer answer, Instant now) {
        OpenChallenges.Spent spent = challenges.spend(response, now);
        OpenChallenges.@Nullable Taken taken = spent.taken();
        return new Begun(
                spent,
                taken == null
                        ? null
                        : rooms.passkeys().lookUp(question(taken.row()), answer, PasskeyDemand.preferred(), now));
    }

    private VerifyOutcome decide(Response response, OpenChallenges.Taken taken, AssertionOutcome checked, Instant now) {
        return switch (checked) {
            case AssertionOutcome.Proven(PasskeyProof proof) -> accept(response, taken, proof, now);
            case AssertionOutcome.ChallengeGone() -> {
                challenges.giveAttemptBack(taken.row());
                yield new VerifyOutcome.CodeExpired(taken.row().attemptsLeft() + 1);
            }
            case AssertionOutcome.UnknownPasskey(UnknownCredential credential) -> {
                VerifyOutcome wrong = wrong(response, taken, "unknown", now);
                yield wrong instanceof VerifyOutcome.Incorrect(int left, var ignored)
                        ? new VerifyOutcome.UnknownPasskey(left, credential)
                        : wrong;
            }
            case AssertionOutcome.Malformed() -> wrong(response, taken, "malformed", now);
            case AssertionOutcome.NotTheirs() -> wrong(response, taken, "not-theirs", now);
            case AssertionOutcome.Refused refused ->
                wrong(response, taken, refused.fault().word(), now);
        };
    }

    private VerifyOutcome accept(Response response, OpenChallenges.Taken taken, PasskeyProof proof, Instant now) {
        // Held first: no counter moves for a challenge that another answer closes.
        if (!challenges.hold(taken.row(), now)
                || challenges.standing(taken.row()).isEmpty()) {
            return new VerifyOutcome.Expired();
        }
        return switch (rooms.passkeys().accept(proof, now)) {
            case AcceptOutcome.Accepted accepted -> {
                boolean password = taken.row().evidence().stream().anyMatch(e -> e.type() == FactorType.PASSWORD);
                if (password) {
                    rooms.passkeys().passwordGiven(proof.accountId(), proof.passkeyId(), accepted.userVerified());
                }
                yield challenges.pass(
                        response, taken, Evidence.passkey(now, proof.deviceBound(), accepted.userVerified()), now);
            }
            case AcceptOutcome.Cloned cloned -> {
                tellOfCopy(rooms, proof, response.origin(), now);
                yield wrong(response, taken, "copied", now);
            }
            case AcceptOutcome.Gone() -> wrong(response, taken, "gone", now);
        };
    }

    /// Puts on record, and tells, that a passkey's counter did not go up.
    static void tellOfCopy(SignInRooms rooms, PasskeyProof proof, Origin origin, Instant now) {
        rooms.audit().record(new AuditEvent.PasskeyCopied(proof.accountId(), proof.passkeyId()), origin, now);
        rooms.notices().tell(proof.accountId(), NoticeEvent.PASSKEY_COPIED, Map.of(), origin, now);
    }

    private VerifyOutcome wrong(Response response, OpenChallenges.Taken taken, String reason, Instant now) {
        ChallengeStore.Row row = taken.row();
        rooms.audit()
                .record(
                        new AuditEvent.SecondStepFailed(
                                row.accountId(), row.id(), response.factor().word(), reason),
                        response.origin(),
                        now);
        challenges.tellOfFailure(row, reason.equals("copied"), response.origin(), now);
        int left = row.attemptsLeft();
        return left == 0 ? new VerifyOutcome.Spent() : new VerifyOutcome.Incorrect(left, null);
    }
}
