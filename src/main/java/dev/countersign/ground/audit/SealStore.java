package dev.countersign.ground.audit;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `audit_seal` table, and the seals of events.
final class SealStore {
    private static final String COLUMNS = "sequence, hash, events, newest_at, pruned";
    private static final String EVENTS = "select " + AuditStore.COLUMNS + " from audit_event ";

    private final Db db;

    SealStore(Db db) {
        this.db = db;
    }

    /// A seal as it is kept.
    record Seal(
            long sequence,
            String hash,
            long events,
            Instant newestAt,
            @Nullable String pruned) {}

    Optional<Seal> last() {
        return db.sql()
                .sql("select " + COLUMNS + " from audit_seal order by sequence desc limit 1")
                .query(SealStore::seal)
                .optional();
    }

    List<Seal> after(long sequence, int most) {
        return db.sql()
                .sql("select " + COLUMNS + " from audit_seal where sequence > ? order by sequence limit ?")
                .params(sequence, most)
                .query(SealStore::seal)
                .list();
    }

    void insert(Seal seal, Instant now) {
        db.sql()
                .sql(
                        "insert into audit_seal (sequence, hash, events, newest_at, sealed_at, pruned) values (?, ?, ?, ?, ?, null)")
                .params(
                        seal.sequence(),
                        seal.hash(),
                        seal.events(),
                        seal.newestAt().toEpochMilli(),
                        now.toEpochMilli())
                .update();
    }

    /// Seals whose head was not handed on, the oldest first.
    List<Seal> untold(int most) {
        return db.sql()
                .sql("select " + COLUMNS + " from audit_seal where told_at is null order by sequence limit ?")
                .param(most)
                .query(SealStore::seal)
                .list();
    }

    void told(long sequence, Instant now) {
        db.sql()
                .sql("update audit_seal set told_at = ? where sequence = ? and told_at is null")
                .params(now.toEpochMilli(), sequence)
                .update();
    }

    List<AuditRow> unsealed(Instant before, int most) {
        return db.sql()
                .sql(EVENTS + "where seal is null and at <= ? order by id limit ?")
                .params(before.toEpochMilli(), most)
                .query(AuditStore::row)
                .list();
    }

    List<AuditRow> sealed(long sequence) {
        return db.sql()
                .sql(EVENTS + "where seal = ? order by id")
                .param(String.valueOf(sequence))
                .query(AuditStore::row)
                .list();
    }

    void mark(List<AuditRow> rows, long sequence) {
        db.sql()
                .sql("update audit_event set seal = :seal where seal is null and id in (:ids)")
                .param("seal", String.valueOf(sequence))
                .param("ids", rows.stream().map(AuditRow::id).toList())
                .update();
    }

    long countSealed() {
        return count("select count(*) from audit_event where seal is not null");
    }

    long countUnsealed() {
        return count("select count(*) from audit_event where seal is null");
    }

    private long count(String sql) {
        return db.sql().sql(sql).query(Long.class).single();
    }

    /// Deletes the events of a seal and every seal before it, and keeps the seal itself.
    void prune(long sequence, String mark) {
        db.sql()
                .sql("delete from audit_event where seal = ?")
                .param(String.valueOf(sequence))
                .update();
        db.sql()
                .sql("update audit_seal set pruned = ? where sequence = ?")
                .params(mark, sequence)
                .update();
        db.sql()
                .sql("delete from audit_seal where sequence < ?")
                .param(sequence)
                .update();
    }

    private static Seal seal(ResultSet row, int number) throws SQLException {
        return new Seal(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getString(5));
    }
}
