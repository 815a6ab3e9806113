package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `enrolment` table.
final class EnrolmentStore {
    private static final String COLUMNS = "id, type, epoch, label, attempts_left, expires_at, closed_at";

    private final Db db;

    EnrolmentStore(Db db) {
        this.db = db;
    }

    /// An enrolment as it is kept.
    record Row(
            String id, FactorType type, long epoch, String label, int attemptsLeft, Instant expiresAt, boolean closed) {

        boolean open(Instant now) {
            return !closed && attemptsLeft > 0 && expiresAt.isAfter(now);
        }
    }

    void insert(String accountId, Row row, String holderId, Instant now) {
        db.sql()
                .sql("""
                        insert into enrolment (account_id, id, epoch, type, holder_id, label, attempts_left, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        accountId,
                        row.id(),
                        row.epoch(),
                        row.type().word(),
                        holderId,
                        row.label(),
                        row.attemptsLeft(),
                        now.toEpochMilli(),
                        row.expiresAt().toEpochMilli())
                .update();
    }

    /// What this holder has pending of that type, the newest.
    Optional<Row> pending(String accountId, String holderId, FactorType type, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS + " " + """
                         from enrolment
                        where account_id = ? and holder_id = ? and type = ? and closed_at is null and expires_at > ?
                            and attempts_left > 0
                        order by created_at desc, id desc limit 1""")
                .params(accountId, holderId, type.word(), now.toEpochMilli())
                .query(EnrolmentStore::row)
                .optional();
    }

    Optional<Row> byId(String accountId, String holderId, String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from enrolment where account_id = ? and holder_id = ? and id = ?")
                .params(accountId, holderId, id)
                .query(EnrolmentStore::row)
                .optional();
    }

    Optional<Row> spendAttempt(String accountId, String holderId, String id, Instant now) {
        return db.sql()
                .sql("""
                        update enrolment set attempts_left = attempts_left - 1
                        where account_id = ? and id = ? and holder_id = ? and closed_at is null and expires_at > ?
                            and attempts_left > 0
                        returning\s""" + COLUMNS)
                .params(accountId, id, holderId, now.toEpochMilli())
                .query(EnrolmentStore::row)
                .optional();
    }

    void giveAttemptBack(String accountId, String id) {
        db.sql()
                .sql("update enrolment set attempts_left = attempts_left + 1 where account_id = ? and id = ?")
                .params(accountId, id)
                .update();
    }

    void label(String accountId, String holderId, String id, String label) {
        db.sql()
                .sql(
                        "update enrolment set label = ? where account_id = ? and holder_id = ? and id = ? and closed_at is null")
                .params(label, accountId, holderId, id)
                .update();
    }

    boolean close(String accountId, String id, Instant now) {
        return db.sql()
                        .sql("""
                        update enrolment set closed_at = ?
                        where account_id = ? and id = ? and closed_at is null and expires_at > ?""")
                        .params(now.toEpochMilli(), accountId, id, now.toEpochMilli())
                        .update()
                == 1;
    }

    void closeAll(String accountId, FactorType type, Instant now) {
        db.sql()
                .sql("update enrolment set closed_at = ? where account_id = ? and type = ? and closed_at is null")
                .params(now.toEpochMilli(), accountId, type.word())
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString("id"),
                FactorType.of(row.getString("type")).orElseThrow(),
                row.getLong("epoch"),
                row.getString("label"),
                row.getInt("attempts_left"),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                row.getObject("closed_at") != null);
    }
}
