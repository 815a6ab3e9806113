package dev.countersign.ground.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A row of audit_event.
///
/// @param data JSON
/// @param stream the organisation in whose log it stands though it tells of none; the database fills it
record AuditRow(
        String id,
        Instant at,
        String type,
        @Nullable String accountId,
        @Nullable String actorId,
        @Nullable String organisationId,
        Origin origin,
        String data,
        @Nullable String stream) {
    private static final JsonMapper JSON =
            JsonMapper.builder().addMixIn(AuditEvent.class, Data.class).build();
    private static final TypeReference<Map<String, Object>> DATA = new TypeReference<>() {};
    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");
    private static final Map<Class<?>, String> TYPES = new ConcurrentHashMap<>();

    /// What an event says besides the columns of its own.
    @JsonIgnoreProperties({"accountId", "actorId", "organisationId"})
    private interface Data {}

    static AuditRow of(String id, Instant at, AuditEvent event, Origin origin) {
        return new AuditRow(
                id,
                at,
                TYPES.computeIfAbsent(event.getClass(), AuditRow::typeOf),
                event.accountId(),
                event.actorId(),
                event.organisationId(),
                origin,
                data(event, origin),
                null);
    }

    /// What a key did is on record as its maker's, with the key beside it.
    private static String data(AuditEvent event, Origin origin) {
        Origin.Key key = origin.key();
        if (key == null) {
            return JSON.writeValueAsString(event);
        }
        ObjectNode data = JSON.valueToTree(event);
        data.putObject(AuditEntry.KEY).put("id", key.id()).put("name", key.name());
        return JSON.writeValueAsString(data);
    }

    /// The name of a type of event.
    static String typeOf(Class<?> type) {
        return WORD_START.matcher(type.getSimpleName()).replaceAll("-").toLowerCase(Locale.ROOT);
    }

    AuditEntry entry() {
        return new AuditEntry(id, at, type, accountId, actorId, organisationId, origin, JSON.readValue(data, DATA));
    }

    /// One line for the server's log, `key=value`. Whatever came from outside is quoted and cannot leave its place.
    String line() {
        StringBuilder line = new StringBuilder("type=").append(type);
        LogText.append(line, "event", id);
        LogText.append(line, "account", accountId);
        LogText.append(line, "actor", actorId);
        LogText.append(line, "organisation", organisationId);
        LogText.append(line, "network", origin.network());
        LogText.append(line, "browser", origin.browser());
        LogText.append(line, "data", data);
        return line.toString();
    }
}
