package dev.countersign.journeys.recovery;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `password_link` table.
final class PasswordLinkStore {
    private final Db db;

    PasswordLinkStore(Db db) {
        this.db = db;
    }

    /// An open link: whose, of which epoch, and where it was mailed, if it was.
    record Row(String accountId, long epoch, @Nullable String address) {}

    void insert(String tokenHash, Row row, Instant expiresAt, Instant now) {
        db.sql()
                .sql("""
                        insert into password_link (token_hash, account_id, epoch, address, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(tokenHash, row.accountId(), row.epoch())
                .param(row.address())
                .params(now.toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    Optional<Row> open(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select account_id, epoch, address from password_link
                        where token_hash = ? and used_at is null and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) -> new Row(row.getString(1), row.getLong(2), row.getString(3)))
                .optional();
    }

    Optional<String> usedBy(String tokenHash) {
        return db.sql()
                .sql("select account_id from password_link where token_hash = ? and used_at is not null")
                .param(tokenHash)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    boolean use(String tokenHash, Instant now) {
        return db.sql()
                        .sql(
                                "update password_link set used_at = ? where token_hash = ? and used_at is null and expires_at > ?")
                        .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                        .update()
                == 1;
    }
}
