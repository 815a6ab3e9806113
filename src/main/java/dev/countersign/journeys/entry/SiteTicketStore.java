package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `site_ticket` table.
final class SiteTicketStore {
    private final Db db;

    SiteTicketStore(Db db) {
        this.db = db;
    }

    /// @param usedAt when it was spent, or 0
    record Row(
            String accountId,
            String sessionId,
            String siteId,
            String address,
            String nonceHash,
            Instant expiresAt,
            long usedAt) {}

    void insert(String hash, Row row) {
        db.sql()
                .sql("""
                        insert into site_ticket (hash, account_id, session_id, site_id, address, nonce_hash, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(hash, row.accountId(), row.sessionId(), row.siteId(), row.address(), row.nonceHash())
                .param(row.expiresAt().toEpochMilli())
                .update();
    }

    /// Spends it: of any number at once, one does.
    boolean spend(String hash, Instant now) {
        return db.sql()
                        .sql("update site_ticket set used_at = ? where hash = ? and used_at is null")
                        .params(now.toEpochMilli(), hash)
                        .update()
                == 1;
    }

    Optional<Row> byHash(String hash) {
        return db.sql()
                .sql("""
                        select account_id, session_id, site_id, address, nonce_hash, expires_at, coalesce(used_at, 0)
                        from site_ticket where hash = ?""")
                .param(hash)
                .query((row, n) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        Instant.ofEpochMilli(row.getLong(6)),
                        row.getLong(7)))
                .optional();
    }
}
