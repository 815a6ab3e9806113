package dev.countersign.doors.web;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.LoggedEvent;
import dev.countersign.pages.EventSentence;
import dev.countersign.pages.LogLine;
import dev.countersign.pages.LogLine.Fact;
import dev.countersign.pages.LogLine.Person;
import dev.countersign.pages.Times;
import dev.countersign.pages.Words;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Events of a log as its page shows them.
final class LogLines {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.shared();

    private LogLines() {}

    static LogLine of(LoggedEvent event, Words words, Times times) {
        AuditEntry entry = event.entry();
        boolean console = entry.origin().equals(Origin.CONSOLE);
        return new LogLine(
                entry.id(),
                entry.type(),
                EventSentence.of(words, event),
                times.exact(entry.at()),
                UTC.format(entry.at()),
                console ? "" : entry.origin().browser(),
                console ? "" : entry.origin().network(),
                people(event),
                facts(entry.data()));
    }

    private static List<Person> people(LoggedEvent event) {
        List<Person> people = new ArrayList<>();
        add(people, event.entry().actorId(), event.actor());
        if (!Objects.equals(event.entry().actorId(), event.entry().accountId())) {
            add(people, event.entry().accountId(), event.account());
        }
        return people;
    }

    private static void add(List<Person> people, @Nullable String id, @Nullable String name) {
        if (id != null && name != null) {
            people.add(new Person(id, name));
        }
    }

    private static List<Fact> facts(Map<String, Object> data) {
        return data.entrySet().stream()
                .filter(field -> field.getValue() != null)
                .map(field -> new Fact(
                        field.getKey(),
                        field.getValue() instanceof List<?> || field.getValue() instanceof Map<?, ?>
                                ? JSON.writeValueAsString(field.getValue())
                                : field.getValue().toString()))
                .toList();
    }
}
