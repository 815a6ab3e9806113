package dev.countersign.pages;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.LoggedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event on record as a sentence that a person understands.
public final class EventSentence {
    /// The fields that messages choose by, for events of an older version that had none.
    private static final List<Object> CHOSEN_BY = List.of(
            "factor", "none", "purpose", "none", "channel", "none", "reason", "none", "by", "none", "to", "none",
            "role", "none", "alarm", "none", "count", 0, "left", 0);

    private EventSentence() {}

    /// The sentence in those words, for the person whom it is about. Each type of event has a message of its own,
    /// which may choose by the event's own fields.
    public static String of(Words words, AuditEntry entry) {
        return words.say("event." + entry.type(), arguments(entry).toArray());
    }

    /// The sentence in those words with the names of people, for others: "Mara König reset two-step sign-in for
    /// Jonas Berg".
    public static String of(Words words, LoggedEvent event) {
        AuditEntry entry = event.entry();
        List<Object> arguments = arguments(entry);
        arguments.add("who");
        arguments.add(
                entry.actorId() == null
                        ? words.say(entry.origin().equals(Origin.CONSOLE) ? "logged.operator" : "logged.somebody")
                        : actor(words, event));
        arguments.add("rules");
        arguments.add(PolicyWords.names(words, changed(entry)));
        arguments.add("whom");
        arguments.add(entry.accountId() == null ? words.say("logged.somebody") : name(words, event.account()));
        return words.say("logged." + entry.type(), arguments.toArray());
    }

    /// The person or, where a key of theirs did it, the key and its maker.
    private static String actor(Words words, LoggedEvent event) {
        String name = name(words, event.actor());
        return event.entry()
                .key()
                .map(key -> words.say("logged.by-key", "key", key.name(), "name", name))
                .orElse(name);
    }

    private static String name(Words words, @Nullable String name) {
        return name == null ? words.say("logged.deleted") : name;
    }

    private static List<Object> arguments(AuditEntry entry) {
        List<Object> arguments = new ArrayList<>(CHOSEN_BY);
        // What a person or an application called something stands as they wrote it.
        arguments.add("called");
        arguments.add(entry.data().getOrDefault("name", "").toString());
        entry.data().forEach((name, value) -> {
            arguments.add(name);
            arguments.add(argument(value));
        });
        arguments.add("reference");
        arguments.add(entry.data().getOrDefault("reference", "").toString());
        return arguments;
    }

    /// The names of a policy's fields that were changed, where some were.
    private static List<String> changed(AuditEntry entry) {
        return entry.data().get("changes") instanceof List<?> changes
                ? changes.stream()
                        .filter(Map.class::isInstance)
                        .map(change -> String.valueOf(((Map<?, ?>) change).get("field")))
                        .toList()
                : List.of();
    }

    /// Messages choose by words without hyphens.
    private static Object argument(Object value) {
        return switch (value) {
            case Number number -> number;
            case null -> "none";
            case Object other -> other.toString().replace('-', '_');
        };
    }
}
