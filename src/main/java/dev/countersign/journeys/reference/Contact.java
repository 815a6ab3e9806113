package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.Destination;
import dev.countersign.factors.outofband.Mailbox;
import dev.countersign.factors.outofband.PhoneNumber;

/// Where codes of a reference go: a phone or a mailbox. It prints masked.
///
/// @param to what its codes are bound to
/// @param address what a message is addressed to
/// @param hint how it is shown
/// @param country that of a number, "" of an address
record Contact(FactorType type, Destination to, String address, String hint, String country) {
    static Contact of(PhoneNumber number) {
        return new Contact(FactorType.SMS, Destination.of(number), number.e164(), number.masked(), number.country());
    }

    static Contact of(Mailbox mailbox) {
        return new Contact(FactorType.EMAIL, mailbox.destination(), mailbox.address(), mailbox.masked(), "");
    }

    @Override
    public String toString() {
        return "Contact[" + hint + "]";
    }
}
