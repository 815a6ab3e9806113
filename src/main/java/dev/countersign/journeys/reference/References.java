package dev.countersign.journeys.reference;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// People as applications call them: what they have, and what ends it. An application is asked for nothing but its
/// key: it knows its people, and answers for asking them before it resets or deletes one.
public final class References {
    private final ReferenceRooms rooms;
    private final Db db;
    private final ReferenceStore references;
    private final ReferenceChallengeStore challenges;
    private final Contacts contacts;
    private final ReferenceCodes codes;

    public References(ReferenceRooms rooms) {
        this.rooms = rooms;
        this.db = rooms.ground().db();
        this.references = new ReferenceStore(db);
        this.challenges = new ReferenceChallengeStore(db);
        this.contacts = new Contacts(rooms);
        this.codes = new ReferenceCodes(rooms);
    }

    private boolean enrolled(String referenceId) {
        return !rooms.factors().list(referenceId).isEmpty();
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

    /// What is kept of it, for the person whom it stands for; empty where nothing is.
    public Optional<ReferenceExport> export(VerifyApp app, String reference, Origin origin) {
        return db.inTransaction(() -> {
            Optional<ReferenceStore.Row> row = references.find(app.id(), reference);
            if (row.isPresent()) {
                record(
                        new VerifyEvent.ReferenceExported(app.organisationId(), app.id(), app.name(), reference),
                        origin,
                        now());
            }
            return row.map(it -> new ReferenceExport(
                    reference,
                    references.createdAt(it.id()),
                    standing(app, reference),
                    address(it.id(), FactorType.SMS),
                    address(it.id(), FactorType.EMAIL),
                    challenges.of(it.id())));
        });
    }

    private @Nullable String address(String holder, FactorType type) {
        return contacts.any(holder, type).map(it -> it.contact().address()).orElse(null);
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
                contacts.removeAll(holder);
                codes.voidAll(ReferenceLimits.subject(app, reference));
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
                String subject = ReferenceLimits.subject(app, reference);
                codes.voidAll(subject);
                rooms.codes().forget(subject);
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
