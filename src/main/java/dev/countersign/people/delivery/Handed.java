package dev.countersign.people.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a gateway made of a letter. `reason` is for the operator's log: never a code, a body or a whole number.
public sealed interface Handed {
    /// It was taken. `reference` is the gateway's own id, by which receipts name it.
    record Taken(@Nullable String reference) implements Handed {}

    /// This message will not be taken however often it is offered, nor by another gateway: there is no such number
    /// or address, or it does not want to be written to.
    record RefusedRequest(String reason) implements Handed {}

    /// The gateway takes nothing of ours (wrong password, no money, not allowed there): try the next one.
    record RefusedTransport(String reason) implements Handed {}

    /// The gateway holds it for fraud or message pumping: no gateway is tried with it.
    record Fraud(String reason) implements Handed {}

    /// Not now. `retryAfter` is what the gateway asked for, if it did.
    record RateLimited(String reason, @Nullable Duration retryAfter) implements Handed {}

    /// It did not get there: no connection, or an error before anything was taken. May be tried again.
    record Unavailable(String reason) implements Handed {}

    /// The line broke after the letter had gone out and before the answer: it may have been taken. With a code in
    /// it, it is not tried again.
    record Unknown(String reason) implements Handed {}
}
