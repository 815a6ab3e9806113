package dev.countersign.journeys.signin;

import java.time.Instant;

/// What came of asking for a code.
public sealed interface SendOutcome {
    /// It is on its way to where is hinted at; the next one may follow from then on. `late`: the gateways are down
    /// or slow, and another way is quicker.
    record Sent(String hint, Instant nextSendAt, boolean late) implements SendOutcome {}

    /// Not yet; the code before still works.
    record TooSoon(Instant retryAt) implements SendOutcome {}

    /// Too many for now; the code before still works.
    record Limited(Instant retryAt) implements SendOutcome {}

    /// Typed codes of this account are locked, so none is sent.
    record LockedOut(Instant until) implements SendOutcome {}

    /// This question does not take such a code, or none can be sent.
    record NotOffered() implements SendOutcome {}

    /// The question ran out, was answered, or is another's.
    record Expired() implements SendOutcome {}
}
