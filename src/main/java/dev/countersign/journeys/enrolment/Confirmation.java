package dev.countersign.journeys.enrolment;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Confirming an enrolment. The code is looked at in one transaction, which spends an attempt; backup codes are
/// hashed outside; a second transaction makes the factor active, begins a new epoch and issues or raises the
/// session, all or nothing.
final class Confirmation {
    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final EnrolmentStore store;
    private final PendingProofs proofs;
    private final Activation activation;

    Confirmation(SignInRooms rooms, SignInJourney journey, StepUps stepUps) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.store = new EnrolmentStore(rooms.db());
        this.proofs = new PendingProofs(rooms);
        this.activation = new Activation(rooms, journey);
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
            set = activation.newSet(enroller.accountId());
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

    private ConfirmOutcome activate(
            Enroller enroller, Matched matched, BackupCodes.@Nullable NewSet set, Origin origin) {
        EnrolmentStore.Row row = matched.row();
        Evidence proof = new Evidence(row.type(), rooms.clock().instant());
        return activation
                .activate(
                        enroller,
                        row,
                        set,
                        proof,
                        now -> new Activation.Made(
                                row.id(), proofs.activate(enroller.accountId(), row, matched.proof(), now)),
                        origin)
                .<ConfirmOutcome>map(confirmed -> confirmed)
                .orElseGet(ConfirmOutcome.Expired::new);
    }
}
