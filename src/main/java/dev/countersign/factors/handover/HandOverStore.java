package dev.countersign.factors.handover;

import dev.countersign.ground.store.Db;
import java.time.Instant;

/// The `hand_over` table.
final class HandOverStore {
    private final Db db;

    HandOverStore(Db db) {
        this.db = db;
    }

    void put(String accountId, String codeHash, Instant expiresAt) {
        db.sql().sql("""
                        insert into hand_over (account_id, code_hash, expires_at, used_at) values (?, ?, ?, null)
                        on conflict (account_id) do update
                        set code_hash = excluded.code_hash, expires_at = excluded.expires_at, used_at = null""").params(accountId, codeHash, expiresAt.toEpochMilli()).update();
    }

    boolean pending(String accountId) {
        return db.sql()
                .sql("select 1 from hand_over where account_id = ?")
                .param(accountId)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    boolean spend(String accountId, String codeHash, Instant now) {
        return db.sql()
                        .sql("""
                        update hand_over set used_at = ?
                        where account_id = ? and code_hash = ? and used_at is null and expires_at > ?""")
                        .params(now.toEpochMilli(), accountId, codeHash, now.toEpochMilli())
                        .update()
                == 1;
    }

    void delete(String accountId) {
        db.sql()
                .sql("delete from hand_over where account_id = ?")
                .param(accountId)
                .update();
    }
}
