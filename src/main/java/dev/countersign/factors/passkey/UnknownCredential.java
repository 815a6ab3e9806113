package dev.countersign.factors.passkey;

/// What a browser is told so that the password manager drops a passkey: the argument of
/// `PublicKeyCredential.signalUnknownCredential` (WebAuthn §5.1.10).
public record UnknownCredential(String rpId, String credentialId) {
    /// As JSON text.
    public String json() {
        return CredentialJson.write(this);
    }
}
