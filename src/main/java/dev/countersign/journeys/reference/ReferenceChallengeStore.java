package dev.countersign.journeys.reference;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.reference.ReferenceExport.Question;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `reference_challenge` table.
final class ReferenceChallengeStore {
    private static final String COLUMNS =
            "id, app_id, reference_id, reference, purpose, epoch, attempts_left, expires_at, closed_at, factor, locale";

    private final Db db;

    ReferenceChallengeStore(Db db) {
        this.db = db;
    }

    /// A challenge as it is kept.
    ///
    /// @param referenceId null where nobody has enrolled that reference
    /// @param answeredAt when the right answer came, or null
    /// @param factor what it was, or null
    /// @param locale the language of its messages
    record Row(
            String id,
            String appId,
            @Nullable String referenceId,
            String reference,
            String purpose,
            long epoch,
            int attemptsLeft,
            Instant expiresAt,
            @Nullable Instant answeredAt,
            @Nullable FactorType factor,
            String locale) {

        boolean open(Instant now) {
            return answeredAt == null && expiresAt.isAfter(now);
        }

        /// The holder of the factors; nobody's where nobody has enrolled.
        String holderId() {
            return referenceId == null ? "" : referenceId;
        }
    }

    void insert(Row row, String tokenHash, Instant now) {
        db.sql()
                .sql("""
                        insert into reference_challenge (id, token_hash, app_id, reference_id, reference, purpose, epoch,
                            attempts_left, created_at, expires_at, locale)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(row.id(), tokenHash, row.appId())
                .param(row.referenceId())
                .params(
                        row.reference(),
                        row.purpose(),
                        row.epoch(),
                        row.attemptsLeft(),
                        now.toEpochMilli(),
                        row.expiresAt().toEpochMilli(),
                        row.locale())
                .update();
    }

    Optional<Row> byToken(String tokenHash) {
        return db.sql()
                .sql("select " + COLUMNS + " from reference_challenge where token_hash = ?")
                .param(tokenHash)
                .query(ReferenceChallengeStore::row)
                .optional();
    }

    Optional<Row> byResult(String resultHash) {
        return db.sql()
                .sql("select " + COLUMNS + " from reference_challenge where result_hash = ?")
                .param(resultHash)
                .query(ReferenceChallengeStore::row)
                .optional();
    }

    /// Spends one attempt before anything is looked at, by one conditional write.
    Optional<Row> spendAttempt(String id, Instant now) {
        return db.sql()
                .sql("""
                        update reference_challenge set attempts_left = attempts_left - 1
                        where id = ? and attempts_left > 0 and closed_at is null and expires_at > ?
                        returning\s""" + COLUMNS)
                .params(id, now.toEpochMilli())
                .query(ReferenceChallengeStore::row)
                .optional();
    }

    void giveAttemptBack(String id) {
        db.sql()
                .sql(
                        "update reference_challenge set attempts_left = attempts_left + 1 where id = ? and closed_at is null")
                .param(id)
                .update();
    }

    /// Whether it is open, and no other answer closes it until this transaction ends.
    boolean hold(String id, Instant now) {
        return db.sql().sql("""
                        update reference_challenge set attempts_left = attempts_left
                        where id = ? and closed_at is null and expires_at > ?""").params(id, now.toEpochMilli()).update() == 1;
    }

    /// Closes it by a right answer, with the result that its application redeems.
    boolean close(String id, FactorType factor, String resultHash, Instant until, Instant now) {
        return db.sql()
                        .sql("""
                        update reference_challenge set closed_at = ?, factor = ?, result_hash = ?, result_until = ?
                        where id = ? and closed_at is null""")
                        .params(now.toEpochMilli(), factor.word(), resultHash, until.toEpochMilli(), id)
                        .update()
                == 1;
    }

    /// Redeems a result, by one conditional write: of many at once, one gets it.
    boolean redeem(String id, Instant now) {
        return db.sql()
                        .sql("""
                        update reference_challenge set redeemed_at = ?
                        where id = ? and redeemed_at is null and result_until > ?""")
                        .params(now.toEpochMilli(), id, now.toEpochMilli())
                        .update()
                == 1;
    }

    /// What that reference was asked, the newest first.
    List<Question> of(String referenceId) {
        return db.sql()
                .sql("""
                        select purpose, created_at, closed_at, factor, redeemed_at from reference_challenge
                        where reference_id = ? order by created_at desc, id desc""")
                .param(referenceId)
                .query(ReferenceChallengeStore::question)
                .list();
    }

    private static Question question(ResultSet row, int number) throws SQLException {
        String factor = row.getString(4);
        return new Question(
                row.getString(1),
                Instant.ofEpochMilli(row.getLong(2)),
                instant(row, 3),
                factor == null ? null : FactorType.of(factor).orElseThrow(),
                instant(row, 5));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        String factor = row.getString(10);
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getInt(7),
                Instant.ofEpochMilli(row.getLong(8)),
                instant(row, 9),
                factor == null ? null : FactorType.of(factor).orElseThrow(),
                row.getString(11));
    }
}
