package dev.countersign.journeys.authorization;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/// The `signing_key` table.
final class SigningKeyStore {
    private final Db db;

    SigningKeyStore(Db db) {
        this.db = db;
    }

    record Row(String id, String algorithm, long generation, Instant signsFrom, Instant expiresAt) {}

    /// Those that have not expired; `open` makes a key of its row and of what is sealed in it.
    <T> List<T> all(Instant now, BiFunction<Row, byte[], T> open) {
        return db.sql()
                .sql("""
                        select id, algorithm, generation, sealed, signs_from, expires_at from signing_key
                        where expires_at > ? order by algorithm, generation""")
                .param(now.toEpochMilli())
                .query((row, n) -> open.apply(
                        new Row(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                Instant.ofEpochMilli(row.getLong(5)),
                                Instant.ofEpochMilli(row.getLong(6))),
                        row.getBytes(4)))
                .list();
    }

    /// The last generation of that algorithm that has expired and is not yet deleted, or 0.
    long lastExpired(String algorithm, Instant now) {
        return db.sql()
                .sql("""
                        select coalesce(max(generation), 0) from signing_key
                        where algorithm = ? and expires_at <= ?""")
                .params(algorithm, now.toEpochMilli())
                .query(Long.class)
                .single();
    }

    /// False where another node was faster.
    boolean insert(Row row, byte[] sealed) {
        return db.sql()
                        .sql("""
                        insert into signing_key (id, algorithm, generation, sealed, signs_from, expires_at)
                        values (?, ?, ?, ?, ?, ?) on conflict (algorithm, generation) do nothing""")
                        .params(
                                row.id(),
                                row.algorithm(),
                                row.generation(),
                                sealed,
                                row.signsFrom().toEpochMilli(),
                                row.expiresAt().toEpochMilli())
                        .update()
                == 1;
    }
}
