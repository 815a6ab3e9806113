package dev.countersign.people.webhook;

import dev.countersign.ground.store.Db;
import dev.countersign.people.webhook.Webhook.Disabled;
import dev.countersign.people.webhook.Webhook.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `webhook` table.
final class WebhookStore {
    private static final String COLUMNS = """
            id, organisation_id, url, events, created_at, old_secret_until, failing_since, disabled_at, disabled_why""";

    private final Db db;

    WebhookStore(Db db) {
        this.db = db;
    }

    void insert(Webhook webhook, byte[] secret) {
        db.sql()
                .sql("""
                        insert into webhook (id, organisation_id, url, events, secret, created_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(webhook.id(), webhook.organisationId(), webhook.url(), text(webhook.events()))
                .param(secret)
                .param(webhook.createdAt().toEpochMilli())
                .update();
    }

    private static String text(List<String> events) {
        return " " + String.join(" ", events) + " ";
    }

    Optional<Webhook> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from webhook where id = ?")
                .param(id)
                .query(WebhookStore::webhook)
                .optional();
    }

    List<Webhook> of(String organisationId) {
        return db.sql()
                .sql("select " + COLUMNS + " from webhook where organisation_id = ? order by id")
                .param(organisationId)
                .query(WebhookStore::webhook)
                .list();
    }

    void change(String id, String url, List<String> events) {
        db.sql()
                .sql("update webhook set url = ?, events = ? where id = ?")
                .params(url, text(events), id)
                .update();
    }

    boolean disable(String id, Why why, Instant now) {
        return db.sql()
                        .sql(
                                "update webhook set disabled_at = ?, disabled_why = ? where id = ? and disabled_at is null")
                        .params(now.toEpochMilli(), why.word(), id)
                        .update()
                == 1;
    }

    boolean enable(String id) {
        return db.sql().sql("""
                        update webhook set disabled_at = null, disabled_why = null, failing_since = null
                        where id = ? and disabled_at is not null""").param(id).update() == 1;
    }

    void rotate(String id, byte[] secret, Instant oldUntil) {
        db.sql()
                .sql("update webhook set old_secret = secret, old_secret_until = ?, secret = ? where id = ?")
                .param(oldUntil.toEpochMilli())
                .param(secret)
                .param(id)
                .update();
    }

    boolean delete(String id) {
        return db.sql().sql("delete from webhook where id = ?").param(id).update() == 1;
    }

    /// The newest first.
    List<byte[]> secrets(String id, Instant now) {
        return db.sql()
                .sql("select secret, old_secret, coalesce(old_secret_until, 0) from webhook where id = ?")
                .param(id)
                .query((row, n) -> {
                    List<byte[]> secrets = new ArrayList<>(List.of(row.getBytes(1)));
                    if (row.getLong(3) > now.toEpochMilli()) {
                        secrets.add(row.getBytes(2));
                    }
                    return secrets;
                })
                .optional()
                .orElse(List.of());
    }

    void noteTry(String id, boolean taken, Instant at) {
        if (taken) {
            db.sql()
                    .sql("update webhook set failing_since = null where id = ? and failing_since is not null")
                    .param(id)
                    .update();
        } else {
            db.sql()
                    .sql("update webhook set failing_since = ? where id = ? and failing_since is null")
                    .params(at.toEpochMilli(), id)
                    .update();
        }
    }

    private static Webhook webhook(ResultSet row, int number) throws SQLException {
        String why = row.getString(9);
        Instant disabledAt = instant(row, 8);
        return new Webhook(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                List.of(row.getString(4).strip().split(" ", -1)),
                Instant.ofEpochMilli(row.getLong(5)),
                instant(row, 6),
                instant(row, 7),
                disabledAt == null || why == null ? null : new Disabled(disabledAt, Why.of(why)));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }
}
