package dev.countersign.pages;

import dev.countersign.ground.audit.AuditEntry;
import java.util.ArrayList;
import java.util.List;

/// An event on record as a sentence that a person understands.
public final class EventSentence {
    /// The fields that messages choose by, for events of an older version that had none.
    private static final List<Object> CHOSEN_BY = List.of(
            "factor", "none", "purpose", "none", "channel", "none", "reason", "none", "by", "none", "to", "none",
            "count", 0, "left", 0);

    private EventSentence() {}

    /// The sentence in those words. Each type of event has a message of its own, which may choose by the event's
    /// own fields.
    public static String of(Words words, AuditEntry entry) {
        List<Object> arguments = new ArrayList<>(CHOSEN_BY);
        entry.data().forEach((name, value) -> {
            arguments.add(name);
            arguments.add(argument(value));
        });
        return words.say("event." + entry.type(), arguments.toArray());
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
