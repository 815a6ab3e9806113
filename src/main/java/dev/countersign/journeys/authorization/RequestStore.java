package dev.countersign.journeys.authorization;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `client_request` table.
final class RequestStore {
    private final Db db;

    RequestStore(Db db) {
        this.db = db;
    }

    /// A request that waits.
    ///
    /// @param asked what the app asked, as a form
    /// @param chosen whether the person was asked for an account
    /// @param steppedUp whether the person was asked for more proof
    /// @param consentedBy the account that agreed, or null
    record Row(
            String asked,
            Instant createdAt,
            boolean chosen,
            boolean steppedUp,
            @Nullable String consentedBy) {}

    void insert(String hash, String asked, Instant expiresAt, Instant now) {
        db.sql()
                .sql("insert into client_request (token_hash, asked, created_at, expires_at) values (?, ?, ?, ?)")
                .params(hash, asked, now.toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    Optional<Row> open(String hash, Instant now) {
        return db.sql()
                .sql("""
                        select asked, created_at, chosen, stepped_up, consented_by from client_request
                        where token_hash = ? and expires_at > ?""")
                .params(hash, now.toEpochMilli())
                .query((row, n) -> new Row(
                        row.getString(1),
                        Instant.ofEpochMilli(row.getLong(2)),
                        row.getInt(3) == 1,
                        row.getInt(4) == 1,
                        row.getString(5)))
                .optional();
    }

    void chosen(String hash) {
        db.sql()
                .sql("update client_request set chosen = 1 where token_hash = ?")
                .param(hash)
                .update();
    }

    void steppedUp(String hash) {
        db.sql()
                .sql("update client_request set stepped_up = 1 where token_hash = ?")
                .param(hash)
                .update();
    }

    void consented(String hash, String accountId) {
        db.sql()
                .sql("update client_request set consented_by = ? where token_hash = ?")
                .params(accountId, hash)
                .update();
    }

    /// Answers it: of any number at once, one does.
    boolean close(String hash) {
        return db.sql()
                        .sql("delete from client_request where token_hash = ?")
                        .param(hash)
                        .update()
                == 1;
    }
}
