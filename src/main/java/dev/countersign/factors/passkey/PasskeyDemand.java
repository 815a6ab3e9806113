package dev.countersign.factors.passkey;

/// What is wanted of a passkey: user verification; when one is made, that it is discoverable (found without naming the
/// account first; always preferred, here required) and that it never leaves its device.
public record PasskeyDemand(UserVerification userVerification, boolean discoverable, boolean deviceBound) {
    /// Taken as it comes: user verification where the authenticator can do it.
    public static PasskeyDemand preferred() {
        return new PasskeyDemand(UserVerification.PREFERRED, false, false);
    }

    /// Both steps in one: user verification is needed.
    public static PasskeyDemand verified() {
        return new PasskeyDemand(UserVerification.REQUIRED, false, false);
    }
}
