package dev.countersign.journeys.recovery;

import dev.countersign.ground.secret.Token;
import dev.countersign.rules.session.Session;
import java.time.Instant;

/// What came of asking for another address, or of the code that confirms it.
public sealed interface AddressChangeOutcome {
    /// A code is on its way there, if that address has no account; if it has, the mail says so instead.
    record CodeSent(String email, Instant nextSendAt, Instant expiresAt) implements AddressChangeOutcome {}

    /// It is the account's address. Every other session is over, and this one goes on under another token.
    record Changed(Session session, Token token) implements AddressChangeOutcome {}

    /// That is no address.
    record NotAnAddress() implements AddressChangeOutcome {}

    /// The account has that address already.
    record Unchanged() implements AddressChangeOutcome {}

    /// Another account has it. Said only where no mail can be sent, and to who has shown that the mailbox is theirs.
    record Taken() implements AddressChangeOutcome {}

    /// A code went out a moment ago, and still works.
    record TooSoon(Instant retryAt) implements AddressChangeOutcome {}

    /// Too many codes were asked for.
    record Limited(Instant retryAt) implements AddressChangeOutcome {}

    /// That is not the newest code.
    record Incorrect(int attemptsLeft) implements AddressChangeOutcome {}

    /// The newest code has run out; another can be sent.
    record CodeExpired(int attemptsLeft) implements AddressChangeOutcome {}

    /// Too many wrong codes: to be begun again.
    record Spent() implements AddressChangeOutcome {}

    /// Nothing waits for a code here: unknown, done, or too old.
    record Over() implements AddressChangeOutcome {}

    /// The session's proof is too old, or the session is over.
    record StepUpRequired() implements AddressChangeOutcome {}
}
