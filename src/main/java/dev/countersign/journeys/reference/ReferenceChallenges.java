package dev.countersign.journeys.reference;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.backupcode.TypedBackupCode;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.totp.TotpFactors;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.AlreadyUsed;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Expired;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Incorrect;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.LockedOut;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Spent;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Verified;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The questions that applications ask, and their answers, in the order that a sign-in's have: an attempt is spent
/// and a failure reserved before the code is looked at, the factor's room decides by one conditional write, and
/// another closes the question. Of a reference that nobody has enrolled everything looks and lasts the same, and
/// nothing is right.
public final class ReferenceChallenges {
    /// What a question can be answered with.
    public static final List<FactorType> TAKEN =
            List.of(FactorType.TOTP, FactorType.SMS, FactorType.EMAIL, FactorType.BACKUP_CODE);

    private final ReferenceRooms rooms;
    private final Db db;
    private final ReferenceStore references;
    private final ReferenceChallengeStore challenges;
    private final Contacts contacts;
    private final ReferenceCodes codes;

    public ReferenceChallenges(ReferenceRooms rooms) {
        this.rooms = rooms;
        this.db = rooms.ground().db();
        this.references = new ReferenceStore(db);
        this.challenges = new ReferenceChallengeStore(db);
        this.contacts = new Contacts(rooms);
        this.codes = new ReferenceCodes(rooms);
    }

    /// A question that is open.
    public record Opened(Token token, int attemptsLeft, Instant expiresAt) {}

    /// What somebody submits: the question's token, and the code as it was typed.
    public record Answered(String token, FactorType factor, String code, Origin origin) {}

    /// A question with its application, an attempt spent and a failure reserved.
    private record Try(VerifyApp app, ReferenceChallengeStore.Row row, Reservation reservation) {}

    /// Either that, or why there is none.
    private record Taken(@Nullable Try attempt, @Nullable ReferenceVerifyOutcome refusal) {}

    /// What questions can be answered with on this server.
    public List<FactorType> taken() {
        return TAKEN.stream()
                .filter(type -> (type != FactorType.SMS && type != FactorType.EMAIL) || codes.carries(type))
                .toList();
    }

    /// Opens a question to that reference, for that purpose.
    ///
    /// @param locale the language of its messages, a BCP 47 tag
    /// @throws IllegalArgumentException where the text can be no [Purpose]
    public Opened open(VerifyApp app, String reference, String purpose, String locale, Origin origin) {
        if (!Purpose.allowed(purpose)) {
            throw new IllegalArgumentException("not a purpose");
        }
        Instant now = now();
        Token token = rooms.ground().tokens().newToken(Token.Kind.VERIFY_CHALLENGE);
        Instant until = now.plus(ReferenceLimits.CHALLENGE);
        int attempts = ReferenceLimits.CHALLENGE_ATTEMPTS;
        db.inTransaction(() -> {
            // Held, so that it is not deleted before it is asked.
            Optional<ReferenceStore.Row> known =
                    references.find(app.id(), reference).filter(row -> references.hold(row.id(), row.epoch()));
            challenges.insert(
                    new ReferenceChallengeStore.Row(
                            rooms.ground().tokens().newId(now),
                            app.id(),
                            known.map(ReferenceStore.Row::id).orElse(null),
                            reference,
                            purpose,
                            known.map(ReferenceStore.Row::epoch).orElse(0L),
                            attempts,
                            until,
                            null,
                            null,
                            locale),
                    token.hash(),
                    now);
            record(
                    new VerifyEvent.ReferenceChallenged(app.organisationId(), app.id(), app.name(), reference, purpose),
                    origin,
                    now);
        });
        return new Opened(token, attempts, until);
    }

    /// Sends a code that answers a question, by text or mail, to the phone or the mailbox of the reference. Where there
    /// is none it looks the same, and nothing leaves.
    public SendOutcome send(String token, FactorType factor, Origin origin) {
        if (factor != FactorType.SMS && factor != FactorType.EMAIL) {
            return new SendOutcome.NotOffered();
        }
        Instant now = now();
        return db.inTransaction(() -> {
            Optional<ReferenceChallengeStore.Row> found = challenges
                    .byToken(Token.hash(token))
                    .filter(row -> row.open(now) && row.attemptsLeft() > 0)
                    .filter(this::stands);
            return found.isEmpty() ? new SendOutcome.Expired() : send(found.get(), factor, origin, now);
        });
    }

    private SendOutcome send(ReferenceChallengeStore.Row row, FactorType factor, Origin origin, Instant now) {
        String subject = ReferenceLimits.subject(row.appId(), row.reference());
        Optional<Instant> locked = rooms.ground().throttle().blockedUntil(Limits.SECOND_STEP, subject, now);
        if (locked.isPresent()) {
            return new SendOutcome.LockedOut(locked.get());
        }
        Subject question = ReferenceCodes.question(subject, row.id());
        Optional<Contacts.Active> contact = contacts.active(row.holderId(), factor);
        if (contact.isEmpty()) {
            return codes.pretend(question, factor, row.epoch(), now);
        }
        VerifyApp app = rooms.apps().byId(row.appId()).orElseThrow();
        ReferenceCodes.Ask ask = new ReferenceCodes.Ask(
                app,
                row.reference(),
                question,
                contact.get().contact(),
                true,
                row.purpose(),
                row.locale(),
                row.epoch());
        return codes.send(ask, origin, now);
    }

    /// Answers a question.
    public ReferenceVerifyOutcome verify(Answered answer) {
        return switch (answer.factor()) {
            case TOTP, SMS, EMAIL ->
                db.inTransaction(() -> {
                    Instant now = now();
                    Taken taken = spend(answer, now);
                    Try attempt = taken.attempt();
                    if (attempt == null) {
                        return refusal(taken);
                    }
                    return answer.factor() == FactorType.TOTP
                            ? totp(answer, attempt, now)
                            : sentCode(answer, attempt, now);
                });
            case BACKUP_CODE -> backupCode(answer);
            case PASSWORD, PASSKEY, HAND_OVER, DEVICE ->
                throw new IllegalArgumentException("No question takes " + answer.factor());
        };
    }

    /// The reference is held before its question is touched, in the order that a deletion takes both.
    private Taken spend(Answered answer, Instant now) {
        Optional<ReferenceChallengeStore.Row> found = challenges.byToken(Token.hash(answer.token()));
        if (found.isEmpty() || !stands(found.get())) {
            return new Taken(null, new Expired());
        }
        Optional<ReferenceChallengeStore.Row> spent =
                challenges.spendAttempt(found.get().id(), now);
        if (spent.isEmpty()) {
            boolean out = found.get().open(now) && found.get().attemptsLeft() == 0;
            return new Taken(null, out ? new Spent() : new Expired());
        }
        ReferenceChallengeStore.Row row = spent.get();
        VerifyApp app = rooms.apps().byId(row.appId()).orElseThrow();
        String subject = ReferenceLimits.subject(app, row.reference());
        return switch (rooms.ground().throttle().admit(Limits.SECOND_STEP, subject, now)) {
            case Admission.Admitted(Reservation reservation) -> new Taken(new Try(app, row, reservation), null);
            case Admission.LockedOut(Instant until) -> new Taken(null, new LockedOut(until));
            case Admission.Delayed(Instant until) -> new Taken(null, new LockedOut(until));
        };
    }

    /// Whether the reference is as it was when it was asked, and stays so until this transaction ends.
    private boolean stands(ReferenceChallengeStore.Row row) {
        return references.hold(row.holderId(), row.epoch()) || row.referenceId() == null;
    }

    private ReferenceVerifyOutcome totp(Answered answer, Try attempt, Instant now) {
        String code = TypedCode.digits(answer.code()).orElse("");
        String holder = attempt.row().holderId();
        boolean usable = rooms.factors().list(holder).stream()
                .filter(factor -> factor.type() == FactorType.TOTP)
                .allMatch(Factor::usable);
        return switch (rooms.totp().verify(usable ? holder : "", code, now)) {
            case TotpFactors.Check.Accepted(String ignored) -> passed(answer, attempt, now);
            case TotpFactors.Check.AlreadyUsed() -> alreadyUsed(answer, attempt, now);
            case TotpFactors.Check.Wrong(Duration off) -> wrong(answer, attempt, off, now);
        };
    }

    /// A texted or mailed code. Where it goes is read again: it works only for where it was sent.
    private ReferenceVerifyOutcome sentCode(Answered answer, Try attempt, Instant now) {
        String code = TypedCode.digits(answer.code()).orElse("");
        ReferenceChallengeStore.Row row = attempt.row();
        Subject question = ReferenceCodes.question(attempt.reservation().subject(), row.id());
        Optional<Contacts.Active> contact = contacts.active(row.holderId(), answer.factor());
        if (contact.isEmpty()) {
            return wrong(answer, attempt, null, now);
        }
        return switch (rooms.codes().verify(question, contact.get().contact().to(), row.epoch(), code, now)) {
            case SentCodes.Check.Accepted() -> {
                rooms.factors().used(row.holderId(), contact.get().factorId(), now);
                yield passed(answer, attempt, now);
            }
            case SentCodes.Check.AlreadyUsed() -> alreadyUsed(answer, attempt, now);
            // A question is over before any code of its is.
            case SentCodes.Check.Wrong(), SentCodes.Check.Expired() -> wrong(answer, attempt, null, now);
        };
    }

    /// A backup code costs a password hash, so it is checked between two transactions: the first has spent the
    /// attempt for good.
    private ReferenceVerifyOutcome backupCode(Answered answer) {
        Optional<TypedBackupCode> typed = TypedBackupCode.of(answer.code());
        Taken taken = db.inTransaction(() -> spend(answer, now()));
        Try attempt = taken.attempt();
        if (attempt == null) {
            return refusal(taken);
        }
        if (typed.isEmpty()) {
            return db.inTransaction(() -> wrong(answer, attempt, null, now()));
        }
        BackupCodes.Candidate candidate =
                rooms.backupCodes().candidate(attempt.row().holderId(), typed.get());
        boolean matches;
        try {
            matches = rooms.backupCodes().matches(candidate, typed.get());
        } catch (Busy busy) {
            db.inTransaction(() -> {
                rooms.ground().throttle().giveBack(attempt.reservation());
                challenges.giveAttemptBack(attempt.row().id());
            });
            return new ReferenceVerifyOutcome.Busy(busy.retryAfter());
        }
        return db.inTransaction(() -> {
            Instant now = now();
            return matches ? spendCode(answer, attempt, candidate, now) : wrong(answer, attempt, null, now);
        });
    }

    private ReferenceVerifyOutcome spendCode(
            Answered answer, Try attempt, BackupCodes.Candidate candidate, Instant now) {
        // Held first: a code must not be used up for a question that another answer closes.
        if (!stands(attempt.row()) || !challenges.hold(attempt.row().id(), now)) {
            return new Expired();
        }
        if (!rooms.backupCodes().spend(attempt.row().holderId(), candidate, now)) {
            return alreadyUsed(answer, attempt, now);
        }
        return passed(answer, attempt, now);
    }

    private ReferenceVerifyOutcome passed(Answered answer, Try attempt, Instant now) {
        Token result = rooms.ground().tokens().newToken(Token.Kind.VERIFY_RESULT);
        Instant until = now.plus(ReferenceLimits.RESULT);
        if (!challenges.close(attempt.row().id(), answer.factor(), result.hash(), until, now)) {
            return new Expired();
        }
        rooms.ground().throttle().succeed(attempt.reservation());
        VerifyApp app = attempt.app();
        record(
                new VerifyEvent.ReferenceVerified(
                        app.organisationId(),
                        app.id(),
                        app.name(),
                        attempt.row().reference(),
                        answer.factor().word()),
                answer.origin(),
                now);
        return new Verified(result, until);
    }

    private ReferenceVerifyOutcome wrong(Answered answer, Try attempt, @Nullable Duration off, Instant now) {
        failed(answer, attempt, "incorrect", now);
        suspendAfterTooMany(answer, attempt, now);
        String subject = attempt.reservation().subject();
        Optional<Instant> locked = rooms.ground().throttle().blockedUntil(Limits.SECOND_STEP, subject, now);
        if (locked.isPresent()) {
            VerifyApp app = attempt.app();
            record(
                    new VerifyEvent.ReferenceLocked(
                            app.organisationId(),
                            app.id(),
                            app.name(),
                            attempt.row().reference(),
                            locked.get()),
                    answer.origin(),
                    now);
            return new LockedOut(locked.get());
        }
        int left = attempt.row().attemptsLeft();
        return left == 0 ? new Spent() : new Incorrect(left, off);
    }

    /// Slow guessing over weeks stays below every lock-out, so wrong codes are counted by the month as well.
    private void suspendAfterTooMany(Answered answer, Try attempt, Instant now) {
        String tally = ReferenceLimits.tally(
                attempt.reservation().subject(), answer.factor().word());
        rooms.ground().throttle().tally(tally, now);
        boolean tooMany = rooms.ground().throttle().tallySince(tally, now.minus(Limits.MONTH)) >= Limits.CODES_A_MONTH;
        if (tooMany && rooms.factors().suspend(attempt.row().holderId(), answer.factor(), now)) {
            VerifyApp app = attempt.app();
            record(
                    new VerifyEvent.ReferenceFactorSuspended(
                            app.organisationId(),
                            app.id(),
                            app.name(),
                            attempt.row().reference(),
                            answer.factor().word()),
                    answer.origin(),
                    now);
        }
    }

    /// A code that was accepted before costs the question an attempt, and the reference no failure: it was no guess.
    private ReferenceVerifyOutcome alreadyUsed(Answered answer, Try attempt, Instant now) {
        rooms.ground().throttle().giveBack(attempt.reservation());
        failed(answer, attempt, "already-used", now);
        return new AlreadyUsed(attempt.row().attemptsLeft());
    }

    private void failed(Answered answer, Try attempt, String reason, Instant now) {
        VerifyApp app = attempt.app();
        record(
                new VerifyEvent.ReferenceFailed(
                        app.organisationId(),
                        app.id(),
                        app.name(),
                        attempt.row().reference(),
                        reason),
                answer.origin(),
                now);
    }

    private static ReferenceVerifyOutcome refusal(Taken taken) {
        ReferenceVerifyOutcome refusal = taken.refusal();
        return refusal == null ? new Expired() : refusal;
    }

    /// Redeems a result: good once, for the application that asked, and only for the reference and the purpose that
    /// it asked for. One that is brought for another is used up by that.
    public RedeemReferenceOutcome redeem(
            VerifyApp app, String result, String reference, String purpose, Origin origin) {
        return db.inTransaction(() -> {
            Instant now = now();
            Optional<ReferenceChallengeStore.Row> found = challenges
                    .byResult(Token.hash(result))
                    .filter(row -> row.appId().equals(app.id()));
            if (found.isEmpty()) {
                return refused(app, reference, "unknown", origin, now);
            }
            ReferenceChallengeStore.Row row = found.get();
            boolean stands = stands(row);
            if (!challenges.redeem(row.id(), now)) {
                return refused(app, reference, "used", origin, now);
            }
            FactorType factor = row.factor();
            Instant at = row.answeredAt();
            boolean asked = row.reference().equals(reference) && row.purpose().equals(purpose);
            if (!stands || factor == null || at == null || !asked) {
                return refused(app, reference, asked ? "reset" : "other", origin, now);
            }
            record(
                    new VerifyEvent.ReferenceRedeemed(app.organisationId(), app.id(), app.name(), reference, purpose),
                    origin,
                    now);
            return new RedeemReferenceOutcome.Redeemed(factor, at);
        });
    }

    private RedeemReferenceOutcome refused(VerifyApp app, String reference, String reason, Origin origin, Instant now) {
        record(
                new VerifyEvent.ReferenceResultRefused(app.organisationId(), app.id(), app.name(), reference, reason),
                origin,
                now);
        return new RedeemReferenceOutcome.Refused();
    }

    private void record(AuditEvent event, Origin origin, Instant now) {
        rooms.ground().audit().record(event, origin, now);
    }

    private Instant now() {
        return rooms.ground().clock().instant();
    }
}
