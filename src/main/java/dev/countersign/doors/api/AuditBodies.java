package dev.countersign.doors.api;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes over the wire of an organisation's log.
final class AuditBodies {
    private AuditBodies() {}

    /// @param actor who did it, null where nobody with an account did
    /// @param account whom it is about, null where it is about nobody
    /// @param apiKey the key that did it for its maker, the actor; null where no key did
    record EventView(
            String id,
            Instant at,
            String type,
            @Nullable EventPerson actor,
            @Nullable EventPerson account,
            @Nullable EventKey apiKey,
            String sentence,
            String browser,
            String network,
            Map<String, Object> data)
            implements Wire {}

    record EventKey(String id, String name) implements Wire {}

    /// @param name null for an account that is gone
    record EventPerson(String id, @Nullable String name) implements Wire {}
}
