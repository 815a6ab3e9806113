package dev.countersign.journeys.enrolment;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome.ConfirmedEntry;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What follows when a pending factor becomes active, whatever its type: a new epoch, forgotten devices, backup
/// codes with the first one, a record and a notice, and the session that goes on.
final class Activation {
    private final SignInRooms rooms;
    private final SignInJourney journey;
    private final EnrolmentStore store;

    Activation(SignInRooms rooms, SignInJourney journey) {
        this.rooms = rooms;
        this.journey = journey;
        this.store = new EnrolmentStore(rooms.db());
    }

    /// Makes the factor active, in the caller's transaction, once nothing else can.
    interface Step {
        Made make(Instant now);
    }

    /// The active factor, and whether it took the place of another.
    record Made(String factorId, boolean replaced) {}

    /// Backup codes for the account's first factor, where policy gives any; null when there is nothing to make.
    /// Slow.
    BackupCodes.@Nullable NewSet newSet(String accountId) {
        int size = rooms.policies().effective(accountId).policy().backupCodes();
        boolean first = rooms.factors().list(accountId).isEmpty();
        return first && size > 0 ? rooms.backupCodes().make(size) : null;
    }

    /// Empty when the enrolment, its holder or the account's epoch is over; nothing has happened then.
    Optional<ConfirmOutcome.Confirmed> activate(
            Enroller enroller,
            EnrolmentStore.Row row,
            BackupCodes.@Nullable NewSet set,
            Evidence proof,
            Step step,
            Origin origin) {
        Instant now = proof.at();
        String accountId = enroller.accountId();
        if (!stillOpen(enroller, now) || !store.close(accountId, row.id(), now)) {
            return Optional.empty();
        }
        Optional<Long> epoch = rooms.accounts().advanceEpochFrom(accountId, row.epoch());
        if (epoch.isEmpty()) {
            return Optional.empty();
        }
        Made made = step.make(now);
        String type = row.type().word();
        // Guesses at the secret before this one say nothing about it.
        rooms.throttle().clearTally(Limits.codeTally(accountId, type));
        rooms.devices().forgetAll(accountId);
        rooms.audit()
                .record(
                        made.replaced()
                                ? new AuditEvent.FactorReplaced(accountId, made.factorId(), type)
                                : new AuditEvent.FactorAdded(accountId, made.factorId(), type),
                        origin,
                        now);
        tell(accountId, row.type(), made.replaced(), origin, now);
        ConfirmedEntry entry = entry(enroller, epoch.get(), proof, origin);
        List<String> codes = keep(accountId, set, entry, origin, now);
        Factor factor = rooms.factors().byId(accountId, made.factorId()).orElseThrow();
        return Optional.of(new ConfirmOutcome.Confirmed(factor, codes, entry));
    }

    private void tell(String accountId, FactorType type, boolean replaced, Origin origin, Instant now) {
        if (replaced && type == FactorType.SMS) {
            rooms.notices().tell(accountId, NoticeEvent.PHONE_CHANGED, Map.of(), origin, now);
            return;
        }
        NoticeEvent event = replaced ? NoticeEvent.FACTOR_CHANGED : NoticeEvent.FACTOR_ADDED;
        rooms.notices().tell(accountId, event, Map.of("factor", type.word()), origin, now);
    }

    boolean stillOpen(Enroller enroller, Instant now) {
        return switch (enroller) {
            case Enroller.BySession(Session session) -> journey.stillOpen(session, now);
            case Enroller.ByGrant(EnrolmentGrant grant) -> journey.stillOpen(grant, now);
        };
    }

    private ConfirmedEntry entry(Enroller enroller, long epoch, Evidence evidence, Origin origin) {
        Instant now = evidence.at();
        return switch (enroller) {
            case Enroller.BySession(Session session) -> journey.raise(session, epoch, evidence, origin, now);
            case Enroller.ByGrant(EnrolmentGrant grant) -> journey.useGrant(grant, epoch, evidence, origin, now);
        };
    }

    private List<String> keep(
            String accountId, BackupCodes.@Nullable NewSet set, ConfirmedEntry entry, Origin origin, Instant now) {
        if (set == null || !(entry instanceof SignedIn signedIn)) {
            return List.of();
        }
        rooms.backupCodes().put(accountId, set, signedIn.session().id(), now);
        rooms.audit()
                .record(new AuditEvent.BackupCodesMade(accountId, set.codes().size()), origin, now);
        return set.codes();
    }
}
