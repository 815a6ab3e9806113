package dev.countersign.factors.passkey;

import java.util.Locale;

/// Whether the authenticator is to make sure that it is the person (fingerprint, face, PIN): WebAuthn's
/// `userVerification`.
public enum UserVerification {
    REQUIRED,
    PREFERRED,
    DISCOURAGED;

    /// WebAuthn's word.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
