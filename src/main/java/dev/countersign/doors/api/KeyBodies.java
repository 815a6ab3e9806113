package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about API keys.
final class KeyBodies {
    private KeyBodies() {}

    record KeyRequest(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable String expiresAt) implements Wire {}

    /// @param hint how the key begins
    /// @param ended why it opens nothing any more, null while it does
    /// @param key the key, for whoever makes it, once
    record KeyView(
            String id,
            String name,
            String hint,
            List<String> scopes,
            KeyMaker madeBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable String lastUsedFrom,
            @Nullable String ended,
            @JsonInclude(Include.NON_NULL) @Nullable String key)
            implements Wire {}

    record KeyMaker(String id, @Nullable String name) implements Wire {}
}
