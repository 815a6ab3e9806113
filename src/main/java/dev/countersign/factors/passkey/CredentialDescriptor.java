package dev.countersign.factors.passkey;

import java.util.List;

/// One credential as options name it: WebAuthn's `PublicKeyCredentialDescriptorJSON`.
public record CredentialDescriptor(String type, String id, List<String> transports) {
    static CredentialDescriptor of(String credentialId, List<String> transports) {
        return new CredentialDescriptor("public-key", credentialId, transports);
    }
}
