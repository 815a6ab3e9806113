package dev.countersign.factors.passkey;

import java.util.List;

/// What `navigator.credentials.create` is asked: WebAuthn's `PublicKeyCredentialCreationOptionsJSON` (§5.1.8),
/// component
/// by component. Timeout in milliseconds; challenge and ids in base64url.
public record CreationOptions(
        Party rp,
        User user,
        String challenge,
        List<Parameter> pubKeyCredParams,
        long timeout,
        List<CredentialDescriptor> excludeCredentials,
        Selection authenticatorSelection,
        List<String> hints,
        String attestation,
        Extensions extensions) {

    /// The relying party.
    public record Party(String id, String name) {}

    /// The account: its user handle, its address and its name.
    public record User(String id, String name, String displayName) {}

    /// A kind of key, by its COSE algorithm.
    public record Parameter(String type, int alg) {}

    /// Which authenticators will do.
    public record Selection(String residentKey, boolean requireResidentKey, String userVerification) {}

    /// `credProps` says whether the passkey is discoverable.
    public record Extensions(boolean credProps) {}

    /// As JSON text.
    public String json() {
        return CredentialJson.write(this);
    }
}
