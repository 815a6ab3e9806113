package dev.countersign.journeys.enrolment;

import dev.countersign.factors.outofband.PhoneNumber.Example;
import java.time.Instant;

/// What came of giving a phone number to be verified.
public sealed interface BeginSmsOutcome {
    /// It is pending, and a code is on its way to the number that is hinted at; the next one may follow from then
    /// on. `late`: the gateways are down or slow.
    record Begun(String id, String hint, Instant nextSendAt, Instant expiresAt, boolean late)
            implements BeginSmsOutcome {}

    /// That is no number that exists.
    record NotANumber(Example example) implements BeginSmsOutcome {}

    /// That number gets no texts.
    record NotMobile(Example example) implements BeginSmsOutcome {}

    /// No texts are sent to that country.
    record CountryBarred() implements BeginSmsOutcome {}

    /// The session's proof is too old, or of the wrong kind.
    record StepUpRequired() implements BeginSmsOutcome {}

    /// Policy does not let this account enrol that, or no text can be sent.
    record NotAllowed() implements BeginSmsOutcome {}

    /// Not yet: a code went out a moment ago. Nothing was begun.
    record TooSoon(Instant retryAt) implements BeginSmsOutcome {}

    /// Too many texts for now. Nothing was begun.
    record Limited(Instant retryAt) implements BeginSmsOutcome {}
}
