package dev.countersign.doors.web;

import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.pages.LogForm;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a person wants to see of a log, as its form has it: a kind of events, a first and a last day of theirs.
///
/// @param form as it was typed
/// @param filter what it asks for, where all of it is [#understood]
/// @param after where the page begins, null for the newest
record LogFilter(LogForm form, AuditFilter filter, @Nullable AuditPlace after) {
    private static final int LONGEST = 200;
    private static final int DATE = 10;

    static LogFilter of(SignedIn visit) {
        Browser browser = visit.browser();
        ZoneId zone = visit.zone();
        String type = cut(browser.field("type"));
        String from = cut(browser.field("from"));
        String to = cut(browser.field("to"));
        Optional<Set<String>> types = AuditKind.typesOf(type);
        Optional<LocalDate> first = day(from);
        Optional<LocalDate> last = day(to);
        boolean turned = first.isPresent() && last.isPresent() && first.get().isAfter(last.get());
        Map<String, String> faults = new HashMap<>();
        fault(faults, "type", !type.isEmpty() && types.isEmpty(), "audit.not-a-type");
        fault(faults, "from", !from.isEmpty() && first.isEmpty(), "audit.not-a-day");
        fault(faults, "to", !to.isEmpty() && last.isEmpty(), "audit.not-a-day");
        fault(faults, "from", turned, "audit.days-turned");
        faults.replaceAll((_, key) -> browser.words().say(key));
        return new LogFilter(
                new LogForm(type, from, to, cut(browser.field("person").strip()), "", faults),
                new AuditFilter(
                        types.orElse(Set.of()),
                        null,
                        first.map(day -> start(day, zone)).orElse(null),
                        last.map(day -> start(day.plusDays(1), zone)).orElse(null)),
                AuditPlace.parse(browser.field("after")).orElse(null));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST));
    }

    private static void fault(Map<String, String> faults, String field, boolean wrong, String key) {
        if (wrong) {
            faults.put(field, key);
        }
    }

    /// Whether all of it could be understood; else there is nothing to look for.
    boolean understood() {
        return form.errors().isEmpty();
    }

    /// The same, for what one person did or met with.
    LogFilter of(String accountId, String name) {
        return new LogFilter(
                new LogForm(form.type(), form.from(), form.to(), name, accountId, form.errors()),
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
