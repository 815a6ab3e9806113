package dev.countersign.people.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An app that signs people in here. Its secret is not part of it: only hashes are kept.
///
/// @param id what the app calls itself by, `client_id`
/// @param oldSecretUntil until when the secret before the newest one still works, or null
public record Client(
        String id,
        String organisationId,
        ClientTerms terms,
        Instant createdAt,
        @Nullable Instant oldSecretUntil) {

    /// Whether the app can keep a secret: one that runs on people's own devices cannot.
    public boolean confidential() {
        return terms.kind() == ClientTerms.Kind.CONFIDENTIAL;
    }
}
