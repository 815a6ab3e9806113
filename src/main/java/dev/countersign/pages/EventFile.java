package dev.countersign.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.AuditExport;
import dev.countersign.journeys.organisation.LoggedEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The forms in which a log is read out. The text is UTF-8.
public enum EventFile {
    /// A table for spreadsheets, after RFC 4180.
    CSV("text/csv") {
        @Override
        public void begin(Writer to) throws IOException {
            CsvLine.write(
                    to,
                    List.of(
                            "at",
                            "type",
                            "sentence",
                            "actor",
                            "actorId",
                            "account",
                            "accountId",
                            "network",
                            "browser",
                            "data",
                            "id"));
        }

        @Override
        public void write(Writer to, LoggedEvent event, Words words) throws IOException {
            AuditEntry entry = event.entry();
            CsvLine.write(
                    to,
                    List.of(
                            entry.at().toString(),
                            entry.type(),
                            EventSentence.of(words, event),
                            text(event.actor()),
                            text(entry.actorId()),
                            text(event.account()),
                            text(entry.accountId()),
                            entry.origin().network(),
                            entry.origin().browser(),
                            JSON.writeValueAsString(entry.data()),
                            entry.id()));
        }
    },
    /// One JSON object a line, each as the API's list has it.
    NDJSON("application/x-ndjson") {
        @Override
        public void begin(Writer to) {
            // There is no heading.
        }

        @Override
        public void write(Writer to, LoggedEvent event, Words words) throws IOException {
            to.write(JSON.writeValueAsString(fields(event, words)));
            to.write('\n');
        }
    };

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String type;

    EventFile(String type) {
        this.type = type;
    }

    /// Its media type.
    public String mediaType() {
        return type;
    }

    /// Its name in addresses and commands, and the end of a file's name.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The form of that name.
    public static Optional<EventFile> of(String word) {
        for (EventFile each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /// Writes a whole log, part by part, and closes it.
    ///
    /// @throws IOException when nobody takes it any more
    public void write(AuditExport log, OutputStream to, Words words) throws IOException {
        Writer text = new BufferedWriter(new OutputStreamWriter(to, UTF_8));
        try (log) {
            begin(text);
            for (List<LoggedEvent> part = log.next(); !part.isEmpty(); part = log.next()) {
                for (LoggedEvent event : part) {
                    write(text, event, words);
                }
            }
            text.flush();
        }
    }

    /// Writes what stands before the events.
    public abstract void begin(Writer to) throws IOException;

    /// Writes one event.
    public abstract void write(Writer to, LoggedEvent event, Words words) throws IOException;

    /// An event by its fields, as JSON has it.
    static Map<String, @Nullable Object> fields(LoggedEvent event, Words words) {
        AuditEntry entry = event.entry();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", entry.id());
        fields.put("at", entry.at().toString());
        fields.put("type", entry.type());
        fields.put("actor", person(entry.actorId(), event.actor()));
        fields.put("account", person(entry.accountId(), event.account()));
        fields.put("apiKey", entry.key().map(EventFile::key).orElse(null));
        fields.put("sentence", EventSentence.of(words, event));
        fields.put("browser", entry.origin().browser());
        fields.put("network", entry.origin().network());
        fields.put("data", entry.data());
        return fields;
    }

    private static Map<String, Object> key(Origin.Key key) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", key.id());
        fields.put("name", key.name());
        return fields;
    }

    private static @Nullable Map<String, @Nullable Object> person(@Nullable String id, @Nullable String name) {
        if (id == null) {
            return null;
        }
        Map<String, @Nullable Object> person = new LinkedHashMap<>();
        person.put("id", id);
        person.put("name", name);
        return person;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
