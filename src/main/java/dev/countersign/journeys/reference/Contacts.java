package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Mailbox;
import dev.countersign.factors.outofband.PhoneNumber;
import java.time.Instant;
import java.util.Optional;

/// The phones and mailboxes of references.
final class Contacts {
    private final ReferenceRooms rooms;

    Contacts(ReferenceRooms rooms) {
        this.rooms = rooms;
    }

    /// A contact that codes go to.
    record Active(String factorId, Contact contact) {}

    /// Where codes of that kind go now; empty where nobody has enrolled it, and while it is suspended.
    Optional<Active> active(String holderId, FactorType type) {
        boolean usable = rooms.factors().list(holderId).stream()
                .filter(factor -> factor.type() == type)
                .allMatch(Factor::usable);
        return usable ? any(holderId, type) : Optional.empty();
    }

    /// The same, suspended or not.
    Optional<Active> any(String holderId, FactorType type) {
        return switch (type) {
            case SMS -> rooms.phones().active(holderId).map(it -> new Active(it.factorId(), Contact.of(it.number())));
            case EMAIL ->
                rooms.mailboxes().active(holderId).map(it -> new Active(it.factorId(), Contact.of(it.mailbox())));
            case PASSWORD, TOTP, BACKUP_CODE, PASSKEY, HAND_OVER, DEVICE -> Optional.empty();
        };
    }

    void begin(String holderId, String enrolmentId, PhoneNumber number, Instant until) {
        rooms.phones().begin(holderId, enrolmentId, number, until);
    }

    void begin(String holderId, String enrolmentId, Mailbox mailbox, Instant until) {
        rooms.mailboxes().begin(holderId, enrolmentId, mailbox, until);
    }

    /// What waits for its code under that id.
    Optional<Contact> pending(String holderId, String enrolmentId, FactorType type, Instant now) {
        return switch (type) {
            case SMS -> rooms.phones().pending(holderId, enrolmentId, now).map(Contact::of);
            case EMAIL -> rooms.mailboxes().pending(holderId, enrolmentId, now).map(Contact::of);
            case PASSWORD, TOTP, BACKUP_CODE, PASSKEY, HAND_OVER, DEVICE -> Optional.empty();
        };
    }

    /// Makes what waits the one that codes go to; false when it does not wait any more.
    boolean activate(String holderId, String enrolmentId, FactorType type, Instant now) {
        return switch (type) {
            case SMS -> rooms.phones().activate(holderId, enrolmentId, now).isPresent();
            case EMAIL -> rooms.mailboxes().activate(holderId, enrolmentId, now).isPresent();
            case PASSWORD, TOTP, BACKUP_CODE, PASSKEY, HAND_OVER, DEVICE -> false;
        };
    }

    void discardPending(String holderId) {
        rooms.phones().discardPending(holderId);
        rooms.mailboxes().discardPending(holderId);
    }

    void removeAll(String holderId) {
        rooms.phones().removeAll(holderId);
        rooms.mailboxes().removeAll(holderId);
    }
}
