package dev.countersign.doors.api;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of `idempotency_key`: calls that were begun with a key, and what became of them.
final class IdempotencyStore {
    private final Db db;

    IdempotencyStore(Db db) {
        this.db = db;
    }

    /// One call, as its key is scoped.
    record Call(String accountId, String sessionId, String method, String path, String key) {}

    /// What is known of a call: `status` is null while it runs, `answer` is null when it was done and not kept.
    record Row(
            String bodyHash,
            Instant claimedAt,
            @Nullable Integer status,
            @Nullable String answer) {}

    /// Claims the call; false when somebody has. A claim that has run out is taken over.
    boolean claim(Call call, String bodyHash, Instant now, Instant expiresAt) {
        return db.sql()
                        .sql("""
                        insert into idempotency_key
                            (account_id, session_id, method, path, key_text, body_hash, claimed_at, expires_at)
                        values (:account, :session, :method, :path, :key, :hash, :now, :expires)
                        on conflict (account_id, session_id, method, path, key_text) do update
                        set body_hash = excluded.body_hash, claimed_at = excluded.claimed_at,
                            expires_at = excluded.expires_at, status = null, answer = null
                        where idempotency_key.expires_at <= :now
                        """)
                        .param("account", call.accountId())
                        .param("session", call.sessionId())
                        .param("method", call.method())
                        .param("path", call.path())
                        .param("key", call.key())
                        .param("hash", bodyHash)
                        .param("now", now.toEpochMilli())
                        .param("expires", expiresAt.toEpochMilli())
                        .update()
                == 1;
    }

    Optional<Row> find(Call call) {
        return db.sql()
                .sql("""
                        select body_hash, claimed_at, status, answer from idempotency_key
                        where account_id = :account and session_id = :session and method = :method and path = :path
                            and key_text = :key
                        """)
                .param("account", call.accountId())
                .param("session", call.sessionId())
                .param("method", call.method())
                .param("path", call.path())
                .param("key", call.key())
                .query((row, _) -> {
                    int status = row.getInt("status");
                    @Nullable Integer known = row.wasNull() ? null : status;
                    return new Row(
                            row.getString("body_hash"),
                            Instant.ofEpochMilli(row.getLong("claimed_at")),
                            known,
                            row.getString("answer"));
                })
                .optional();
    }

    /// Keeps what became of a claimed call.
    void finish(Call call, int status, @Nullable String answer) {
        db.sql()
                .sql("""
                        update idempotency_key set status = :status, answer = :answer
                        where account_id = :account and session_id = :session and method = :method and path = :path
                            and key_text = :key
                        """)
                .param("status", status)
                .param("answer", answer)
                .param("account", call.accountId())
                .param("session", call.sessionId())
                .param("method", call.method())
                .param("path", call.path())
                .param("key", call.key())
                .update();
    }

    /// Forgets a claimed call that did nothing.
    void release(Call call) {
        db.sql()
                .sql("""
                        delete from idempotency_key
                        where account_id = :account and session_id = :session and method = :method and path = :path
                            and key_text = :key and status is null
                        """)
                .param("account", call.accountId())
                .param("session", call.sessionId())
                .param("method", call.method())
                .param("path", call.path())
                .param("key", call.key())
                .update();
    }
}
