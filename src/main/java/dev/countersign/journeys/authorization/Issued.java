package dev.countersign.journeys.authorization;

import dev.countersign.ground.secret.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tokens that an app has been given just now; they are known only here.
public record Issued(
        Holding holding,
        Set<String> scopes,
        Token access,
        Instant at,
        Instant expiresAt,
        @Nullable Token refresh) {

    /// How long the access token lives.
    public Duration life() {
        return Duration.between(at, expiresAt);
    }
}
