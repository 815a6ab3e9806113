package dev.countersign.journeys.authorization;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;

/// The `signing_key` table.
final class SigningKeyStore {
    private final Db db;

    SigningKeyStore(Db db) {
        this.db = db;
    }

    record Row(String id, String algorithm, long generation, byte[] sealed, Instant signsFrom, Instant expiresAt) {}

    List<Row> all(Instant now) {
        return db.sql()
                .sql("""
                        select id, algorithm, generation, sealed, signs_from, expires_at from signing_key
                        where expires_at > ? order by algorithm, generation""")
                .param(now.toEpochMilli())
                .query((row, n) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getBytes(4),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6))))
                .list();
    }

    /// False where another node was faster.
    boolean insert(Row row) {
        return db.sql()
                        .sql("""
                        insert into signing_key (id, algorithm, generation, sealed, signs_from, expires_at)
                        values (?, ?, ?, ?, ?, ?) on conflict (algorithm, generation) do nothing""")
                        .params(
                                row.id(),
                                row.algorithm(),
                                row.generation(),
                                row.sealed(),
                                row.signsFrom().toEpochMilli(),
                                row.expiresAt().toEpochMilli())
                        .update()
                == 1;
    }
}
