package dev.countersign.journeys.signin;

import dev.countersign.ground.secret.Token;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;

/// What came of typing the password again on a session of an account that has no second factor.
public sealed interface PasswordAgainOutcome {
    /// Fresh, with a new token; the old one is dead.
    record SteppedUp(Session session, Token token) implements PasswordAgainOutcome {}

    /// Not the password.
    record Incorrect() implements PasswordAgainOutcome {}

    /// Too many failures.
    record Delayed(Instant until) implements PasswordAgainOutcome {}

    /// The account has a second factor, so the password is not enough.
    record SecondFactorNeeded() implements PasswordAgainOutcome {}

    /// Too many passwords are being checked at this moment.
    record Busy(Duration retryAfter) implements PasswordAgainOutcome {}
}
