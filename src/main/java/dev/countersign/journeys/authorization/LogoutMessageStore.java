package dev.countersign.journeys.authorization;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `logout_message` table, and whose session has ended.
final class LogoutMessageStore {
    private final Db db;

    LogoutMessageStore(Db db) {
        this.db = db;
    }

    record Ended(String accountId, String grantId, String clientId, String sessionId) {}

    record Row(String id, String clientId, String accountId, String sessionId, int attempts) {}

    /// Grants whose app is to be told, and whose session is over for that app: ended, run out, of an older epoch, or
    /// its person no longer in the organisation.
    List<Ended> ended(Instant now, int most) {
        return db.sql()
                .sql("""
                        select g.account_id, g.id, g.client_id, g.session_id from client_authorization g
                        join client c on c.id = g.client_id
                        where g.tell_logout = 1 and (
                            not exists (
                                select 1 from session s join account a on a.id = s.account_id
                                where s.id = g.session_id and s.account_id = g.account_id and s.expires_at > ?
                                    and s.epoch = a.epoch)
                            or (c.audience = 'members' and not exists (
                                select 1 from membership m
                                where m.account_id = g.account_id and m.organisation_id = c.organisation_id)))
                        limit ?""")
                .params(now.toEpochMilli(), most)
                .query((row, n) -> new Ended(row.getString(1), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    /// Of several nodes that find the same, one goes on.
    boolean told(Ended ended) {
        return db.sql().sql("""
                        update client_authorization set tell_logout = 0
                        where account_id = ? and id = ? and tell_logout = 1""").params(ended.accountId(), ended.grantId()).update() == 1;
    }

    void insert(Row row, Instant dueAt, Instant expiresAt) {
        db.sql()
                .sql("""
                        insert into logout_message (id, client_id, account_id, session_id, due_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(row.id(), row.clientId(), row.accountId(), row.sessionId())
                .params(dueAt.toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    boolean anyDue(Instant now) {
        return db.sql()
                .sql("select 1 from logout_message where due_at <= ? and expires_at > ? limit 1")
                .params(now.toEpochMilli(), now.toEpochMilli())
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    /// Takes one that is due, not to be tried by anybody until then.
    Optional<Row> take(Instant now, Instant again) {
        Optional<Row> due = db.sql()
                .sql("""
                        select id, client_id, account_id, session_id, attempts from logout_message
                        where due_at <= ? and expires_at > ? order by due_at limit 1""")
                .params(now.toEpochMilli(), now.toEpochMilli())
                .query((row, n) ->
                        new Row(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5)))
                .optional();
        return due.filter(row -> db.sql()
                        .sql(
                                "update logout_message set due_at = ?, attempts = attempts + 1 where id = ? and attempts = ?")
                        .params(again.toEpochMilli(), row.id(), row.attempts())
                        .update()
                == 1);
    }

    void postpone(String id, Instant dueAt) {
        db.sql()
                .sql("update logout_message set due_at = ? where id = ?")
                .params(dueAt.toEpochMilli(), id)
                .update();
    }

    void delete(String id) {
        db.sql().sql("delete from logout_message where id = ?").param(id).update();
    }
}
