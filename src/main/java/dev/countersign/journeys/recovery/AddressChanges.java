package dev.countersign.journeys.recovery;

import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.SentCodes.Check;
import dev.countersign.factors.outofband.SentCodes.Purpose;
import dev.countersign.factors.outofband.SentCodes.Sending;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.SignUpMails;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.session.Session;
import dev.countersign.rules.session.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Changes of address: the new one is confirmed by a code that is mailed to it, and the old one is told with a link
/// that puts it back. The address is where an account's codes and password links go, so a change of it ends what a
/// change of a factor ends. Nothing says whether an address has an account but the mail to that very address.
public final class AddressChanges {
    /// Wrong codes that a change takes.
    public static final int ATTEMPTS = 5;

    /// How long after the newest mail a change can be confirmed.
    public static final Duration PENDING = Duration.ofMinutes(15);

    /// Mails to one address, whichever accounts ask for them.
    private static final Limit MAILS =
            new Limit("new-address", 10, Duration.ofHours(1), Duration.ofHours(24), Duration.ofDays(1), false);

    private final SignInRooms rooms;
    private final StepUps stepUps;
    private final SignUpMails mails;
    private final AddressUndos undos;
    private final AddressChangeStore store;

    /// The journey through those rooms.
    public AddressChanges(SignInRooms rooms, StepUps stepUps, SignUpMails mails, AddressUndos undos) {
        this.rooms = rooms;
        this.stepUps = stepUps;
        this.mails = mails;
        this.undos = undos;
        this.store = new AddressChangeStore(rooms.db());
    }

    /// A change that waits for its code.
    ///
    /// @param email the new address
    public record Pending(String email, Instant nextSendAt, int attemptsLeft, Instant expiresAt) {}

    /// Whether a new address is confirmed by mail, and not taken at once.
    public boolean confirms() {
        return rooms.outbox().carries(Channel.EMAIL);
    }

    /// Asks for another address, or for another code to the one that was asked for.
    public AddressChangeOutcome begin(Session session, String typed, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new AddressChangeOutcome.StepUpRequired();
        }
        Optional<EmailAddress> address = EmailAddress.parse(typed);
        if (address.isEmpty()) {
            return new AddressChangeOutcome.NotAnAddress();
        }
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> begin(session, address.get(), origin, now));
    }

    private AddressChangeOutcome begin(Session session, EmailAddress address, Origin origin, Instant now) {
        Optional<Account> account = account(session);
        if (account.isEmpty()) {
            return new AddressChangeOutcome.StepUpRequired();
        }
        if (address.key().equals(new EmailAddress(account.get().email()).key())) {
            return new AddressChangeOutcome.Unchanged();
        }
        return confirms()
                ? send(session, account.get(), address, origin, now)
                : swap(session, account.get(), address, origin, now);
    }

    private AddressChangeOutcome send(
            Session session, Account account, EmailAddress address, Origin origin, Instant now) {
        String subject = "address/" + rooms.box().keyedHash("email", address.key());
        return switch (rooms.throttle().admit(MAILS, subject, now)) {
            case Admission.Admitted(Reservation reservation) -> {
                AddressChangeOutcome outcome = sendAdmitted(session, account, address, origin, now);
                if (!(outcome instanceof AddressChangeOutcome.CodeSent)) {
                    rooms.throttle().giveBack(reservation);
                }
                yield outcome;
            }
            case Admission.Delayed(Instant until) -> new AddressChangeOutcome.Limited(until);
            case Admission.LockedOut(Instant until) -> new AddressChangeOutcome.Limited(until);
        };
    }

    private AddressChangeOutcome sendAdmitted(
            Session session, Account account, EmailAddress address, Origin origin, Instant now) {
        Optional<AddressChangeStore.Row> before = store.open(account.id(), session.id(), now)
                .filter(row -> row.epoch() == account.epoch()
                        && row.attemptsLeft() > 0
                        && new EmailAddress(row.address()).key().equals(address.key()));
        String id = before.map(AddressChangeStore.Row::id)
                .orElseGet(() -> rooms.tokens().newId(now));
        Optional<Account> owner = rooms.accounts().byEmail(address);
        // The code of a taken address is bound to no address at all, so that even a lucky guess is a wrong code.
        Destination to = new Destination(Channel.EMAIL, owner.isPresent() ? "" : address.key());
        return switch (rooms.phones().codes().send(subject(account.id(), id), to, account.epoch(), now)) {
            case Sending.Sent sent -> {
                int left = before.map(AddressChangeStore.Row::attemptsLeft).orElse(ATTEMPTS);
                Instant until = now.plus(PENDING);
                store.put(
                        account.id(),
                        new AddressChangeStore.Row(id, session.id(), account.epoch(), address.text(), left, until),
                        now);
                owner.ifPresentOrElse(other -> mails.taken(other, now), () -> mailCode(account, address, sent, now));
                rooms.audit()
                        .record(
                                new AuditEvent.CodeSent(
                                        account.id(), id, MessageKind.NEW_ADDRESS_CODE.word(), Channel.EMAIL.word()),
                                origin,
                                now);
                yield new AddressChangeOutcome.CodeSent(address.text(), sent.nextSendAt(), until);
            }
            case Sending.TooSoon(Instant retryAt) -> new AddressChangeOutcome.TooSoon(retryAt);
            case Sending.Limited limited -> new AddressChangeOutcome.Limited(limited.retryAt());
        };
    }

    private void mailCode(Account account, EmailAddress address, Sending.Sent sent, Instant now) {
        rooms.outbox()
                .put(
                        new Message(
                                sent.messageId(),
                                account.id(),
                                Channel.EMAIL,
                                address.text(),
                                MessageKind.NEW_ADDRESS_CODE,
                                Map.of("code", sent.code()),
                                account.locale(),
                                account.timeZone(),
                                sent.expiresAt()),
                        now);
    }

    /// The change that this session asked for, while it waits.
    public Optional<Pending> pending(Session session) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> store.open(session.accountId(), session.id(), now)
                        .filter(row -> row.epoch() == session.epoch() && row.attemptsLeft() > 0)
                        .map(row -> new Pending(
                                row.address(),
                                rooms.phones()
                                        .codes()
                                        .nextSendAt(subject(session.accountId(), row.id()), Channel.EMAIL, now),
                                row.attemptsLeft(),
                                row.expiresAt())));
    }

    /// Sends the code of the change that waits once more.
    public AddressChangeOutcome sendAgain(Session session, Origin origin) {
        return pending(session)
                .map(pending -> begin(session, pending.email(), origin))
                .orElseGet(AddressChangeOutcome.Over::new);
    }

    /// Confirms what this session asked for, and makes it the account's address.
    public AddressChangeOutcome confirm(Session session, String code, Origin origin) {
        if (!stepUps.fresh(session)) {
            return new AddressChangeOutcome.StepUpRequired();
        }
        Instant now = rooms.clock().instant();
        String digits = TypedCode.digits(code).orElse("");
        return rooms.db().inTransaction(() -> confirm(session, digits, origin, now));
    }

    private AddressChangeOutcome confirm(Session session, String code, Origin origin, Instant now) {
        String accountId = session.accountId();
        Optional<AddressChangeStore.Row> spent = store.spendAttempt(accountId, session.id(), now);
        Optional<Account> account = account(session);
        if (spent.isEmpty()) {
            return store.open(accountId, session.id(), now).isPresent()
                    ? new AddressChangeOutcome.Spent()
                    : new AddressChangeOutcome.Over();
        }
        AddressChangeStore.Row row = spent.get();
        if (account.isEmpty() || row.epoch() != account.get().epoch()) {
            return new AddressChangeOutcome.Over();
        }
        EmailAddress address = new EmailAddress(row.address());
        Destination to = new Destination(Channel.EMAIL, address.key());
        return switch (rooms.phones().codes().verify(subject(accountId, row.id()), to, row.epoch(), code, now)) {
            case Check.Accepted() ->
                store.close(accountId, row.id())
                        ? swap(session, account.get(), address, origin, now)
                        : new AddressChangeOutcome.Over();
            case Check.Expired() -> {
                store.giveAttemptBack(accountId, row.id());
                yield new AddressChangeOutcome.CodeExpired(row.attemptsLeft() + 1);
            }
            case Check.AlreadyUsed() -> new AddressChangeOutcome.Over();
            case Check.Wrong() -> {
                rooms.audit().record(new AuditEvent.AddressChangeFailed(accountId, "incorrect"), origin, now);
                yield row.attemptsLeft() == 0
                        ? new AddressChangeOutcome.Spent()
                        : new AddressChangeOutcome.Incorrect(row.attemptsLeft());
            }
        };
    }

    /// Whether the address is free is decided here and nowhere before: of two who confirm it at once, one gets it.
    private AddressChangeOutcome swap(
            Session session, Account before, EmailAddress address, Origin origin, Instant now) {
        String accountId = before.id();
        boolean here = rooms.accounts().holdEpoch(accountId, before.epoch())
                && rooms.sessions().open(accountId, session.epoch(), now).stream()
                        .anyMatch(open -> open.id().equals(session.id()));
        if (!here) {
            return new AddressChangeOutcome.StepUpRequired();
        }
        if (!rooms.accounts().changeEmail(accountId, address)) {
            rooms.audit().record(new AuditEvent.AddressChangeFailed(accountId, "taken"), origin, now);
            return new AddressChangeOutcome.Taken();
        }
        long epoch = rooms.accounts().advanceEpoch(accountId);
        Sessions.Opened raised = rooms.sessions()
                .raise(session, epoch, session.evidence(), now)
                .orElseThrow(() -> new IllegalStateException("the session ended within its epoch"));
        rooms.devices().forgetAll(accountId);
        rooms.outbox().withdraw(accountId, NotMe.OPENING);
        rooms.audit().record(new AuditEvent.AddressChanged(accountId), origin, now);
        tell(before, address, origin, now);
        return new AddressChangeOutcome.Changed(raised.session(), raised.token());
    }

    private void tell(Account before, EmailAddress address, Origin origin, Instant now) {
        if (!confirms()) {
            return;
        }
        Map<String, String> fields = Map.of("from", before.email(), "to", address.text());
        rooms.notices().tellAt(address.text(), before, NoticeEvent.EMAIL_CHANGED, fields, origin, now);
        Map<String, String> undo =
                Map.of("from", before.email(), "to", address.text(), "link", undos.newLink(before, now));
        rooms.notices().tellAt(before.email(), before, NoticeEvent.ADDRESS_UNDO, undo, origin, now);
    }

    private Optional<Account> account(Session session) {
        return rooms.accounts().byId(session.accountId()).filter(account -> account.epoch() == session.epoch());
    }

    private static Subject subject(String accountId, String id) {
        return new Subject(accountId, Purpose.ADDRESS, id);
    }
}
