package dev.countersign.journeys.signin;

import dev.countersign.factors.passkey.UnknownCredential;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What came of signing in with a passkey alone. A good one ends as a right password does, in
/// [SignInOutcome.Entered].
public sealed interface PasskeySignInOutcome
        permits SignInOutcome.Entered,
                PasskeySignInOutcome.Refused,
                PasskeySignInOutcome.Expired,
                PasskeySignInOutcome.Delayed,
                PasskeySignInOutcome.NotOffered {

    /// It does not open any account. `unknown` is what the browser may be told of a passkey that nobody has.
    record Refused(@Nullable UnknownCredential unknown) implements PasskeySignInOutcome {}

    /// Asked too long ago, or answered before.
    record Expired() implements PasskeySignInOutcome {}

    /// Too many failures from this network.
    record Delayed(Instant until) implements PasskeySignInOutcome {}

    /// Browsers have no passkeys at this address.
    record NotOffered() implements PasskeySignInOutcome {}
}
