package dev.countersign.ground.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a list of events whose newest come first: that of the last event seen. Events that are added
/// meanwhile come before it, so a list that goes on from here neither repeats nor leaves out any.
public record AuditPlace(Instant at, String id) {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,15})-([0-9a-f-]{36})");

    /// The place of that event.
    public static AuditPlace of(AuditEntry entry) {
        return new AuditPlace(entry.at(), entry.id());
    }

    /// The place in a text as [#toString] writes it, or empty.
    public static Optional<AuditPlace> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        try {
            return matcher.matches()
                    ? Optional.of(
                            new AuditPlace(Instant.ofEpochMilli(Long.parseLong(matcher.group(1))), matcher.group(2)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// As addresses have it, `1763977020123-0198…`.
    @Override
    public String toString() {
        return at.toEpochMilli() + "-" + id;
    }
}
