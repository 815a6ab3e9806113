package dev.countersign.factors.passkey;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A checked passkey that is not enrolled yet. Ids and data are base64url; the suggested name is its authenticator's,
/// or what kind of thing it is.
public record NewPasskey(
        String accountId,
        String credentialId,
        String attestedData,
        UUID aaguid,
        List<String> transports,
        long signCount,
        boolean syncable,
        boolean synced,
        boolean userVerified,
        @Nullable Boolean discoverable,
        String suggestedName) {}
