package dev.countersign.journeys.signin;

import dev.countersign.factors.passkey.UnknownCredential;
import dev.countersign.ground.secret.Token;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of a response to a challenge.
public sealed interface VerifyOutcome
        permits SignInOutcome.SignedIn,
                SignInOutcome.MustEnrol,
                VerifyOutcome.SteppedUp,
                VerifyOutcome.Incorrect,
                VerifyOutcome.UnknownPasskey,
                VerifyOutcome.AlreadyUsed,
                VerifyOutcome.CodeExpired,
                VerifyOutcome.Expired,
                VerifyOutcome.Spent,
                VerifyOutcome.LockedOut,
                VerifyOutcome.NotOffered,
                VerifyOutcome.Busy {

    /// The session has fresh evidence and a new token; the old token is dead.
    record SteppedUp(Session session, Token token) implements VerifyOutcome {}

    /// A wrong code. `clockOff` is how far the phone's clock is behind (positive) or ahead (negative) of the
    /// server's, once two codes agree on it.
    record Incorrect(int attemptsLeft, @Nullable Duration clockOff) implements VerifyOutcome {}

    /// A passkey that nobody has: it was removed. The browser may be told so.
    record UnknownPasskey(int attemptsLeft, UnknownCredential credential) implements VerifyOutcome {}

    /// The code was right, and used before.
    record AlreadyUsed(int attemptsLeft) implements VerifyOutcome {}

    /// The code that was sent has run out, or was sent before the account changed: ask for a new one.
    record CodeExpired(int attemptsLeft) implements VerifyOutcome {}

    /// The challenge ran out, was answered or cancelled, or is another browser's.
    record Expired() implements VerifyOutcome {}

    /// All its attempts are used.
    record Spent() implements VerifyOutcome {}

    /// Typed codes of this account are locked.
    record LockedOut(Instant until) implements VerifyOutcome {}

    /// This challenge does not take that factor.
    record NotOffered() implements VerifyOutcome {}

    /// Too many codes are being checked at this moment; nothing was counted for good.
    record Busy(Duration retryAfter) implements VerifyOutcome {}
}
