package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `reference_enrolment` table.
final class ReferenceEnrolmentStore {
    private static final String COLUMNS = "id, reference_id, epoch, attempts_left, expires_at, type, locale";

    private final Db db;

    ReferenceEnrolmentStore(Db db) {
        this.db = db;
    }

    /// An enrolment as it is kept.
    ///
    /// @param locale the language of its messages, "" where it has none
    record Row(
            String id,
            String referenceId,
            long epoch,
            int attemptsLeft,
            Instant expiresAt,
            FactorType type,
            String locale) {
        /// Stands in where there is none.
        static final Row NONE = new Row("", "", 0, 0, Instant.EPOCH, FactorType.TOTP, "");
    }

    /// Puts it in the place of any other.
    void put(Row row, Instant now) {
        db.sql()
                .sql("delete from reference_enrolment where reference_id = ?")
                .param(row.referenceId())
                .update();
        db.sql()
                .sql("""
                        insert into reference_enrolment (id, reference_id, epoch, attempts_left, created_at, expires_at,
                            type, locale)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        row.id(),
                        row.referenceId(),
                        row.epoch(),
                        row.attemptsLeft(),
                        now.toEpochMilli(),
                        row.expiresAt().toEpochMilli(),
                        row.type().word(),
                        row.locale())
                .update();
    }

    /// The one of that id, while it is open and bears another try.
    Optional<Row> open(String referenceId, String id, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS + """
                         from reference_enrolment
                        where reference_id = ? and id = ? and attempts_left > 0 and closed_at is null and expires_at > ?""")
                .params(referenceId, id, now.toEpochMilli())
                .query(ReferenceEnrolmentStore::row)
                .optional();
    }

    /// Spends one attempt before anything is looked at, by one conditional write.
    Optional<Row> spendAttempt(String referenceId, String id, Instant now) {
        return db.sql()
                .sql("""
                        update reference_enrolment set attempts_left = attempts_left - 1
                        where reference_id = ? and id = ? and attempts_left > 0 and closed_at is null and expires_at > ?
                        returning\s""" + COLUMNS)
                .params(referenceId, id, now.toEpochMilli())
                .query(ReferenceEnrolmentStore::row)
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

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getInt(4),
                Instant.ofEpochMilli(row.getLong(5)),
                FactorType.of(row.getString(6)).orElseThrow(),
                row.getString(7));
    }
}
