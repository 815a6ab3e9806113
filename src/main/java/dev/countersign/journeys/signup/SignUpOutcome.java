package dev.countersign.journeys.signup;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.people.account.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of asking for an account.
public sealed interface SignUpOutcome {
    /// There is one; `entered` is how far its first sign-in came, where one was asked for.
    record Created(Account account, @Nullable Entered entered) implements SignUpOutcome {}

    /// The address has to be confirmed first; `holder` is the token by which this browser goes on. The same for an
    /// address that has an account.
    record AddressToConfirm(String email, Token holder, Instant until) implements SignUpOutcome {}

    /// Something in the form is not right.
    record Refused(List<Flaw> flaws) implements SignUpOutcome {}

    /// Accounts are made by invitation only.
    record InvitationNeeded() implements SignUpOutcome {}

    /// The link is unknown, used or too old.
    record LinkNotGood() implements SignUpOutcome {}

    /// Too many from this network.
    record Delayed(Instant until) implements SignUpOutcome {}

    /// Too many passwords are being hashed at this moment.
    record Busy(Duration retryAfter) implements SignUpOutcome {}
}
