package dev.countersign.factors.passkey;

import org.jspecify.annotations.Nullable;

/// What a browser sent as a signature by passkey (`AuthenticationResponseJSON`), read but not checked.
public final class PasskeyAnswer {
    private final CredentialJson.@Nullable Assertion assertion;

    private PasskeyAnswer(CredentialJson.@Nullable Assertion assertion) {
        this.assertion = assertion;
    }

    /// Whatever it is: one that is no signature is refused when it is looked up.
    public static PasskeyAnswer read(String credential) {
        return new PasskeyAnswer(CredentialJson.assertion(credential).orElse(null));
    }

    CredentialJson.@Nullable Assertion assertion() {
        return assertion;
    }
}
