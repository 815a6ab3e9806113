package dev.countersign.factors.passkey;

import java.util.List;

/// What `navigator.credentials.get` is asked: WebAuthn's `PublicKeyCredentialRequestOptionsJSON` (§5.1.9), component by
/// component. Timeout in milliseconds; challenge and ids in base64url; no credentials named means any discoverable one.
public record RequestOptions(
        String challenge,
        long timeout,
        String rpId,
        List<CredentialDescriptor> allowCredentials,
        String userVerification,
        List<String> hints) {

    /// As JSON text.
    public String json() {
        return CredentialJson.write(this);
    }
}
