package dev.countersign.people.webhook;

import dev.countersign.ground.store.Db;
import dev.countersign.people.webhook.Delivery.Status;
import dev.countersign.people.webhook.Delivery.Try;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `webhook_delivery` table: the outbox of webhooks. Rows of events are written with the event (`ground/audit`).
final class DeliveryStore {
    private static final String COLUMNS = """
            webhook_id, message_id, type, created_at, due_at, give_up_at, attempts, status, tried_at, answer_status,
            answer, fault""";

    private final Db db;

    DeliveryStore(Db db) {
        this.db = db;
    }

    void insert(String webhookId, String messageId, String type, Instant giveUpAt, Instant now) {
        db.sql()
                .sql("""
                        insert into webhook_delivery
                            (webhook_id, message_id, type, created_at, due_at, give_up_at, attempts, status)
                        values (?, ?, ?, ?, ?, ?, 0, 'waiting')""")
                .params(webhookId, messageId, type)
                .params(now.toEpochMilli(), now.toEpochMilli(), giveUpAt.toEpochMilli())
                .update();
    }

    List<Delivery> list(String webhookId, Instant before, String after, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + " " + """
                        from webhook_delivery where webhook_id = ? and (created_at, message_id) < (?, ?)
                        order by created_at desc, message_id desc limit ?""")
                .params(webhookId, before.toEpochMilli(), after, limit)
                .query(DeliveryStore::delivery)
                .list();
    }

    boolean replay(String webhookId, String messageId, Instant giveUpAt, Instant now) {
        return db.sql()
                        .sql("""
                        update webhook_delivery set due_at = ?, give_up_at = ?, status = 'waiting'
                        where webhook_id = ? and message_id = ?""")
                        .params(now.toEpochMilli(), giveUpAt.toEpochMilli(), webhookId, messageId)
                        .update()
                == 1;
    }

    List<String> due(Instant now, int limit) {
        return db.sql()
                .sql("""
                        select d.webhook_id from webhook_delivery d join webhook w on w.id = d.webhook_id
                        where d.due_at <= ? and w.disabled_at is null
                        group by d.webhook_id order by min(d.due_at) limit ?""")
                .params(now.toEpochMilli(), limit)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// Of several nodes that find the same message, one has the row.
    Optional<Delivery> take(String webhookId, Instant now, Instant again) {
        return db.sql()
                .sql("select " + COLUMNS + " " + """
                        from webhook_delivery where webhook_id = ? and due_at <= ?
                        order by due_at, message_id limit 1""")
                .params(webhookId, now.toEpochMilli())
                .query(DeliveryStore::delivery)
                .optional()
                .filter(found -> db.sql()
                                .sql("""
                                update webhook_delivery set due_at = ?, attempts = attempts + 1
                                where webhook_id = ? and message_id = ? and attempts = ? and due_at <= ?""")
                                .params(again.toEpochMilli(), webhookId, found.messageId())
                                .params(found.attempts(), now.toEpochMilli())
                                .update()
                        == 1);
    }

    /// A later try of the same message, by a replay or by a node that took over, counts more.
    void settle(Delivery taken, Status status, Try last, @Nullable Instant next) {
        db.sql()
                .sql("""
                        update webhook_delivery set due_at = ?, status = ?, tried_at = ?, answer_status = ?, answer = ?,
                            fault = ?
                        where webhook_id = ? and message_id = ? and attempts = ?""")
                .param(next == null ? null : next.toEpochMilli())
                .param(status.word())
                .param(last.at().toEpochMilli())
                .param(last.status())
                .param(last.answer())
                .param(last.fault())
                .params(taken.webhookId(), taken.messageId(), taken.attempts() + 1)
                .update();
    }

    /// Nothing of that webhook waits any more.
    void giveUp(String webhookId) {
        db.sql().sql("""
                        update webhook_delivery set due_at = null, status = 'failed'
                        where webhook_id = ? and due_at is not null""").param(webhookId).update();
    }

    private static Delivery delivery(ResultSet row, int number) throws SQLException {
        Instant triedAt = instant(row, 9);
        int status = row.getInt(10);
        Integer answered = row.wasNull() ? null : Integer.valueOf(status);
        String answer = row.getString(11);
        return new Delivery(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                instant(row, 5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getInt(7),
                Status.of(row.getString(8)),
                triedAt == null ? null : new Try(triedAt, answered, answer == null ? "" : answer, row.getString(12)));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }
}
