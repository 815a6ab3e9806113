package dev.countersign.journeys.authorization;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an account gave an app once: with the evidence of the session that it was given on, and the epoch.
///
/// @param offline whether it outlives the session
record Grant(
        String accountId,
        String id,
        String clientId,
        long epoch,
        String sessionId,
        boolean offline,
        Set<String> scopes,
        List<Evidence> evidence,
        Instant sessionCreatedAt,
        @Nullable String redirectUri,
        @Nullable String nonce,
        @Nullable String challenge,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt) {

    /// The session that it was given on, as it was then: what stands in for it once it has ended.
    Session session() {
        return new Session(
                sessionId, accountId, epoch, null, sessionCreatedAt, lastUsedAt, expiresAt, evidence, "", "");
    }

    /// Whether it was given to a device without a browser, to which no address leads back.
    boolean onDevice() {
        return redirectUri == null;
    }
}
