package dev.countersign.ground.audit;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which events of a list are asked for.
///
/// @param types names of events (`signed-in`), empty for all
/// @param person the account that it was done by or to, null for anybody
/// @param from the first instant, null for the beginning
/// @param until the first instant that does not count any more, null for now
public record AuditFilter(
        Set<String> types,
        @Nullable String person,
        @Nullable Instant from,
        @Nullable Instant until) {
    private static final int DATE = 10;

    /// Times are kept as milliseconds; what is beyond asks for nothing.
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    /// Everything.
    public static final AuditFilter ALL = new AuditFilter(Set.of(), null, null, null);

    public AuditFilter {
        types = Set.copyOf(types);
    }

    /// The first instant that a text asks for: a time, or the beginning of a day in UTC; empty where it is neither.
    public static Optional<Instant> from(String text) {
        return instant(text, 0);
    }

    /// The first instant after what a text asks for: a time, or the end of a day in UTC; empty where it is neither.
    public static Optional<Instant> until(String text) {
        return instant(text, 1);
    }

    private static Optional<Instant> instant(String text, int days) {
        try {
            // RFC 3339 §5.6: "full-date" or "date-time".
            Instant instant = text.length() == DATE
                    ? LocalDate.parse(text)
                            .plusDays(days)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : OffsetDateTime.parse(text).toInstant();
            return inReach(instant) ? Optional.of(instant) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean inReach(Instant instant) {
        return !instant.isBefore(Instant.EPOCH) && instant.isBefore(END);
    }
}
