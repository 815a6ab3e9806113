package dev.countersign.factors.passkey;

import java.util.List;

/// What a browser is told so that the password manager keeps these passkeys of the account and no others: the argument
/// of `PublicKeyCredential.signalAllAcceptedCredentials` (WebAuthn §5.1.10).
public record AcceptedCredentials(String rpId, String userId, List<String> allAcceptedCredentialIds) {
    /// As JSON text.
    public String json() {
        return CredentialJson.write(this);
    }
}
