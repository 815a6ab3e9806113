package dev.countersign.journeys.enrolment;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInOutcome.ConfirmedEntry;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Confirming an enrolment. The code is looked at in one transaction, which spends an attempt; backup codes are
/// hashed outside; a second transaction makes the factor active, begins a new epoch and issues or raises the
/// session, all or nothing.
final class Confirmation {
    private final SignInRooms rooms;
    private final SignInJourney journey;
    private final StepUps stepUps;
    private final EnrolmentStore store;
    private final PendingProofs proofs;

    Confirmation(SignInRooms rooms, SignInJourney journey, StepUps stepUps) {
        this.rooms = rooms;
        this.journey = journey;
        this.stepUps = stepUps;
        this.store = new EnrolmentStore(rooms.db());
        this.proofs = new PendingProofs(rooms);
    }

    /// A right code: the enrolment it is for, and what makes its factor active.
    private record Matched(EnrolmentStore.Row row, PendingProofs.Proof proof) {}

    /// Either a right code, or why it is none.
    private record Looked(
            @Nullable Matched matched, @Nullable ConfirmOutcome refusal) {}

    ConfirmOutcome confirm(Enroller enroller, String id, String code, Origin origin) {
        if (enroller instanceof Enroller.BySession(Session session) && !stepUps.fresh(session)) {
            return new ConfirmOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        String digits = TypedCode.digits(code).orElse("");
        Looked looked = rooms.db().inTransaction(() -> look(enroller, id, digits, origin, now));
        @Nullable Matched matched = looked.matched();
        @Nullable ConfirmOutcome refusal = looked.refusal();
        if (matched == null) {
            return refusal == null ? new ConfirmOutcome.Expired() : refusal;
        }
        BackupCodes.@Nullable NewSet set;
        try {
            set = newSet(enroller.accountId());
        } catch (Busy busy) {
            rooms.db().inTransaction(() -> store.giveAttemptBack(enroller.accountId(), id));
            return new ConfirmOutcome.Busy(busy.retryAfter());
        }
        return rooms.db().inTransaction(() -> activate(enroller, matched, set, origin));
    }

    private Looked look(Enroller enroller, String id, String code, Origin origin, Instant now) {
        String accountId = enroller.accountId();
        Optional<EnrolmentStore.Row> spent = store.spendAttempt(accountId, enroller.holderId(), id, now);
        if (spent.isEmpty()) {
            boolean used = store.byId(accountId, enroller.holderId(), id)
                    .filter(row -> !row.closed()
                            && row.attemptsLeft() == 0
                            && row.expiresAt().isAfter(now))
                    .isPresent();
            return new Looked(null, used ? new ConfirmOutcome.Spent() : new ConfirmOutcome.Expired());
        }
        EnrolmentStore.Row row = spent.get();
        boolean current = rooms.accounts()
                .byId(accountId)
                .filter(a -> a.epoch() == row.epoch())
                .isPresent();
        return switch (current ? proofs.look(accountId, row, code, now) : new PendingProofs.Seen.Gone()) {
            case PendingProofs.Seen.Right(PendingProofs.Proof proof) -> new Looked(new Matched(row, proof), null);
            case PendingProofs.Seen.Gone() -> new Looked(null, new ConfirmOutcome.Expired());
            case PendingProofs.Seen.Used() -> new Looked(null, new ConfirmOutcome.AlreadyUsed(row.attemptsLeft()));
            case PendingProofs.Seen.RunOut() -> {
                store.giveAttemptBack(accountId, id);
                yield new Looked(null, new ConfirmOutcome.CodeExpired(row.attemptsLeft() + 1));
            }
            case PendingProofs.Seen.Wrong(Duration clockOff) -> {
                rooms.audit()
                        .record(
                                new AuditEvent.EnrolmentFailed(
                                        accountId, id, clockOff == null ? "incorrect" : "clock-off"),
                                origin,
                                now);
                yield new Looked(
                        null,
                        row.attemptsLeft() == 0
                                ? new ConfirmOutcome.Spent()
                                : new ConfirmOutcome.Incorrect(row.attemptsLeft(), clockOff));
            }
        };
    }

    /// Backup codes for the account's first factor, where policy gives any; null when there is nothing to make.
    /// Slow.
    private BackupCodes.@Nullable NewSet newSet(String accountId) {
        int size = rooms.policies().effective(accountId).policy().backupCodes();
        boolean first = rooms.factors().list(accountId).isEmpty();
        return first && size > 0 ? rooms.backupCodes().make(size) : null;
    }

    private ConfirmOutcome activate(
            Enroller enroller, Matched matched, BackupCodes.@Nullable NewSet set, Origin origin) {
        Instant now = rooms.clock().instant();
        String accountId = enroller.accountId();
        EnrolmentStore.Row row = matched.row();
        boolean open = switch (enroller) {
            case Enroller.BySession(Session session) -> journey.stillOpen(session, now);
            case Enroller.ByGrant(EnrolmentGrant grant) -> journey.stillOpen(grant, now);
        };
        if (!open || !store.close(accountId, row.id(), now)) {
            return new ConfirmOutcome.Expired();
        }
        Optional<Long> epoch = rooms.accounts().advanceEpochFrom(accountId, row.epoch());
        if (epoch.isEmpty()) {
            return new ConfirmOutcome.Expired();
        }
        boolean replaced = proofs.activate(accountId, row, matched.proof(), now);
        // Guesses at the secret before this one say nothing about it.
        rooms.throttle().clearTally(Limits.codeTally(accountId, row.type().word()));
        rooms.devices().forgetAll(accountId);
        rooms.audit()
                .record(
                        replaced
                                ? new AuditEvent.FactorReplaced(
                                        accountId, row.id(), row.type().word())
                                : new AuditEvent.FactorAdded(
                                        accountId, row.id(), row.type().word()),
                        origin,
                        now);
        tell(accountId, row.type(), replaced, origin, now);
        ConfirmedEntry entry = entry(enroller, epoch.get(), new Evidence(row.type(), now), origin);
        List<String> codes = keep(accountId, set, entry, origin, now);
        Factor factor = rooms.factors().byId(accountId, row.id()).orElseThrow();
        return new ConfirmOutcome.Confirmed(factor, codes, entry);
    }

    private void tell(String accountId, FactorType type, boolean replaced, Origin origin, Instant now) {
        if (replaced && type == FactorType.SMS) {
            rooms.notices().tell(accountId, NoticeEvent.PHONE_CHANGED, Map.of(), origin, now);
            return;
        }
        NoticeEvent event = replaced ? NoticeEvent.FACTOR_CHANGED : NoticeEvent.FACTOR_ADDED;
        rooms.notices().tell(accountId, event, Map.of("factor", type.word()), origin, now);
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
