package dev.countersign.journeys.signin;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.EvidenceWords;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.Challenge.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `challenge` table.
final class ChallengeStore {
    private static final String COLUMNS =
            "id, account_id, epoch, purpose, device_id, bound, session_id, evidence, attempts_left, expires_at, closed_at";

    private final Db db;

    ChallengeStore(Db db) {
        this.db = db;
    }

    /// A challenge as it is kept. `bound`: good only together with the device's secret.
    record Row(
            String id,
            String accountId,
            long epoch,
            Purpose purpose,
            @Nullable String deviceId,
            boolean bound,
            @Nullable String sessionId,
            List<Evidence> evidence,
            int attemptsLeft,
            Instant expiresAt,
            boolean closed) {

        boolean open(Instant now) {
            return !closed && expiresAt.isAfter(now);
        }
    }

    void insert(Row row, String tokenHash, Instant now) {
        db.sql()
                .sql("""
                        insert into challenge (id, token_hash, account_id, epoch, purpose, device_id, bound, session_id, evidence,
                            attempts_left, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        row.id(),
                        tokenHash,
                        row.accountId(),
                        row.epoch(),
                        row.purpose().name())
                .param(row.deviceId())
                .param(row.bound() ? 1 : 0)
                .param(row.sessionId())
                .params(
                        EvidenceWords.of(row.evidence()), row.attemptsLeft(),
                        now.toEpochMilli(), row.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Row> byToken(String tokenHash) {
        return db.sql()
                .sql("select " + COLUMNS + " from challenge where token_hash = ?")
                .param(tokenHash)
                .query(ChallengeStore::row)
                .optional();
    }

    /// Spends one attempt before anything is looked at, by one conditional write. A challenge that was opened for a
    /// session is found with that session only, and any other only without one.
    Optional<Row> spendAttempt(String tokenHash, @Nullable String sessionId, Instant now) {
        return db.sql()
                .sql("""
                        update challenge set attempts_left = attempts_left - 1
                        where token_hash = ? and session_id is not distinct from ?
                            and attempts_left > 0 and closed_at is null and expires_at > ?
                        returning\s""" + COLUMNS)
                .param(tokenHash)
                .param(sessionId)
                .param(now.toEpochMilli())
                .query(ChallengeStore::row)
                .optional();
    }

    void giveAttemptBack(String id) {
        db.sql()
                .sql("update challenge set attempts_left = attempts_left + 1 where id = ? and closed_at is null")
                .param(id)
                .update();
    }

    /// Whether the challenge is open, and no other answer closes it until this transaction ends.
    boolean hold(String id, Instant now) {
        return db.sql()
                        .sql(
                                "update challenge set attempts_left = attempts_left where id = ? and closed_at is null and expires_at > ?")
                        .params(id, now.toEpochMilli())
                        .update()
                == 1;
    }

    /// Ends every open sign-in of an account.
    void closeAll(String accountId, Instant now) {
        db.sql()
                .sql(
                        "update challenge set closed_at = ? where account_id = ? and session_id is null and closed_at is null")
                .params(now.toEpochMilli(), accountId)
                .update();
    }

    boolean close(String id, Instant now) {
        return db.sql()
                        .sql("update challenge set closed_at = ? where id = ? and closed_at is null")
                        .params(now.toEpochMilli(), id)
                        .update()
                == 1;
    }

    /// The message that tells of its wrong answers, or empty.
    Optional<String> notice(String id) {
        return db.sql()
                .sql("select notice_id from challenge where id = ? and notice_id is not null")
                .param(id)
                .query((row, number) -> row.getString(1))
                .optional();
    }

    void keepNotice(String id, String messageId) {
        db.sql()
                .sql("update challenge set notice_id = ? where id = ?")
                .params(messageId, id)
                .update();
    }

    // By place, not by name: this runs several times in every request, and the driver looks a name up each time.
    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                Purpose.valueOf(row.getString(4)),
                row.getString(5),
                row.getInt(6) == 1,
                row.getString(7),
                EvidenceWords.read(row.getString(8)),
                row.getInt(9),
                Instant.ofEpochMilli(row.getLong(10)),
                row.getObject(11) != null);
    }
}
