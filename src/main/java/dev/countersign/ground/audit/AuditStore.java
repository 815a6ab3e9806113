package dev.countersign.ground.audit;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The SQL of audit_event.
final class AuditStore {
    private final Db db;

    AuditStore(Db db) {
        this.db = db;
    }

    void insert(AuditRow row) {
        db.sql()
                .sql("""
                        insert into audit_event
                          (id, at, type, account_id, actor_id, organisation_id, network, browser, data)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(row.id())
                .param(row.at().toEpochMilli())
                .param(row.type())
                .param(row.accountId())
                .param(row.actorId())
                .param(row.organisationId())
                .param(row.origin().network())
                .param(row.origin().browser())
                .param(row.data())
                .update();
    }

    List<AuditRow> latest(String accountId, int limit) {
        return db.sql()
                .sql("""
                        select id, at, type, account_id, actor_id, organisation_id, network, browser, data
                        from audit_event where account_id = ? order by at desc, id desc limit ?""")
                .param(accountId)
                .param(limit)
                .query(AuditStore::row)
                .list();
    }

    static AuditRow row(ResultSet row, int number) throws SQLException {
        return new AuditRow(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("type"),
                row.getString("account_id"),
                row.getString("actor_id"),
                row.getString("organisation_id"),
                new Origin(row.getString("network"), row.getString("browser")),
                row.getString("data"));
    }
}
