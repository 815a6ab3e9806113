package dev.countersign.journeys.reference;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.totp.TotpFactors.Match;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.CodeExpired;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Confirmed;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Expired;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Incorrect;
import dev.countersign.journeys.reference.ConfirmReferenceOutcome.Spent;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The codes that confirm factors of references. Backup codes cost hashes, so the attempt is spent and the code
/// looked at in one transaction, and the factor made in another, which looks again.
final class ReferenceConfirmations {
    private final ReferenceRooms rooms;
    private final Db db;
    private final ReferenceStore references;
    private final ReferenceEnrolmentStore enrolments;
    private final Contacts contacts;

    ReferenceConfirmations(ReferenceRooms rooms) {
        this.rooms = rooms;
        this.db = rooms.ground().db();
        this.references = new ReferenceStore(db);
        this.enrolments = new ReferenceEnrolmentStore(db);
        this.contacts = new Contacts(rooms);
    }

    /// A code as it came.
    record Typed(VerifyApp app, String reference, String id, String code, Origin origin) {}

    /// A code that was looked at once, with the attempt it cost.
    private record Looked(
            ReferenceEnrolmentStore.Row row,
            long step,
            boolean withCodes,
            @Nullable ConfirmReferenceOutcome refusal) {}

    ConfirmReferenceOutcome confirm(Typed typed) {
        Looked looked = db.inTransaction(() -> look(typed));
        ConfirmReferenceOutcome refusal = looked.refusal();
        if (refusal != null) {
            return refusal;
        }
        BackupCodes.@Nullable NewSet set = null;
        if (looked.withCodes()) {
            try {
                set = rooms.backupCodes().make(ReferenceLimits.BACKUP_CODES);
            } catch (Busy busy) {
                db.inTransaction(() -> enrolments.giveAttemptBack(typed.id()));
                return new ConfirmReferenceOutcome.Busy(busy.retryAfter());
            }
        }
        BackupCodes.@Nullable NewSet made = set;
        return db.inTransaction(() -> activate(typed, looked, made));
    }

    private Looked look(Typed typed) {
        Instant now = now();
        String holder = references
                .find(typed.app().id(), typed.reference())
                .map(ReferenceStore.Row::id)
                .orElse("");
        Optional<ReferenceEnrolmentStore.Row> spent = enrolments.spendAttempt(holder, typed.id(), now);
        if (spent.isEmpty()) {
            boolean out = enrolments.spent(holder, typed.id(), now);
            return refused(ReferenceEnrolmentStore.Row.NONE, out ? new Spent() : new Expired());
        }
        ReferenceEnrolmentStore.Row row = spent.get();
        return row.type() == FactorType.TOTP ? lookAtApp(typed, row, now) : lookAtSent(typed, row, now);
    }

    private Looked lookAtApp(Typed typed, ReferenceEnrolmentStore.Row row, Instant now) {
        return rooms.totp()
                .matchPending(row.referenceId(), row.id(), typed.code(), now)
                .map(match -> switch (match) {
                    case Match.At(long step) -> right(row, step);
                    case Match.Used() -> refused(row, wrong(typed, row, null, now));
                    case Match.None(Duration off) -> refused(row, wrong(typed, row, off, now));
                })
                .orElseGet(() -> refused(row, new Expired()));
    }

    private Looked lookAtSent(Typed typed, ReferenceEnrolmentStore.Row row, Instant now) {
        Optional<Contact> contact = contacts.pending(row.referenceId(), row.id(), row.type(), now);
        if (contact.isEmpty()) {
            return refused(row, new Expired());
        }
        return switch (rooms.codes().look(subject(typed, row), contact.get().to(), row.epoch(), typed.code(), now)) {
            case SentCodes.Check.Accepted() -> right(row, 0);
            case SentCodes.Check.Wrong(), SentCodes.Check.AlreadyUsed() -> refused(row, wrong(typed, row, null, now));
            case SentCodes.Check.Expired() -> {
                // It was no guess.
                enrolments.giveAttemptBack(row.id());
                yield refused(row, new CodeExpired(row.attemptsLeft() + 1));
            }
        };
    }

    private static SentCodes.Subject subject(Typed typed, ReferenceEnrolmentStore.Row row) {
        String subject = ReferenceLimits.subject(typed.app(), typed.reference());
        return ReferenceCodes.enrolment(subject, row.type(), row.id());
    }

    private Looked right(ReferenceEnrolmentStore.Row row, long step) {
        return new Looked(row, step, !hasCodes(row.referenceId()), null);
    }

    private static Looked refused(ReferenceEnrolmentStore.Row row, ConfirmReferenceOutcome refusal) {
        return new Looked(row, 0, false, refusal);
    }

    private boolean hasCodes(String holder) {
        return rooms.backupCodes().standing(holder).of() > 0;
    }

    private ConfirmReferenceOutcome wrong(
            Typed typed, ReferenceEnrolmentStore.Row row, @Nullable Duration off, Instant now) {
        VerifyApp app = typed.app();
        record(
                new VerifyEvent.ReferenceEnrolmentFailed(
                        app.organisationId(),
                        app.id(),
                        app.name(),
                        typed.reference(),
                        row.type().word()),
                typed.origin(),
                now);
        return row.attemptsLeft() == 0 ? new Spent() : new Incorrect(row.attemptsLeft(), off);
    }

    private ConfirmReferenceOutcome activate(Typed typed, Looked looked, BackupCodes.@Nullable NewSet set) {
        Instant now = now();
        ReferenceEnrolmentStore.Row row = looked.row();
        String holder = row.referenceId();
        // Another epoch: a reset meanwhile, or another enrolment that was confirmed first.
        boolean first = references.advance(holder, row.epoch())
                && enrolments.close(row.id(), now)
                && rooms.factors().list(holder).stream().noneMatch(factor -> factor.type() == row.type());
        if (!first || !activate(typed, looked, now)) {
            return new Expired();
        }
        if (set != null) {
            rooms.backupCodes().put(holder, set, now);
        }
        references.keep(holder);
        VerifyApp app = typed.app();
        record(
                new VerifyEvent.ReferenceEnrolled(
                        app.organisationId(),
                        app.id(),
                        app.name(),
                        typed.reference(),
                        row.type().word()),
                typed.origin(),
                now);
        Factor factor = rooms.factors().byId(holder, row.id()).orElseThrow();
        return new Confirmed(factor, set == null ? List.of() : set.codes());
    }

    private boolean activate(Typed typed, Looked looked, Instant now) {
        ReferenceEnrolmentStore.Row row = looked.row();
        String holder = row.referenceId();
        if (row.type() == FactorType.TOTP) {
            return rooms.totp()
                    .activate(holder, row.id(), typed.app().name(), looked.step(), now)
                    .isPresent();
        }
        SentCodes.Subject subject = subject(typed, row);
        return contacts.pending(holder, row.id(), row.type(), now)
                        .map(contact -> rooms.codes().verify(subject, contact.to(), row.epoch(), typed.code(), now))
                        .filter(SentCodes.Check.Accepted.class::isInstance)
                        .isPresent()
                && contacts.activate(holder, row.id(), row.type(), now);
    }

    private void record(VerifyEvent event, Origin origin, Instant now) {
        rooms.ground().audit().record(event, origin, now);
    }

    private Instant now() {
        return rooms.ground().clock().instant();
    }
}
