package dev.countersign.ground.audit;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event as it stands on record. `type` is the event's name in kebab case (`signed-in`); `data` holds its own
/// components by name, as JSON has them: text, numbers, booleans, lists.
public record AuditEntry(
        String id,
        Instant at,
        String type,
        @Nullable String accountId,
        @Nullable String actorId,
        @Nullable String organisationId,
        Origin origin,
        Map<String, Object> data) {}
