package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `site_session` table.
final class SiteSessionStore {
    private final Db db;

    SiteSessionStore(Db db) {
        this.db = db;
    }

    record Row(String accountId, String sessionId, String siteId, String origin) {}

    /// A browser has one for each origin of a site: a new one takes the place of the one before.
    void put(Row row, String tokenHash, Instant now) {
        db.sql()
                .sql("""
                        insert into site_session (account_id, session_id, site_id, origin, token_hash, created_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (account_id, session_id, site_id, origin)
                        do update set token_hash = excluded.token_hash, created_at = excluded.created_at""")
                .params(row.accountId(), row.sessionId(), row.siteId(), row.origin(), tokenHash, now.toEpochMilli())
                .update();
    }

    Optional<Row> byToken(String tokenHash) {
        return db.sql()
                .sql("select account_id, session_id, site_id, origin from site_session where token_hash = ?")
                .param(tokenHash)
                .query((row, n) -> new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .optional();
    }
}
