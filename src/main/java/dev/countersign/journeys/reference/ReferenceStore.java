package dev.countersign.journeys.reference;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `verify_reference` table.
final class ReferenceStore {
    private final Db db;

    ReferenceStore(Db db) {
        this.db = db;
    }

    /// A reference as it is kept.
    record Row(String id, String appId, String reference, long epoch) {}

    Optional<Row> find(String appId, String reference) {
        return db.sql()
                .sql("select id, epoch from verify_reference where app_id = ? and reference = ?")
                .params(appId, reference)
                .query((row, n) -> new Row(row.getString(1), appId, reference, row.getLong(2)))
                .optional();
    }

    Instant createdAt(String id) {
        return db.sql()
                .sql("select created_at from verify_reference where id = ?")
                .param(id)
                .query((row, n) -> Instant.ofEpochMilli(row.getLong(1)))
                .single();
    }

    /// Makes it, unless it is there.
    void insert(Row row, Instant pendingUntil, Instant now) {
        db.sql()
                .sql("""
                        insert into verify_reference (id, app_id, reference, epoch, created_at, pending_until)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (app_id, reference) do update set
                            pending_until = case when verify_reference.pending_until is null then null
                                else excluded.pending_until end""")
                .params(
                        row.id(),
                        row.appId(),
                        row.reference(),
                        row.epoch(),
                        now.toEpochMilli(),
                        pendingUntil.toEpochMilli())
                .update();
    }

    /// Whether it is still in that epoch, in which it stays until this transaction ends.
    boolean hold(String id, long epoch) {
        return db.sql()
                        .sql("update verify_reference set epoch = epoch where id = ? and epoch = ?")
                        .params(id, epoch)
                        .update()
                == 1;
    }

    /// Begins its next epoch; false when it has moved on already.
    boolean advance(String id, long epoch) {
        return db.sql()
                        .sql("update verify_reference set epoch = epoch + 1 where id = ? and epoch = ?")
                        .params(id, epoch)
                        .update()
                == 1;
    }

    /// It has enrolled something, and is kept.
    void keep(String id) {
        db.sql()
                .sql("update verify_reference set pending_until = null where id = ?")
                .param(id)
                .update();
    }

    boolean delete(String id) {
        return db.sql()
                        .sql("delete from verify_reference where id = ?")
                        .param(id)
                        .update()
                == 1;
    }
}
