package dev.countersign.journeys.signin;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.backupcode.TypedBackupCode;
import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answering a challenge, in the order that leaves nothing to a race: an attempt is spent and a failure reserved
/// before the code is looked at; the factor's room decides by one conditional write; the challenge is closed by
/// another; then, and only then, a session.
final class Verification {
    private final SignInRooms rooms;
    private final OpenChallenges challenges;
    private final PasskeyAnswers passkeys;
    private final ChallengeCodes codes;

    Verification(SignInRooms rooms, SignInJourney journey, ChallengeCodes codes) {
        this.rooms = rooms;
        this.challenges = new OpenChallenges(rooms, journey);
        this.passkeys = new PasskeyAnswers(rooms, challenges);
        this.codes = codes;
    }

    /// A challenge with one attempt spent and one failure reserved.
    private record Try(OpenChallenges.Taken taken, Reservation reservation) {
        ChallengeStore.Row row() {
            return taken.row();
        }

        Standing standing() {
            return taken.standing();
        }
    }

    /// Either a try, or why there is none.
    private record Spent(@Nullable Try attempt, @Nullable VerifyOutcome refusal) {}

    VerifyOutcome verify(Response response) {
        return switch (response.factor()) {
            case TOTP -> rooms.db().inTransaction(() -> whenSpent(response, this::totp));
            case HAND_OVER -> rooms.db().inTransaction(() -> whenSpent(response, this::handOver));
            case SMS -> rooms.db().inTransaction(() -> whenSpent(response, this::sms));
            case BACKUP_CODE -> backupCode(response);
            case EMAIL -> rooms.db().inTransaction(() -> whenSpent(response, this::email));
            case PASSKEY -> passkeys.verify(response);
            case PASSWORD, DEVICE -> new VerifyOutcome.NotOffered();
        };
    }

    private interface Checked {
        VerifyOutcome check(Response response, Try attempt, Instant now);
    }

    private VerifyOutcome whenSpent(Response response, Checked checked) {
        Instant now = rooms.clock().instant();
        Spent spent = spend(response, now);
        @Nullable Try attempt = spent.attempt();
        return attempt == null ? refusal(spent) : checked.check(response, attempt, now);
    }

    private VerifyOutcome totp(Response response, Try attempt, Instant now) {
        String code = TypedCode.digits(response.code()).orElse("");
        return switch (rooms.totp().verify(attempt.row().accountId(), code, now)) {
            case TotpFactors.Check.Accepted(String ignored) -> {
                rooms.throttle().succeed(attempt.reservation());
                yield passed(response, attempt, FactorType.TOTP, now);
            }
            case TotpFactors.Check.AlreadyUsed() -> alreadyUsed(response, attempt, now);
            case TotpFactors.Check.Wrong(Duration clockOff) -> wrong(response, attempt, clockOff, now);
        };
    }

    private VerifyOutcome sms(Response response, Try attempt, Instant now) {
        String code = TypedCode.digits(response.code()).orElse("");
        return sent(response, attempt, codes.verifyText(attempt.row(), code, now), now);
    }

    private VerifyOutcome email(Response response, Try attempt, Instant now) {
        String code = TypedCode.digits(response.code()).orElse("");
        return sent(
                response,
                attempt,
                codes.verifyMail(attempt.row(), attempt.standing().account(), code, now),
                now);
    }

    private VerifyOutcome sent(Response response, Try attempt, SentCodes.Check check, Instant now) {
        return switch (check) {
            case SentCodes.Check.Accepted() -> {
                rooms.throttle().succeed(attempt.reservation());
                yield passed(response, attempt, response.factor(), now);
            }
            case SentCodes.Check.AlreadyUsed() -> alreadyUsed(response, attempt, now);
            case SentCodes.Check.Wrong() -> wrong(response, attempt, null, now);
            case SentCodes.Check.Expired() -> codeExpired(attempt);
        };
    }

    /// A code that has run out was not looked at, so it costs nothing.
    private VerifyOutcome codeExpired(Try attempt) {
        rooms.throttle().giveBack(attempt.reservation());
        challenges.giveAttemptBack(attempt.row());
        return new VerifyOutcome.CodeExpired(attempt.row().attemptsLeft() + 1);
    }

    private VerifyOutcome handOver(Response response, Try attempt, Instant now) {
        if (!rooms.handOverCodes().spend(attempt.row().accountId(), response.code(), now)) {
            return wrong(response, attempt, null, now);
        }
        rooms.throttle().succeed(attempt.reservation());
        rooms.audit().record(new AuditEvent.HandOverCodeUsed(attempt.row().accountId()), response.origin(), now);
        return passed(response, attempt, FactorType.HAND_OVER, now);
    }

    /// A backup code costs a password hash, so it is checked between two transactions: the first has spent the
    /// attempt for good.
    private VerifyOutcome backupCode(Response response) {
        Optional<TypedBackupCode> typed = TypedBackupCode.of(response.code());
        Instant before = rooms.clock().instant();
        Spent spent = rooms.db().inTransaction(() -> spend(response, before));
        @Nullable Try attempt = spent.attempt();
        if (attempt == null) {
            return refusal(spent);
        }
        if (typed.isEmpty()) {
            return rooms.db().inTransaction(() -> wrong(response, attempt, null, before));
        }
        BackupCodes.Candidate candidate =
                rooms.backupCodes().candidate(attempt.row().accountId(), typed.get());
        boolean matches;
        try {
            matches = rooms.backupCodes().matches(candidate, typed.get());
        } catch (Busy busy) {
            rooms.db().inTransaction(() -> {
                rooms.throttle().giveBack(attempt.reservation());
                challenges.giveAttemptBack(attempt.row());
            });
            return new VerifyOutcome.Busy(busy.retryAfter());
        }
        return rooms.db().inTransaction(() -> {
            Instant now = rooms.clock().instant();
            return matches ? spendCode(response, attempt, candidate, now) : wrong(response, attempt, null, now);
        });
    }

    private VerifyOutcome spendCode(Response response, Try attempt, BackupCodes.Candidate candidate, Instant now) {
        String accountId = attempt.row().accountId();
        // Held first: a code must not be used up for a challenge that another answer closes.
        boolean open = challenges.hold(attempt.row(), now);
        if (!open || challenges.standing(attempt.row()).isEmpty()) {
            return new VerifyOutcome.Expired();
        }
        if (!rooms.backupCodes().spend(accountId, candidate, now)) {
            return alreadyUsed(response, attempt, now);
        }
        rooms.throttle().succeed(attempt.reservation());
        int left = rooms.backupCodes().standing(accountId).left();
        rooms.audit()
                .record(new AuditEvent.BackupCodeUsed(accountId, candidate.number(), left), response.origin(), now);
        tell(accountId, NoticeEvent.BACKUP_CODE_USED, Map.of("left", String.valueOf(left)), response, now);
        return passed(response, attempt, FactorType.BACKUP_CODE, now);
    }

    /// Steps 1 and 2 of every typed answer.
    private Spent spend(Response response, Instant now) {
        OpenChallenges.Spent spent = challenges.spend(response, now);
        OpenChallenges.@Nullable Taken taken = spent.taken();
        if (taken == null) {
            return new Spent(null, spent.refusal());
        }
        return switch (rooms.throttle().admit(Limits.SECOND_STEP, taken.row().accountId(), now)) {
            case Admission.Admitted(Reservation reservation) -> new Spent(new Try(taken, reservation), null);
            case Admission.LockedOut(Instant until) -> new Spent(null, new VerifyOutcome.LockedOut(until));
            case Admission.Delayed(Instant until) -> new Spent(null, new VerifyOutcome.LockedOut(until));
        };
    }

    private VerifyOutcome wrong(Response response, Try attempt, @Nullable Duration clockOff, Instant now) {
        String accountId = attempt.row().accountId();
        String factor = response.factor().word();
        rooms.audit()
                .record(
                        new AuditEvent.SecondStepFailed(accountId, attempt.row().id(), factor, "incorrect"),
                        response.origin(),
                        now);
        boolean voided = voidAfterTooMany(attempt, response, now);
        Optional<Instant> locked =
                voided ? Optional.empty() : rooms.throttle().blockedUntil(Limits.SECOND_STEP, accountId, now);
        challenges.tellOfFailure(attempt.row(), voided || locked.isPresent(), response.origin(), now);
        if (voided) {
            return new VerifyOutcome.Expired();
        }
        if (locked.isPresent()) {
            rooms.audit().record(new AuditEvent.SecondStepLocked(accountId, locked.get()), response.origin(), now);
            String until = String.valueOf(locked.get().toEpochMilli());
            tell(accountId, NoticeEvent.SIGN_IN_LOCKED, Map.of("until", until), response, now);
            return new VerifyOutcome.LockedOut(locked.get());
        }
        int left = attempt.row().attemptsLeft();
        return left == 0 ? new VerifyOutcome.Spent() : new VerifyOutcome.Incorrect(left, clockOff);
    }

    private void tell(String accountId, NoticeEvent event, Map<String, String> fields, Response response, Instant now) {
        rooms.notices().tell(accountId, event, fields, response.origin(), now);
    }

    /// Slow guessing over weeks stays below every lock-out, so wrong codes are counted by the month as well.
    /// Whoever guesses at a sign-in has the password: it works no longer, and this sign-in is over.
    private boolean voidAfterTooMany(Try attempt, Response response, Instant now) {
        String accountId = attempt.row().accountId();
        if (!attempt.standing().mails()) {
            suspendAfterTooMany(response, accountId, now);
            return false;
        }
        String tally = Limits.codeTally(accountId);
        rooms.throttle().tally(tally, now);
        boolean tooMany = rooms.throttle().tallySince(tally, now.minus(Limits.MONTH)) >= Limits.VOIDING_CODES_A_MONTH;
        if (!tooMany || attempt.row().sessionId() != null) {
            return false;
        }
        challenges.closeAll(accountId, now);
        rooms.passwords().remove(accountId);
        rooms.throttle().clearTally(tally);
        rooms.audit().record(new AuditEvent.PasswordVoided(accountId), response.origin(), now);
        tell(accountId, NoticeEvent.PASSWORD_VOIDED, Map.of(), response, now);
        return true;
    }

    private void suspendAfterTooMany(Response response, String accountId, Instant now) {
        String tally = Limits.codeTally(accountId, response.factor().word());
        rooms.throttle().tally(tally, now);
        if (rooms.throttle().tallySince(tally, now.minus(Limits.MONTH)) >= Limits.CODES_A_MONTH
                && rooms.factors().suspend(accountId, response.factor(), now)) {
            rooms.audit()
                    .record(
                            new AuditEvent.FactorSuspended(
                                    accountId, response.factor().word()),
                            response.origin(),
                            now);
        }
    }

    /// A code that was accepted before costs the challenge an attempt, and the account no failure: it was no guess.
    private VerifyOutcome alreadyUsed(Response response, Try attempt, Instant now) {
        rooms.throttle().giveBack(attempt.reservation());
        rooms.audit()
                .record(
                        new AuditEvent.SecondStepFailed(
                                attempt.row().accountId(),
                                attempt.row().id(),
                                response.factor().word(),
                                "already-used"),
                        response.origin(),
                        now);
        return new VerifyOutcome.AlreadyUsed(attempt.row().attemptsLeft());
    }

    private VerifyOutcome passed(Response response, Try attempt, FactorType type, Instant now) {
        return challenges.pass(response, attempt.taken(), new Evidence(type, now), now);
    }

    private static VerifyOutcome refusal(Spent spent) {
        @Nullable VerifyOutcome refusal = spent.refusal();
        return refusal == null ? new VerifyOutcome.Expired() : refusal;
    }
}
