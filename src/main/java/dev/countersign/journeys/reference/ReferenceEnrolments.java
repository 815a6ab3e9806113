package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Mailbox;
import dev.countersign.factors.outofband.PhoneNumber;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.factors.totp.OtpauthUri;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.VerifyEvent;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.verifyapp.VerifyApp;
import java.time.Instant;
import java.util.Optional;

/// How references come to have factors: each is begun by the application and confirmed by a code of the person. One
/// waits at a time; beginning another takes its place.
public final class ReferenceEnrolments {
    private final ReferenceRooms rooms;
    private final Db db;
    private final ReferenceStore references;
    private final ReferenceEnrolmentStore enrolments;
    private final Contacts contacts;
    private final ReferenceCodes codes;
    private final ReferenceConfirmations confirmations;

    public ReferenceEnrolments(ReferenceRooms rooms) {
        this.rooms = rooms;
        this.db = rooms.ground().db();
        this.references = new ReferenceStore(db);
        this.enrolments = new ReferenceEnrolmentStore(db);
        this.contacts = new Contacts(rooms);
        this.codes = new ReferenceCodes(rooms);
        this.confirmations = new ReferenceConfirmations(rooms);
    }

    /// Begins to connect an authenticator app, in the place of what was pending.
    ///
    /// @param label what stands beside the application's name in the person's app
    public BeginReferenceOutcome begin(VerifyApp app, String reference, String label, Origin origin) {
        Instant now = now();
        return db.inTransaction(() -> {
            Optional<ReferenceEnrolmentStore.Row> room = room(app, reference, FactorType.TOTP, "", now);
            if (room.isEmpty()) {
                return new BeginReferenceOutcome.EnrolledAlready();
            }
            ReferenceEnrolmentStore.Row row = room.get();
            put(app, reference, row, origin, now);
            String secret = rooms.totp().begin(row.referenceId(), row.id(), row.expiresAt());
            String uri = OtpauthUri.of(app.name(), label, secret);
            return new BeginReferenceOutcome.Begun(row.id(), secret, uri, row.expiresAt(), row.attemptsLeft());
        });
    }

    /// Begins to enrol a phone: a code is texted to it.
    ///
    /// @param locale the language of its messages, a BCP 47 tag
    public BeginContactOutcome beginSms(VerifyApp app, String reference, String typed, String locale, Origin origin) {
        return switch (PhoneNumber.parse(typed, rooms.home(), rooms.countries())) {
            case PhoneNumber.Parsed.Good(PhoneNumber number) ->
                db.inTransaction(() -> begin(
                        app,
                        reference,
                        Contact.of(number),
                        (holder, row) -> contacts.begin(holder, row.id(), number, row.expiresAt()),
                        locale,
                        origin));
            case PhoneNumber.Parsed.NotANumber(PhoneNumber.Example example) ->
                new BeginContactOutcome.NotANumber(example);
            case PhoneNumber.Parsed.NotMobile(PhoneNumber.Example example) ->
                new BeginContactOutcome.NotMobile(example);
            case PhoneNumber.Parsed.CountryBarred ignored -> new BeginContactOutcome.CountryBarred();
        };
    }

    /// Begins to enrol a mailbox: a code is mailed to it.
    public BeginContactOutcome beginEmail(VerifyApp app, String reference, String typed, String locale, Origin origin) {
        Optional<Mailbox> mailbox = EmailAddress.parse(typed).map(it -> new Mailbox(it.text(), it.key(), it.masked()));
        return mailbox.isEmpty()
                ? new BeginContactOutcome.NotAnAddress()
                : db.inTransaction(() -> begin(
                        app,
                        reference,
                        Contact.of(mailbox.get()),
                        (holder, row) -> contacts.begin(holder, row.id(), mailbox.get(), row.expiresAt()),
                        locale,
                        origin));
    }

    /// Keeps what waits for its code.
    private interface Keeping {
        void keep(String holderId, ReferenceEnrolmentStore.Row row);
    }

    private BeginContactOutcome begin(
            VerifyApp app, String reference, Contact contact, Keeping keeping, String locale, Origin origin) {
        Instant now = now();
        Optional<ReferenceEnrolmentStore.Row> room = room(app, reference, contact.type(), locale, now);
        if (room.isEmpty()) {
            return new BeginContactOutcome.EnrolledAlready();
        }
        ReferenceEnrolmentStore.Row row = room.get();
        // Sent first: what is pending goes on where no new code may follow yet.
        return switch (codes.send(ask(app, reference, row, contact), origin, now)) {
            case SendOutcome.Sent(String hint, Instant nextSendAt, boolean late) -> {
                put(app, reference, row, origin, now);
                keeping.keep(row.referenceId(), row);
                yield new BeginContactOutcome.Begun(
                        row.id(), hint, nextSendAt, row.expiresAt(), row.attemptsLeft(), late);
            }
            case SendOutcome.TooSoon(Instant retryAt) -> new BeginContactOutcome.TooSoon(retryAt);
            case SendOutcome.Limited(Instant retryAt) -> new BeginContactOutcome.Limited(retryAt);
            case SendOutcome.LockedOut(Instant until) -> new BeginContactOutcome.Limited(until);
            case SendOutcome.NotOffered ignored -> new BeginContactOutcome.NotOffered();
            case SendOutcome.Expired ignored -> new BeginContactOutcome.NotOffered();
        };
    }

    /// An enrolment as it will be; empty where the reference has such a factor. The reference is there and held then.
    private Optional<ReferenceEnrolmentStore.Row> room(
            VerifyApp app, String reference, FactorType type, String locale, Instant now) {
        String id = rooms.ground().tokens().newId(now);
        Instant until = now.plus(ReferenceLimits.PENDING);
        references.insert(new ReferenceStore.Row(id, app.id(), reference, 0), until, now);
        ReferenceStore.Row row = references.find(app.id(), reference).orElseThrow();
        boolean free = references.hold(row.id(), row.epoch())
                && rooms.factors().list(row.id()).stream().noneMatch(factor -> factor.type() == type);
        return free
                ? Optional.of(new ReferenceEnrolmentStore.Row(
                        id, row.id(), row.epoch(), ReferenceLimits.ENROLMENT_ATTEMPTS, until, type, locale))
                : Optional.empty();
    }

    private void put(VerifyApp app, String reference, ReferenceEnrolmentStore.Row row, Origin origin, Instant now) {
        contacts.discardPending(row.referenceId());
        enrolments.put(row, now);
        rooms.ground()
                .audit()
                .record(
                        new VerifyEvent.ReferenceEnrolmentBegun(
                                app.organisationId(),
                                app.id(),
                                app.name(),
                                reference,
                                row.type().word()),
                        origin,
                        now);
    }

    /// Sends another code for what waits.
    public SendOutcome send(VerifyApp app, String reference, String id, Origin origin) {
        Instant now = now();
        return db.inTransaction(() -> {
            Optional<ReferenceEnrolmentStore.Row> row = references
                    .find(app.id(), reference)
                    .flatMap(it -> enrolments.open(it.id(), id, now).filter(open -> open.epoch() == it.epoch()));
            Optional<Contact> contact = row.flatMap(it -> contacts.pending(it.referenceId(), it.id(), it.type(), now));
            return contact.isEmpty()
                    ? new SendOutcome.Expired()
                    : codes.send(ask(app, reference, row.get(), contact.get()), origin, now);
        });
    }

    private static ReferenceCodes.Ask ask(
            VerifyApp app, String reference, ReferenceEnrolmentStore.Row row, Contact contact) {
        SentCodes.Subject subject =
                ReferenceCodes.enrolment(ReferenceLimits.subject(app, reference), contact.type(), row.id());
        return new ReferenceCodes.Ask(app, reference, subject, contact, false, "", row.locale(), row.epoch());
    }

    /// Confirms what waits under that id, by a code of the person, and makes backup codes where there are none.
    public ConfirmReferenceOutcome confirm(VerifyApp app, String reference, String id, String code, Origin origin) {
        return confirmations.confirm(new ReferenceConfirmations.Typed(app, reference, id, code, origin));
    }

    private Instant now() {
        return rooms.ground().clock().instant();
    }
}
