package dev.countersign.ground.audit;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An event as it stands on record. `type` is the event's name in kebab case (`signed-in`); `data` holds its own
/// components by name, as JSON has them: text, numbers, booleans, lists. What an API key did has `apiKey` there
/// besides: the key's id and name; `actorId` is its maker.
public record AuditEntry(
        String id,
        Instant at,
        String type,
        @Nullable String accountId,
        @Nullable String actorId,
        @Nullable String organisationId,
        Origin origin,
        Map<String, Object> data) {
    /// The name in `data` of the API key by which it was done.
    public static final String KEY = "apiKey";

    /// The API key by which it was done, if one was.
    public Optional<Origin.Key> key() {
        return data.get(KEY) instanceof Map<?, ?> key
                ? Optional.of(new Origin.Key(String.valueOf(key.get("id")), String.valueOf(key.get("name"))))
                : Optional.empty();
    }
}
