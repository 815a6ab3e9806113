package dev.countersign.doors.web;

import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.pages.LogForm;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person wants to see of a log, as its form has it: a kind of events, a first and a last day of theirs.
///
/// @param form as it was typed
/// @param filter what it asks for; what cannot be understood asks for nothing
/// @param after where the page begins, null for the newest
record LogFilter(LogForm form, AuditFilter filter, @Nullable AuditPlace after) {
    private static final int LONGEST = 200;
    private static final int DATE = 10;

    static LogFilter of(SignedIn visit) {
        Browser browser = visit.browser();
        ZoneId zone = visit.zone();
        String type = browser.field("type");
        Optional<Set<String>> types = AuditKind.typesOf(type);
        Optional<LocalDate> from = day(browser.field("from"));
        Optional<LocalDate> to = day(browser.field("to"));
        String person = browser.field("person").strip();
        return new LogFilter(
                new LogForm(
                        types.isPresent() ? type : "",
                        from.map(LocalDate::toString).orElse(""),
                        to.map(LocalDate::toString).orElse(""),
                        person.length() <= LONGEST ? person : "",
                        ""),
                new AuditFilter(
                        types.orElse(Set.of()),
                        null,
                        from.map(day -> start(day, zone)).orElse(null),
                        to.map(day -> start(day.plusDays(1), zone)).orElse(null)),
                AuditPlace.parse(browser.field("after")).orElse(null));
    }

    /// The same, for what one person did or met with.
    LogFilter of(String accountId, String name) {
        return new LogFilter(
                new LogForm(form.type(), form.from(), form.to(), name, accountId),
                new AuditFilter(filter.types(), accountId, filter.from(), filter.until()),
                after);
    }

    private static Instant start(LocalDate day, ZoneId zone) {
        return day.atStartOfDay(zone).toInstant();
    }

    private static Optional<LocalDate> day(String text) {
        try {
            // Four digits of a year: what is further away is no day that anybody means.
            return text.length() == DATE ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
