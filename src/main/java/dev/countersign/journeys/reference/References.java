package dev.countersign.journeys.reference;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.OtpauthUri;
import dev.countersign.factors.totp.TotpFactors.Match;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Confirmed;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Expired;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Incorrect;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Spent;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// People as applications call them: what they have, and how they come to have it. An application is asked for
/// nothing but its key: it knows its people, and answers for asking them before it resets or deletes one.
public final class References {
    private final ReferenceRooms rooms;
    private final Db db;
    private final ReferenceStore references;
    private final ReferenceEnrolmentStore enrolments;

    public References(ReferenceRooms rooms) {
        this.rooms = rooms;
        this.db = rooms.ground().db();
        this.references = new ReferenceStore(db);
        this.enrolments = new ReferenceEnrolmentStore(db);
    }

    /// Begins to connect an authenticator app, in the place of what was pending.
    ///
    /// @param label what stands beside the application's name in the person's app
    public BeginReferenceOutcome begin(VerifyApp app, String reference, String label, Origin origin) {
        Instant now = now();
        String id = rooms.ground().tokens().newId(now);
        Instant until = now.plus(ReferenceLimits.PENDING);
        return db.inTransaction(() -> {
            references.insert(new ReferenceStore.Row(id, app.id(), reference, 0), until, now);
            ReferenceStore.Row row = references.find(app.id(), reference).orElseThrow();
            if (!references.hold(row.id(), row.epoch()) || enrolled(row.id())) {
                return new BeginReferenceOutcome.EnrolledAlready();
            }
            enrolments.put(
                    new ReferenceEnrolmentStore.Row(
                            id, row.id(), row.epoch(), ReferenceLimits.ENROLMENT_ATTEMPTS, until),
                    now);
            String secret = rooms.totp().begin(row.id(), id, until);
            record(
                    new VerifyEvent.ReferenceEnrolmentBegun(app.organisationId(), app.id(), app.name(), reference),
                    origin,
                    now);
            String uri = OtpauthUri.of(app.name(), label, secret);
            return new BeginReferenceOutcome.Begun(id, secret, uri, until, ReferenceLimits.ENROLMENT_ATTEMPTS);
        });
    }

    private boolean enrolled(String referenceId) {
        return !rooms.factors().list(referenceId).isEmpty();
    }

    /// A code that was looked at once, with the attempt it cost.
    private record Looked(
            ReferenceEnrolmentStore.Row row,
            long step,
            @Nullable ConfirmReferenceOutcome refusal) {}

    /// Connects the app, by a code of it, and makes backup codes. They cost hashes, so the attempt is spent and the
    /// code looked at in one transaction, and the app connected in another.
    public ConfirmReferenceOutcome confirm(VerifyApp app, String reference, String id, String code, Origin origin) {
        Optional<Looked> looked = db.inTransaction(() -> look(app, reference, id, code, origin));
        if (looked.isEmpty()) {
            return new Expired();
        }
        ConfirmReferenceOutcome refusal = looked.get().refusal();
        if (refusal != null) {
            return refusal;
        }
        BackupCodes.NewSet set;
        try {
            set = rooms.backupCodes().make(ReferenceLimits.BACKUP_CODES);
        } catch (Busy busy) {
            db.inTransaction(() -> enrolments.giveAttemptBack(id));
            return new ConfirmReferenceOutcome.Busy(busy.retryAfter());
        }
        return db.inTransaction(() -> activate(app, reference, looked.get(), set, origin));
    }

    private Optional<Looked> look(VerifyApp app, String reference, String id, String code, Origin origin) {
        Instant now = now();
        Optional<ReferenceStore.Row> found = references.find(app.id(), reference);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String holder = found.get().id();
        Optional<ReferenceEnrolmentStore.Row> spent = enrolments.spendAttempt(holder, id, now);
        if (spent.isEmpty()) {
            boolean out = enrolments.spent(holder, id, now);
            return Optional.of(new Looked(
                    new ReferenceEnrolmentStore.Row(id, holder, 0, 0, now), 0, out ? new Spent() : new Expired()));
        }
        ReferenceEnrolmentStore.Row row = spent.get();
        return rooms.totp().matchPending(holder, id, code, now).map(match -> switch (match) {
            case Match.At(long step) -> new Looked(row, step, null);
            case Match.Used() -> new Looked(row, 0, wrong(app, reference, row, null, origin));
            case Match.None(Duration off) -> new Looked(row, 0, wrong(app, reference, row, off, origin));
        });
    }

    private ConfirmReferenceOutcome wrong(
            VerifyApp app, String reference, ReferenceEnrolmentStore.Row row, @Nullable Duration off, Origin origin) {
        record(
                new VerifyEvent.ReferenceEnrolmentFailed(app.organisationId(), app.id(), app.name(), reference),
                origin,
                now());
        return row.attemptsLeft() == 0 ? new Spent() : new Incorrect(row.attemptsLeft(), off);
    }

    private ConfirmReferenceOutcome activate(
            VerifyApp app, String reference, Looked looked, BackupCodes.NewSet set, Origin origin) {
        Instant now = now();
        String holder = looked.row().referenceId();
        // Another epoch: a reset meanwhile, or another enrolment that was confirmed first.
        if (!references.advance(holder, looked.row().epoch())
                || enrolled(holder)
                || !enrolments.close(looked.row().id(), now)) {
            return new Expired();
        }
        if (rooms.totp()
                .activate(holder, looked.row().id(), app.name(), looked.step(), now)
                .isEmpty()) {
            return new Expired();
        }
        rooms.backupCodes().put(holder, set, now);
        references.keep(holder);
        record(
                new VerifyEvent.ReferenceEnrolled(
                        app.organisationId(), app.id(), app.name(), reference, FactorType.TOTP.word()),
                origin,
                now);
        Factor factor = rooms.factors().byId(holder, looked.row().id()).orElseThrow();
        return new Confirmed(factor, set.codes());
    }

    /// What it has; of a reference that nobody has enrolled: nothing.
    public ReferenceStanding standing(VerifyApp app, String reference) {
        return db.read(() -> {
            String holder = references
                    .find(app.id(), reference)
                    .map(ReferenceStore.Row::id)
                    .orElse("");
            BackupCodes.Standing codes = rooms.backupCodes().standing(holder);
            return new ReferenceStanding(
                    rooms.factors().list(holder),
                    codes.left(),
                    codes.of(),
                    rooms.ground()
                            .throttle()
                            .blockedUntil(Limits.SECOND_STEP, ReferenceLimits.subject(app, reference), now())
                            .orElse(null));
        });
    }

    /// Another set of backup codes in the place of the one before, known only now; empty where nothing is enrolled.
    ///
    /// @throws Busy while too much is being hashed
    public Optional<List<String>> newBackupCodes(VerifyApp app, String reference, Origin origin) {
        Optional<ReferenceStore.Row> before =
                db.read(() -> references.find(app.id(), reference).filter(row -> enrolled(row.id())));
        if (before.isEmpty()) {
            return Optional.empty();
        }
        BackupCodes.NewSet set = rooms.backupCodes().make(ReferenceLimits.BACKUP_CODES);
        return db.inTransaction(() -> {
            Instant now = now();
            String holder = before.get().id();
            if (!references.hold(holder, before.get().epoch())) {
                return Optional.<List<String>>empty();
            }
            rooms.backupCodes().put(holder, set, now);
            int count = set.codes().size();
            record(
                    new VerifyEvent.ReferenceBackupCodesMade(
                            app.organisationId(), app.id(), app.name(), reference, count),
                    origin,
                    now);
            return Optional.of(set.codes());
        });
    }

    /// Removes all that it has, so that it enrols anew, and lifts its locks. What it was asked and what it proved
    /// before is void. Nothing happens where there is nothing.
    public void reset(VerifyApp app, String reference, Origin origin) {
        db.inTransaction(() -> {
            Optional<ReferenceStore.Row> row = references.find(app.id(), reference);
            if (row.isPresent() && references.advance(row.get().id(), row.get().epoch())) {
                String holder = row.get().id();
                rooms.totp().removeAll(holder);
                rooms.backupCodes().removeAll(holder);
                clear(app, reference);
                record(
                        new VerifyEvent.ReferenceReset(app.organisationId(), app.id(), app.name(), reference),
                        origin,
                        now());
            }
        });
    }

    /// Removes it with all that is known of it but the record of events.
    public void delete(VerifyApp app, String reference, Origin origin) {
        db.inTransaction(() -> {
            Optional<ReferenceStore.Row> row = references.find(app.id(), reference);
            if (row.isPresent() && references.delete(row.get().id())) {
                clear(app, reference);
                record(
                        new VerifyEvent.ReferenceDeleted(app.organisationId(), app.id(), app.name(), reference),
                        origin,
                        now());
            }
        });
    }

    private void clear(VerifyApp app, String reference) {
        String subject = ReferenceLimits.subject(app, reference);
        rooms.ground().throttle().clear(Limits.SECOND_STEP, subject);
        for (FactorType type : ReferenceChallenges.TAKEN) {
            rooms.ground().throttle().clearTally(ReferenceLimits.tally(subject, type.word()));
        }
    }

    private void record(AuditEvent event, Origin origin, Instant now) {
        rooms.ground().audit().record(event, origin, now);
    }

    private Instant now() {
        return rooms.ground().clock().instant();
    }
}
