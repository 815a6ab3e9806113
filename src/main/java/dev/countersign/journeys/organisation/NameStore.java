package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.store.Db;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// The names of accounts, many at once.
final class NameStore {
    private final Db db;

    NameStore(Db db) {
        this.db = db;
    }

    /// By the ids of accounts; an account that is gone has none.
    Map<String, String> names(Collection<String> ids) {
        Map<String, String> names = new HashMap<>();
        if (!ids.isEmpty()) {
            db.sql()
                    .sql("select id, name from account where id in (:ids)")
                    .param("ids", ids)
                    .query((row, n) -> names.put(row.getString(1), row.getString(2)))
                    .list();
        }
        return names;
    }

    /// An event with the names that people know its accounts by.
    LoggedEvent named(AuditEntry entry) {
        Map<String, String> known = names(Stream.of(entry.actorId(), entry.accountId())
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return new LoggedEvent(
                entry,
                entry.actorId() == null ? null : known.get(entry.actorId()),
                entry.accountId() == null ? null : known.get(entry.accountId()));
    }
}
