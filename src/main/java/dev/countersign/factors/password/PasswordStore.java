package dev.countersign.factors.password;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `password` table.
final class PasswordStore {
    private final Db db;

    PasswordStore(Db db) {
        this.db = db;
    }

    Optional<String> hashOf(String accountId) {
        return db.sql()
                .sql("select hash from password where account_id = ?")
                .param(accountId)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    Optional<Instant> changedAt(String accountId) {
        return db.sql()
                .sql("select changed_at from password where account_id = ?")
                .param(accountId)
                .query((row, n) -> Instant.ofEpochMilli(row.getLong(1)))
                .optional();
    }

    void put(String accountId, String hash, Instant now) {
        db.sql().sql("""
                        insert into password (account_id, hash, changed_at) values (?, ?, ?)
                        on conflict (account_id) do update set hash = excluded.hash, changed_at = excluded.changed_at""").params(accountId, hash, now.toEpochMilli()).update();
    }

    void remove(String accountId) {
        db.sql()
                .sql("delete from password where account_id = ?")
                .param(accountId)
                .update();
    }

    boolean rehash(String accountId, String oldHash, String newHash) {
        return db.sql()
                        .sql("update password set hash = ? where account_id = ? and hash = ?")
                        .params(newHash, accountId, oldHash)
                        .update()
                == 1;
    }
}
