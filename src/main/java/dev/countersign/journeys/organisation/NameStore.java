package dev.countersign.journeys.organisation;

import dev.countersign.ground.store.Db;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

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
}
