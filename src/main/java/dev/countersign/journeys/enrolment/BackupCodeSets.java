package dev.countersign.journeys.enrolment;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Backup codes as a set: made, shown once, put away. A new set is no factor change: it ends no session and forgets
/// no device.
public final class BackupCodeSets {
    private final SignInRooms rooms;
    private final StepUps stepUps;

    /// The journey through those rooms.
    public BackupCodeSets(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.stepUps = stepUps;
    }

    /// How many codes are left, of how many, and when they were made (null where there are none).
    public record Standing(int left, int of, @Nullable Instant madeAt) {}

    /// The codes that this session may still see, until it says that they are saved, 15 minutes at most.
    public record Shown(List<String> codes, Instant madeAt) {}

    /// Makes a new set; the old one is void.
    public NewCodesOutcome make(Session session, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new NewCodesOutcome.StepUpRequired();
        }
        int size = rooms.policies().effective(session.accountId()).policy().backupCodes();
        if (size == 0 || !enrolled(session)) {
            return new NewCodesOutcome.NotAllowed();
        }
        BackupCodes.NewSet set;
        try {
            set = rooms.backupCodes().make(size);
        } catch (Busy busy) {
            return new NewCodesOutcome.Busy(busy.retryAfter());
        }
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            // Two sets made at once would both be kept, and one made while support resets would outlive the reset.
            boolean current = rooms.accounts().holdEpoch(session.accountId(), session.epoch());
            if (!current || !enrolled(session)) {
                return new NewCodesOutcome.NotAllowed();
            }
            rooms.backupCodes().put(session.accountId(), set, session.id(), now);
            rooms.audit()
                    .record(
                            new AuditEvent.BackupCodesMade(
                                    session.accountId(), set.codes().size()),
                            origin,
                            now);
            rooms.notices().tell(session.accountId(), NoticeEvent.BACKUP_CODES_MADE, Map.of(), origin, now);
            return new NewCodesOutcome.Made(set.codes());
        });
    }

    /// The new codes, to the session that had them made.
    public Optional<Shown> shown(Session session) {
        return rooms.backupCodes()
                .shown(session.accountId(), session.id(), rooms.clock().instant())
                .map(shown -> new Shown(shown.codes(), shown.madeAt()));
    }

    /// They are saved: never shown again.
    public void putAway(Session session) {
        if (shown(session).isPresent()) {
            rooms.backupCodes().hide(session.accountId());
        }
    }

    /// What is left of them.
    public Standing standing(String accountId) {
        BackupCodes.Standing standing = rooms.backupCodes().standing(accountId);
        return new Standing(standing.left(), standing.of(), standing.madeAt());
    }

    private boolean enrolled(Session session) {
        return rooms.factors().list(session.accountId()).stream()
                .anyMatch(f -> f.type().countsAsEnrolment());
    }
}
