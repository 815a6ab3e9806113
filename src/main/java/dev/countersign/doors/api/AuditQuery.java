package dev.countersign.doors.api;

import dev.countersign.ground.audit.AuditFilter;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.audit.AuditPlace;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which events a call asks for: `type` (one or more, each a type or a kind), `account`, `from` and `to`. A time of
/// day counts from it on and up to it; a day counts whole, in UTC.
final class AuditQuery {
    private AuditQuery() {}

    static AuditFilter of(HttpServletRequest request) {
        Fields fields = new Fields();
        Set<String> types = new HashSet<>();
        String[] asked = request.getParameterValues("type");
        if (asked != null) {
            for (String word : asked) {
                AuditKind.typesOf(word)
                        .ifPresentOrElse(
                                types::addAll, () -> fields.wrong("type", "unknown", "There is no such type."));
            }
        }
        String account = one(request, fields, "account");
        if (account != null && !account.matches("[0-9a-f-]{36}")) {
            fields.wrong("account", "not-an-id", "Give the id of an account.");
        }
        Instant from = instant(request, fields, "from", AuditFilter::from);
        Instant until = instant(request, fields, "to", AuditFilter::until);
        fields.done();
        return new AuditFilter(types, account, from, until);
    }

    private static @Nullable Instant instant(
            HttpServletRequest request, Fields fields, String name, Function<String, Optional<Instant>> read) {
        String text = one(request, fields, name);
        Optional<Instant> instant = text == null ? Optional.empty() : read.apply(text);
        if (text != null && instant.isEmpty()) {
            fields.wrong(name, "not-a-time", "Give a day like 2026-11-26 or a time like 2026-11-26T09:00:00Z.");
        }
        return instant.orElse(null);
    }

    private static @Nullable String one(HttpServletRequest request, Fields fields, String name) {
        String[] values = request.getParameterValues(name);
        if (values == null) {
            return null;
        }
        if (values.length > 1) {
            fields.wrong(name, "twice", "Give this once.");
        }
        return values[0];
    }

    static @Nullable AuditPlace after(Paging paging) {
        Paging.Place place = paging.after();
        return place == null ? null : new AuditPlace(place.at(), place.id());
    }
}
