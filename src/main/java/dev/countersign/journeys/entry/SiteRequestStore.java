package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `site_request` table.
final class SiteRequestStore {
    private final Db db;

    SiteRequestStore(Db db) {
        this.db = db;
    }

    /// Somebody on the way.
    ///
    /// @param freshMinutes how old the second factor may be that the site asked for, or 0
    record Row(String siteId, String address, String nonceHash, int freshMinutes) {}

    void insert(String hash, Row row, Instant expiresAt, Instant now) {
        db.sql()
                .sql("""
                        insert into site_request (token_hash, site_id, address, nonce_hash, fresh_minutes, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(hash, row.siteId(), row.address(), row.nonceHash(), row.freshMinutes())
                .params(now.toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    Optional<Row> open(String hash, Instant now) {
        return db.sql()
                .sql("""
                        select site_id, address, nonce_hash, fresh_minutes from site_request
                        where token_hash = ? and expires_at > ?""")
                .params(hash, now.toEpochMilli())
                .query((row, n) -> new Row(row.getString(1), row.getString(2), row.getString(3), row.getInt(4)))
                .optional();
    }

    /// It is answered: of any number at once, one is.
    boolean close(String hash) {
        return db.sql()
                        .sql("delete from site_request where token_hash = ?")
                        .param(hash)
                        .update()
                == 1;
    }
}
