package dev.countersign.journeys.recovery;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `recovery_link` table.
final class RecoveryStore {
    private final Db db;

    RecoveryStore(Db db) {
        this.db = db;
    }

    /// An open link: whose, of which epoch, and to which address it went.
    record Link(String accountId, long epoch, String addressHash) {}

    void insert(String tokenHash, Link link, Instant expiresAt, Instant now) {
        db.sql()
                .sql("""
                        insert into recovery_link (token_hash, account_id, epoch, address_hash, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        tokenHash,
                        link.accountId(),
                        link.epoch(),
                        link.addressHash(),
                        now.toEpochMilli(),
                        expiresAt.toEpochMilli())
                .update();
    }

    Optional<Link> open(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select account_id, epoch, address_hash from recovery_link
                        where token_hash = ? and used_at is null and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) -> new Link(row.getString(1), row.getLong(2), row.getString(3)))
                .optional();
    }

    Optional<String> usedBy(String tokenHash) {
        return db.sql()
                .sql("select account_id from recovery_link where token_hash = ? and used_at is not null")
                .param(tokenHash)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    boolean use(String tokenHash, Instant now) {
        return db.sql()
                        .sql(
                                "update recovery_link set used_at = ? where token_hash = ? and used_at is null and expires_at > ?")
                        .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                        .update()
                == 1;
    }
}
