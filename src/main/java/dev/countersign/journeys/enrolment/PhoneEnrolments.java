package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.PhoneFactors;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.outofband.PhoneNumber.Parsed;
import dev.countersign.factors.outofband.SentCodes.Purpose;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.CodeMessages;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.Optional;

/// Verifying a phone: the number is pending until the code that was texted to it is typed.
final class PhoneEnrolments {
    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final CodeMessages texts;
    private final EnrolmentStore store;

    PhoneEnrolments(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.texts = new CodeMessages(rooms);
        this.store = new EnrolmentStore(rooms.db());
    }

    /// What the code that confirms that enrolment is for.
    static Subject subject(String accountId, String enrolmentId) {
        return new Subject(accountId, Purpose.PHONE, enrolmentId);
    }

    PhoneNumber.Example example() {
        return PhoneNumber.example(rooms.phones().home());
    }

    BeginSmsOutcome begin(Enroller enroller, String typed, Origin origin) {
        if (enroller instanceof Enroller.BySession(Session session) && !stepUps.fresh(session)) {
            return new BeginSmsOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        return switch (PhoneNumber.parse(
                typed, rooms.phones().home(), rooms.phones().countries())) {
            case Parsed.Good(PhoneNumber number) ->
                rooms.db().inTransaction(() -> begin(enroller, number, origin, now));
            case Parsed.NotANumber(PhoneNumber.Example example) -> new BeginSmsOutcome.NotANumber(example);
            case Parsed.NotMobile(PhoneNumber.Example example) -> new BeginSmsOutcome.NotMobile(example);
            case Parsed.CountryBarred ignored -> new BeginSmsOutcome.CountryBarred();
        };
    }

    private BeginSmsOutcome begin(Enroller enroller, PhoneNumber number, Origin origin, Instant now) {
        String accountId = enroller.accountId();
        Optional<Account> account = account(enroller);
        if (account.isEmpty() || !allowed(accountId)) {
            return new BeginSmsOutcome.NotAllowed();
        }
        String id = rooms.tokens().newId(now);
        // Sent first: what is pending goes on where no new code may follow yet.
        return switch (texts.send(ask(account.get(), id, number), origin, now)) {
            case SendOutcome.Sent(String hint, Instant nextSendAt, boolean late) -> {
                EnrolmentStore.Row row = new EnrolmentStore.Row(
                        id,
                        FactorType.SMS,
                        account.get().epoch(),
                        "",
                        Enrolments.ATTEMPTS,
                        now.plus(Enrolments.PENDING),
                        false);
                store.closeAll(accountId, FactorType.SMS, now);
                store.insert(accountId, row, enroller.holderId(), now);
                rooms.phones().numbers().begin(accountId, id, number, row.expiresAt());
                rooms.audit().record(new AuditEvent.EnrolmentBegun(accountId, id, FactorType.SMS.word()), origin, now);
                yield new BeginSmsOutcome.Begun(id, hint, nextSendAt, row.expiresAt(), late);
            }
            case SendOutcome.TooSoon(Instant retryAt) -> new BeginSmsOutcome.TooSoon(retryAt);
            case SendOutcome.Limited(Instant retryAt) -> new BeginSmsOutcome.Limited(retryAt);
            case SendOutcome.LockedOut(Instant until) -> new BeginSmsOutcome.Limited(until);
            case SendOutcome.NotOffered ignored -> new BeginSmsOutcome.NotAllowed();
            case SendOutcome.Expired ignored -> new BeginSmsOutcome.NotAllowed();
        };
    }

    SendOutcome send(Enroller enroller, String id, Origin origin) {
        Instant now = rooms.clock().instant();
        String accountId = enroller.accountId();
        return rooms.db().inTransaction(() -> {
            Optional<Account> account = account(enroller);
            Optional<PhoneNumber> number = account.flatMap(a -> store.byId(accountId, enroller.holderId(), id)
                    .filter(row -> row.open(now) && row.epoch() == a.epoch())
                    .flatMap(row -> rooms.phones().numbers().pending(accountId, id, now)));
            if (account.isEmpty() || number.isEmpty()) {
                return new SendOutcome.Expired();
            }
            return allowed(accountId)
                    ? texts.send(ask(account.get(), id, number.get()), origin, now)
                    : new SendOutcome.NotOffered();
        });
    }

    Optional<PendingSms> pending(Enroller enroller) {
        Instant now = rooms.clock().instant();
        String accountId = enroller.accountId();
        return rooms.db()
                .read(() -> account(enroller)
                        .flatMap(a -> store.pending(accountId, enroller.holderId(), FactorType.SMS, now)
                                .filter(row -> row.epoch() == a.epoch()))
                        .flatMap(row -> pending(accountId, row, now)));
    }

    private Optional<PendingSms> pending(String accountId, EnrolmentStore.Row row, Instant now) {
        return rooms.phones()
                .numbers()
                .pending(accountId, row.id(), now)
                .flatMap(number -> rooms.phones()
                        .codes()
                        .standing(subject(accountId, row.id()), now)
                        .map(sent -> new PendingSms(
                                row.id(),
                                number.masked(),
                                sent.messageId(),
                                sent.sentAt(),
                                sent.nextSendAt(),
                                rooms.phones().numbers().active(accountId).isPresent(),
                                row.attemptsLeft(),
                                row.expiresAt())));
    }

    private CodeMessages.Ask ask(Account account, String id, PhoneNumber number) {
        boolean confirmed = rooms.phones()
                .numbers()
                .active(account.id())
                .map(PhoneFactors.Active::number)
                .filter(number::equals)
                .isPresent();
        return new CodeMessages.Ask(account, subject(account.id(), id), number, confirmed, MessageKind.PHONE_CODE);
    }

    private Optional<Account> account(Enroller enroller) {
        return rooms.accounts().byId(enroller.accountId()).filter(a -> a.epoch() == enroller.epoch());
    }

    boolean allowed(String accountId) {
        return rooms.policies().effective(accountId).policy().usableFactors().contains(FactorType.SMS);
    }
}
