package dev.countersign.journeys.signup;

import dev.countersign.ground.secret.Token;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ways to get an account.
public final class SignUps {

    /// Whether anybody may sign up.
    public boolean open() {
        throw new UnsupportedOperationException();
    }

    /// Signs up, openly or with an invitation.
    public SignUpOutcome signUp(NewAccount form) {
        throw new UnsupportedOperationException();
    }

    /// A new set-up link's token, good for an hour and once; empty when the first start is done. The one before is void.
    public Optional<Token> newSetUpLink() {
        throw new UnsupportedOperationException();
    }

    /// Whether that set-up link still works.
    public boolean setUpLinkGood(String token) {
        throw new UnsupportedOperationException();
    }

    /// Makes the operator's account and the first organisation, which it owns.
    public SignUpOutcome firstStart(String setUpToken, NewAccount form, String organisationName) {
        throw new UnsupportedOperationException();
    }

    /// A new invitation link's token, for that address only where one is given.
    public Token invite(@Nullable String email, Duration goodFor) {
        throw new UnsupportedOperationException();
    }

    /// The address an invitation that still works is for ("" where it is for anyone), or empty.
    public Optional<String> invitationGood(String token) {
        throw new UnsupportedOperationException();
    }
}
