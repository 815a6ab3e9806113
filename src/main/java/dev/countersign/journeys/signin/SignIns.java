package dev.countersign.journeys.signin;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signing in: the password, the challenge, the answer.
public final class SignIns {

    /// Step one.
    public SignInOutcome start(PasswordSignIn attempt) {
        throw new UnsupportedOperationException();
    }

    /// The open challenge behind a token, or empty when it is over or another browser's.
    public Optional<Challenge> challenge(String token, @Nullable String deviceToken) {
        throw new UnsupportedOperationException();
    }

    /// Step two, for sign-in and step-up alike.
    public VerifyOutcome verify(Response response) {
        throw new UnsupportedOperationException();
    }

    /// Ends a challenge ("Not you?").
    public void cancel(String token) {
        throw new UnsupportedOperationException();
    }

    /// The grant behind an enrolment token, or empty when it is over.
    public Optional<EnrolmentGrant> grant(String token) {
        throw new UnsupportedOperationException();
    }
}
