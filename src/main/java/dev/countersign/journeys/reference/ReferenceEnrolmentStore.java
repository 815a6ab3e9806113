package dev.countersign.journeys.reference;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `reference_enrolment` table.
final class ReferenceEnrolmentStore {
    private final Db db;

    ReferenceEnrolmentStore(Db db) {
        this.db = db;
    }

    /// An enrolment as it is kept.
    record Row(String id, String referenceId, long epoch, int attemptsLeft, Instant expiresAt) {}

    /// Puts it in the place of any other.
    void put(Row row, Instant now) {
        db.sql()
                .sql("delete from reference_enrolment where reference_id = ?")
                .param(row.referenceId())
                .update();
        db.sql()
                .sql("""
                        insert into reference_enrolment (id, reference_id, epoch, attempts_left, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        row.id(),
                        row.referenceId(),
                        row.epoch(),
                        row.attemptsLeft(),
                        now.toEpochMilli(),
                        row.expiresAt().toEpochMilli())
                .update();
    }

    /// Spends one attempt before anything is looked at, by one conditional write.
    Optional<Row> spendAttempt(String referenceId, String id, Instant now) {
        return db.sql()
                .sql("""
                        update reference_enrolment set attempts_left = attempts_left - 1
                        where reference_id = ? and id = ? and attempts_left > 0 and closed_at is null and expires_at > ?
                        returning id, reference_id, epoch, attempts_left, expires_at""")
                .params(referenceId, id, now.toEpochMilli())
                .query((row, n) -> new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getInt(4),
                        Instant.ofEpochMilli(row.getLong(5))))
                .optional();
    }

    void giveAttemptBack(String id) {
        db.sql()
                .sql(
                        "update reference_enrolment set attempts_left = attempts_left + 1 where id = ? and closed_at is null")
                .param(id)
                .update();
    }

    /// Whether it was open, but has no attempt left.
    boolean spent(String referenceId, String id, Instant now) {
        return db.sql()
                .sql("""
                        select 1 from reference_enrolment
                        where reference_id = ? and id = ? and attempts_left = 0 and closed_at is null and expires_at > ?""")
                .params(referenceId, id, now.toEpochMilli())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    boolean close(String id, Instant now) {
        return db.sql()
                        .sql("update reference_enrolment set closed_at = ? where id = ? and closed_at is null")
                        .params(now.toEpochMilli(), id)
                        .update()
                == 1;
    }
}
