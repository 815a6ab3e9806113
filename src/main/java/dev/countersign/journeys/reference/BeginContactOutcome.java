package dev.countersign.journeys.reference;

import dev.countersign.factors.outofband.PhoneNumber;
import java.time.Instant;

/// What came of beginning to enrol a phone or a mailbox of a reference.
public sealed interface BeginContactOutcome {
    /// A code is on its way to where is hinted at. `late`: the gateways are down or slow.
    record Begun(String id, String hint, Instant nextSendAt, Instant expiresAt, int attemptsLeft, boolean late)
            implements BeginContactOutcome {}

    /// It has one: it is reset first.
    record EnrolledAlready() implements BeginContactOutcome {}

    /// Not a number that exists.
    record NotANumber(PhoneNumber.Example example) implements BeginContactOutcome {}

    /// A number that gets no texts.
    record NotMobile(PhoneNumber.Example example) implements BeginContactOutcome {}

    /// A number of a country that no texts are sent to.
    record CountryBarred() implements BeginContactOutcome {}

    /// Nothing that mail can be sent to.
    record NotAnAddress() implements BeginContactOutcome {}

    /// This server sends no such messages.
    record NotOffered() implements BeginContactOutcome {}

    /// Not yet.
    record TooSoon(Instant retryAt) implements BeginContactOutcome {}

    /// Too many for now.
    record Limited(Instant retryAt) implements BeginContactOutcome {}
}
