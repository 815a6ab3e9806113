package dev.countersign.doors.web;

import static java.util.stream.Collectors.joining;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.LoggedEvent;
import dev.countersign.pages.EventSentence;
import dev.countersign.pages.LogLine;
import dev.countersign.pages.LogLine.Fact;
import dev.countersign.pages.LogLine.Person;
import dev.countersign.pages.PolicyWords;
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

/// Events of a log as its page shows them.
final class LogLines {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

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
                facts(entry.data(), words));
    }

    private static List<Person> people(LoggedEvent event) {
        List<Person> people = new ArrayList<>();
        String actor = event.entry().actorId();
        String account = event.entry().accountId();
        if (Objects.equals(actor, account)) {
            add(people, "audit.person", account, event.account());
        } else {
            add(people, "audit.by", actor, event.actor());
            add(people, "audit.about", account, event.account());
        }
        return people;
    }

    private static void add(List<Person> people, String part, @Nullable String id, @Nullable String name) {
        if (id != null && name != null) {
            people.add(new Person(part, id, name));
        }
    }

    private static List<Fact> facts(Map<String, Object> data, Words words) {
        List<Fact> facts = new ArrayList<>();
        data.forEach((name, value) -> {
            if (value instanceof List<?> list && name.equals("changes")) {
                list.forEach(change -> facts.add(change(words, change)));
            } else if (value != null) {
                facts.add(new Fact(name, plain(value), false));
            }
        });
        return facts;
    }

    /// A changed rule in words: its name, what it is and what it was.
    private static Fact change(Words words, Object change) {
        Map<?, ?> fields = change instanceof Map<?, ?> map ? map : Map.of();
        PolicyWords.Change said =
                PolicyWords.change(words, text(fields, "field"), text(fields, "before"), text(fields, "after"));
        return new Fact(
                said.field(), words.say("policy.changed", "before", said.before(), "after", said.after()), true);
    }

    private static String text(Map<?, ?> fields, String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }

    /// Lists and parts as people write them: "name, redirects".
    private static String plain(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(LogLines::plain).collect(joining(", "));
            case Map<?, ?> parts ->
                parts.entrySet().stream()
                        .map(part -> part.getKey() + ": " + plain(part.getValue()))
                        .collect(joining(", "));
            default -> value.toString();
        };
    }
}
