package dev.countersign.journeys.signin;

import dev.countersign.ground.secret.Token;
import dev.countersign.people.account.Account;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What came of an email and a password. Every way to a session ends in one of the first four.
public sealed interface SignInOutcome {

    /// How far a sign-in with the right password came.
    sealed interface Entered extends SignInOutcome, PasskeySignInOutcome
            permits SignedIn, Challenged, MustEnrol, Suspended {
        /// The device's new secret, where it has one to keep.
        @Nullable
        Token device();
    }

    /// A session, complete.
    record SignedIn(
            Session session,
            Token token,
            Account account,
            @Nullable Token device,
            Set<Owed> owes) implements Entered, VerifyOutcome, ConfirmedEntry {}

    /// A second step is asked for.
    record Challenged(
            Challenge challenge, Token token, @Nullable Token device) implements Entered {}

    /// A factor has to be enrolled before any session.
    record MustEnrol(
            EnrolmentGrant grant,
            Token token,
            Account account,
            @Nullable Token device) implements Entered, VerifyOutcome, ConfirmedEntry {}

    /// The account is suspended, which is said to nobody but who has proven as much as its owner would.
    record Suspended(Account account, @Nullable Token device) implements Entered {}

    /// Unknown address or wrong password: the same answer, in the same time.
    record InvalidCredentials() implements SignInOutcome {}

    /// Too many failures for this account from this network.
    record Delayed(Instant until) implements SignInOutcome {}

    /// Strangers guess at this account's password: on a device not seen before, a mailed link is needed first. The
    /// same for an address without an account.
    record LinkNeeded() implements SignInOutcome {}

    /// Too many passwords are being checked at this moment.
    record Busy(Duration retryAfter) implements SignInOutcome {}

    /// What confirming an enrolment leads to.
    sealed interface ConfirmedEntry permits SignedIn, MustEnrol {}
}
