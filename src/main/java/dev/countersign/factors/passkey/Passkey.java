package dev.countersign.factors.passkey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One enrolled passkey. The id is that of its factor; the name is the person's word for it. The model is its
/// authenticator's name, null where it is not known. `syncable` says that it can be copied to other devices (WebAuthn's
/// backup eligibility), `synced` that it is; `userVerified` that it made sure that it is the person when it was made,
/// or
/// with the password since; `discoverable` is null where the browser did not say.
public record Passkey(
        String id,
        String accountId,
        String name,
        String credentialId,
        UUID aaguid,
        @Nullable String model,
        List<String> transports,
        boolean syncable,
        boolean synced,
        boolean userVerified,
        @Nullable Boolean discoverable,
        Instant enrolledAt,
        @Nullable Instant lastUsedAt) {

    /// Whether it never leaves the device it was made on.
    public boolean deviceBound() {
        return !syncable;
    }
}
