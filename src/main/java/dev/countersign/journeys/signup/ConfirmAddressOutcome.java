package dev.countersign.journeys.signup;

import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.people.account.Account;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of confirming the address of a sign-up.
public sealed interface ConfirmAddressOutcome {
    /// There is an account now; `entered` is how far its first sign-in came, where one was asked for.
    record Confirmed(Account account, @Nullable Entered entered) implements ConfirmAddressOutcome {}

    /// That is not the code.
    record Incorrect(int attemptsLeft) implements ConfirmAddressOutcome {}

    /// Another browser than the one that signed up: the password is needed besides the link.
    record PasswordNeeded() implements ConfirmAddressOutcome {}

    /// That is not the password of this sign-up.
    record WrongPassword(int attemptsLeft) implements ConfirmAddressOutcome {}

    /// Nothing waits to be confirmed: unknown, done, too old, or too many wrong codes.
    record Over() implements ConfirmAddressOutcome {}

    /// Too many codes were tried from that network. No try was spent, and whether any sign-up waits is not looked
    /// at.
    record Delayed(Instant until) implements ConfirmAddressOutcome {}

    /// Too many passwords are being hashed at this moment.
    record Busy(Duration retryAfter) implements ConfirmAddressOutcome {}
}
