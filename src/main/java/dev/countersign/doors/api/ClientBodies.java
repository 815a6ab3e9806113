package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about apps.
final class ClientBodies {
    private ClientBodies() {}

    /// What is to be agreed with an app, whole. A list that is left out is empty, a choice that is left out says no.
    record ClientRequest(
            @Nullable String name,
            @Nullable String kind,
            @Nullable List<String> redirects,
            @Nullable List<String> logoutRedirects,
            @Nullable String backChannel,
            @Nullable List<String> scopes,
            @Nullable String algorithm,
            @Nullable Boolean proofKey,
            @Nullable Boolean device,
            @Nullable Boolean everyone,
            @Nullable Boolean asks,
            @Nullable String leastAcr)
            implements Wire {}

    /// The secret is there once, for whoever makes it.
    record ClientView(
            String id,
            String name,
            String kind,
            List<String> redirects,
            List<String> logoutRedirects,
            @Nullable String backChannel,
            List<String> scopes,
            String algorithm,
            boolean proofKey,
            boolean device,
            boolean everyone,
            boolean asks,
            @Nullable String leastAcr,
            Instant createdAt,
            @Nullable Instant oldSecretUntil,
            @JsonInclude(Include.NON_NULL) @Nullable String secret)
            implements Wire {}

    record SecretRequest(@Nullable Boolean atOnce) implements Wire {}

    record UsedAppView(String id, String name, List<String> scopes, Instant lastSignInAt) implements Wire {}
}
