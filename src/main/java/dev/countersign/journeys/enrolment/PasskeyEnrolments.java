package dev.countersign.journeys.enrolment;

import dev.countersign.factors.backupcode.BackupCodes;
import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.AddOutcome;
import dev.countersign.factors.passkey.CreationOutcome;
import dev.countersign.factors.passkey.NewPasskey;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.PasskeyUser;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.factors.passkey.UserVerification;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.journeys.signin.SignInJourney;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Making passkeys: the browser is asked under a pending enrolment, and what it made is active once it was checked
/// against that very question.
final class PasskeyEnrolments {
    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final EnrolmentStore store;
    private final Activation activation;

    PasskeyEnrolments(SignInRooms rooms, SignInJourney journey, StepUps stepUps) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.store = new EnrolmentStore(rooms.db());
        this.activation = new Activation(rooms, journey);
    }

    /// The passkey is added, and its enrolment turns out to be over: nothing of it may stay.
    private static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("an enrolment ended while its passkey was added", null, false, false);
        }
    }

    BeginPasskeyOutcome begin(Enroller enroller, Origin origin) {
        if (!fresh(enroller)) {
            return new BeginPasskeyOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> begin(enroller, origin, now));
    }

    private BeginPasskeyOutcome begin(Enroller enroller, Origin origin, Instant now) {
        String accountId = enroller.accountId();
        Optional<Account> account = rooms.accounts().byId(accountId).filter(a -> a.epoch() == enroller.epoch());
        Policy policy = rooms.policies().effective(accountId).policy();
        if (account.isEmpty() || !policy.usableFactors().contains(FactorType.PASSKEY)) {
            return new BeginPasskeyOutcome.NotAllowed();
        }
        if (rooms.passkeys().list(accountId).size() >= Passkeys.MOST) {
            return new BeginPasskeyOutcome.TooMany();
        }
        // One that this holder has pending goes on, so that two tabs do not end each other's.
        EnrolmentStore.Row row = store.pending(accountId, enroller.holderId(), FactorType.PASSKEY, now)
                .filter(pending -> pending.epoch() == enroller.epoch())
                .filter(pending -> pending.expiresAt()
                        .isAfter(now.plus(rooms.passkeys().relyingParty().timeout())))
                .orElseGet(() -> pending(enroller, origin, now));
        return new BeginPasskeyOutcome.Begun(
                row.id(),
                rooms.passkeys()
                        .creationOptions(
                                PasskeyQuestion.enrol(row.id(), accountId),
                                new PasskeyUser(
                                        account.get().email(), account.get().name()),
                                demand(),
                                now),
                row.expiresAt());
    }

    private EnrolmentStore.Row pending(Enroller enroller, Origin origin, Instant now) {
        String accountId = enroller.accountId();
        EnrolmentStore.Row row = new EnrolmentStore.Row(
                rooms.tokens().newId(now),
                FactorType.PASSKEY,
                enroller.epoch(),
                "",
                Enrolments.ATTEMPTS,
                now.plus(Enrolments.PENDING),
                false);
        store.closeAll(accountId, FactorType.PASSKEY, now);
        store.insert(accountId, row, enroller.holderId(), now);
        rooms.audit()
                .record(new AuditEvent.EnrolmentBegun(accountId, row.id(), FactorType.PASSKEY.word()), origin, now);
        return row;
    }

    /// A key without user verification will do: it is the second step after a password. Whether one that is copied to
    /// other devices will, is a setting.
    private PasskeyDemand demand() {
        boolean deviceBound = rooms.passkeys().relyingParty().models().deviceBound();
        return new PasskeyDemand(UserVerification.PREFERRED, false, deviceBound);
    }

    ConfirmPasskeyOutcome confirm(Enroller enroller, String id, String credential, Origin origin) {
        if (!fresh(enroller)) {
            return new ConfirmPasskeyOutcome.StepUpRequired();
        }
        Instant before = rooms.clock().instant();
        String accountId = enroller.accountId();
        Optional<EnrolmentStore.Row> spent = rooms.db()
                .inTransaction(() -> store.spendAttempt(accountId, enroller.holderId(), id, before))
                .filter(row -> row.type() == FactorType.PASSKEY && row.epoch() == enroller.epoch());
        if (spent.isEmpty()) {
            return new ConfirmPasskeyOutcome.Expired();
        }
        EnrolmentStore.Row row = spent.get();
        PasskeyDemand demand = demand();
        CreationOutcome checked =
                rooms.passkeys().checkCreation(PasskeyQuestion.enrol(row.id(), accountId), credential, demand, before);
        return switch (checked) {
            case CreationOutcome.Proven(NewPasskey passkey) -> add(enroller, row, passkey, origin);
            case CreationOutcome.ChallengeGone() -> new ConfirmPasskeyOutcome.Expired();
            case CreationOutcome.Malformed() -> {
                failed(accountId, id, "malformed", origin);
                yield new ConfirmPasskeyOutcome.Refused(null);
            }
            case CreationOutcome.Refused refused -> {
                failed(accountId, id, refused.fault().word(), origin);
                yield new ConfirmPasskeyOutcome.Refused(refused.fault());
            }
        };
    }

    private ConfirmPasskeyOutcome add(Enroller enroller, EnrolmentStore.Row row, NewPasskey passkey, Origin origin) {
        BackupCodes.@Nullable NewSet set;
        try {
            set = activation.newSet(enroller.accountId());
        } catch (Busy busy) {
            return new ConfirmPasskeyOutcome.Busy(busy.retryAfter());
        }
        try {
            return rooms.db().inTransaction(() -> activate(enroller, row, passkey, set, origin));
        } catch (Overtaken overtaken) {
            return new ConfirmPasskeyOutcome.Expired();
        }
    }

    private ConfirmPasskeyOutcome activate(
            Enroller enroller,
            EnrolmentStore.Row row,
            NewPasskey passkey,
            BackupCodes.@Nullable NewSet set,
            Origin origin) {
        Instant now = rooms.clock().instant();
        String accountId = enroller.accountId();
        boolean allowed =
                rooms.policies().effective(accountId).policy().usableFactors().contains(FactorType.PASSKEY);
        if (!allowed || !rooms.accounts().holdEpoch(accountId, row.epoch()) || !activation.stillOpen(enroller, now)) {
            return new ConfirmPasskeyOutcome.Expired();
        }
        return switch (rooms.passkeys().add(passkey, passkey.suggestedName(), now)) {
            case AddOutcome.Added(var added) ->
                activation
                        .activate(
                                enroller,
                                row,
                                set,
                                Evidence.passkey(now, added.deviceBound(), added.userVerified()),
                                _ -> new Activation.Made(added.id(), false),
                                origin)
                        .orElseThrow(Overtaken::new);
            case AddOutcome.TooMany() -> new ConfirmPasskeyOutcome.TooMany();
            case AddOutcome.AlreadyEnrolled() -> new ConfirmPasskeyOutcome.AlreadyEnrolled();
        };
    }

    private void failed(String accountId, String id, String reason, Origin origin) {
        Instant now = rooms.clock().instant();
        rooms.db()
                .inTransaction(
                        () -> rooms.audit().record(new AuditEvent.EnrolmentFailed(accountId, id, reason), origin, now));
    }

    private boolean fresh(Enroller enroller) {
        return !(enroller instanceof Enroller.BySession(Session session)) || stepUps.fresh(session);
    }
}
