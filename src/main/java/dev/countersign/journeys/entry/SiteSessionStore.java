package dev.countersign.journeys.entry;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
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

    List<EnteredSites.Entered> of(String accountId) {
        return db.read(() -> db.sql()
                .sql("""
                        select s.id, s.name, ss.origin, ss.session_id, ss.created_at
                        from site_session ss join site s on s.id = ss.site_id
                        where ss.account_id = ? order by ss.created_at desc, s.id, ss.session_id""")
                .param(accountId)
                .query((row, n) -> new EnteredSites.Entered(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        Instant.ofEpochMilli(row.getLong(5))))
                .list());
    }
}
