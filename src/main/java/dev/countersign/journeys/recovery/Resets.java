package dev.countersign.journeys.recovery;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.handover.HandOverCodes;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What support does for somebody who is stuck.
public final class Resets {
    private final SignInRooms rooms;
    private final WaitingRecoveries waiting;

    /// The journey through those rooms.
    public Resets(SignInRooms rooms) {
        this.rooms = rooms;
        this.waiting = new WaitingRecoveries(rooms);
    }

    /// The one-time code that whoever resets hands over to the person.
    public record HandOver(String code, Instant expiresAt) {}

    /// Who helps.
    ///
    /// @param actorId the admin's account, or null for the operator's console
    /// @param organisationId in whose name, or null
    public record By(@Nullable String actorId, @Nullable String organisationId, Origin origin) {
        private static final By OPERATOR = new By(null, null, Origin.CONSOLE);
    }

    /// Removes all factors and backup codes, ends all sessions, forgets all devices and voids what is half-way;
    /// `actorId` is null for the operator's console. At the next sign-in the person needs a code besides the
    /// password, and sets up again: a code that is mailed to them then or, where no mail can be sent, the one that
    /// this gives.
    public Optional<HandOver> reset(String accountId, @Nullable String actorId, String reason) {
        return reset(accountId, reason, new By(actorId, null, Origin.CONSOLE));
    }

    /// The same in an organisation's name. The person is told what happened, not from where: that is the admin's.
    public Optional<HandOver> reset(String accountId, String reason, By by) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            rooms.accounts().advanceEpoch(accountId);
            waiting.drop(accountId, "reset", by.origin(), now);
            text(accountId, now);
            removeAll(accountId);
            // Made in any case: it marks the account as one that is to be set up again.
            String code = rooms.handOverCodes().make(accountId, now);
            rooms.audit()
                    .record(
                            new AuditEvent.TwoStepReset(accountId, by.actorId(), by.organisationId(), reason),
                            by.origin(),
                            now);
            rooms.notices().tell(accountId, NoticeEvent.TWO_STEP_RESET, named(by), Origin.CONSOLE, now);
            return rooms.outbox().carries(Channel.EMAIL)
                    ? Optional.empty()
                    : Optional.of(new HandOver(code, now.plus(HandOverCodes.GOOD_FOR)));
        });
    }

    private Map<String, String> named(By by) {
        return Optional.ofNullable(by.actorId())
                .flatMap(rooms.accounts()::byId)
                .map(admin -> Map.of("by", admin.name()))
                .orElse(Map.of());
    }

    /// Told by text too, while there is a number: whoever has the mailbox in the wrong hands learns of it.
    private void text(String accountId, Instant now) {
        Optional<PhoneFactors.Active> phone = rooms.phones().numbers().active(accountId);
        if (phone.isEmpty()) {
            return;
        }
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        rooms.outbox()
                .put(
                        new Message(
                                rooms.tokens().newId(now),
                                accountId,
                                Channel.TEXT,
                                phone.get().number().e164(),
                                MessageKind.NOTICE,
                                Map.of(
                                        "event",
                                        NoticeEvent.TWO_STEP_RESET.word(),
                                        "at",
                                        String.valueOf(now.toEpochMilli())),
                                account.locale(),
                                account.timeZone(),
                                now.plus(Notices.LIFE)),
                        now);
    }

    /// The same by the person, at the end of an account recovery, in the caller's transaction. The code that is
    /// made is handed to nobody: it marks the account, so that the next sign-in asks for one that is mailed.
    void recovered(String accountId, Origin origin, Instant now) {
        rooms.accounts().advanceEpoch(accountId);
        Account account = rooms.accounts().byId(accountId).orElseThrow();
        rooms.phones()
                .numbers()
                .active(accountId)
                .ifPresent(phone -> rooms.notices()
                        .tellByText(phone.number().e164(), account, NoticeEvent.RECOVERY_FINISHED, Notices.LIFE, now));
        removeAll(accountId);
        rooms.handOverCodes().make(accountId, now);
        rooms.audit().record(new AuditEvent.RecoveryFinished(accountId), origin, now);
        rooms.audit().record(new AuditEvent.TwoStepReset(accountId, accountId, "account recovery"), origin, now);
        rooms.notices().tell(accountId, NoticeEvent.RECOVERY_FINISHED, Map.of(), origin, now);
    }

    private void removeAll(String accountId) {
        rooms.totp().removeAll(accountId);
        rooms.phones().numbers().removeAll(accountId);
        rooms.passkeys().removeAll(accountId);
        rooms.backupCodes().removeAll(accountId);
        rooms.devices().forgetAll(accountId);
        rooms.sessions().endOthers(accountId, "");
        unlockCodes(accountId);
    }

    /// Lifts lock-outs, suspended factors, and the longer waits of an account under attack.
    public void unlock(String accountId) {
        unlock(accountId, By.OPERATOR);
    }

    /// The same by an admin.
    public void unlock(String accountId, By by) {
        Instant now = rooms.clock().instant();
        rooms.db().inTransaction(() -> {
            Account account = rooms.accounts().byId(accountId).orElseThrow();
            String emailHash = rooms.box().keyedHash("email", new EmailAddress(account.email()).key());
            rooms.throttle().clearTally(Limits.passwordTally(emailHash));
            rooms.throttle().clear(Limits.PASSWORD, "session/" + accountId);
            rooms.factors().resume(accountId);
            unlockCodes(accountId);
            String actorId = by.actorId();
            String organisationId = by.organisationId();
            rooms.audit()
                    .record(
                            actorId == null || organisationId == null
                                    ? new AuditEvent.AccountUnlocked(accountId, actorId)
                                    : new AuditEvent.MemberUnlocked(accountId, actorId, organisationId),
                            by.origin(),
                            now);
        });
    }

    private void unlockCodes(String accountId) {
        rooms.throttle().clear(Limits.SECOND_STEP, accountId);
        rooms.throttle().clearTally(Limits.codeTally(accountId));
        for (FactorType type : FactorType.values()) {
            rooms.throttle().clearTally(Limits.codeTally(accountId, type.word()));
        }
    }
}
