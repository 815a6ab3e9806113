package dev.countersign.factors.factor;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `factor` table: what all factors have in common.
final class FactorStore {
    private static final String COLUMNS = "id, {holder}, type, label, enrolled_at, last_used_at, suspended_at";

    private final Db db;
    private final Holders holders;

    FactorStore(Db db, Holders holders) {
        this.db = db;
        this.holders = holders;
    }

    List<Factor> of(String accountId) {
        return db.sql()
                .sql(holders.sql("select " + COLUMNS + " from {factor} where {holder} = ? order by enrolled_at, id"))
                .param(accountId)
                .query(FactorStore::factor)
                .list();
    }

    Optional<Factor> byId(String accountId, String id) {
        return db.sql()
                .sql(holders.sql("select " + COLUMNS + " from {factor} where {holder} = ? and id = ?"))
                .params(accountId, id)
                .query(FactorStore::factor)
                .optional();
    }

    void insert(Factor factor) {
        db.sql()
                .sql(holders.sql(
                        "insert into {factor} ({holder}, id, type, label, enrolled_at) values (?, ?, ?, ?, ?)"))
                .params(
                        factor.accountId(),
                        factor.id(),
                        factor.type().word(),
                        factor.label(),
                        factor.enrolledAt().toEpochMilli())
                .update();
    }

    int deleteOfType(String accountId, FactorType type) {
        return db.sql()
                .sql(holders.sql("delete from {factor} where {holder} = ? and type = ?"))
                .params(accountId, type.word())
                .update();
    }

    boolean delete(String accountId, String id) {
        return db.sql()
                        .sql(holders.sql("delete from {factor} where {holder} = ? and id = ?"))
                        .params(accountId, id)
                        .update()
                == 1;
    }

    void used(String accountId, String id, Instant now) {
        db.sql()
                .sql(holders.sql("update {factor} set last_used_at = ? where {holder} = ? and id = ?"))
                .params(now.toEpochMilli(), accountId, id)
                .update();
    }

    boolean rename(String accountId, String id, String label) {
        return db.sql()
                        .sql(holders.sql("update {factor} set label = ? where {holder} = ? and id = ?"))
                        .params(label, accountId, id)
                        .update()
                == 1;
    }

    boolean suspend(String accountId, FactorType type, Instant now) {
        return db.sql()
                        .sql(
                                holders.sql(
                                        "update {factor} set suspended_at = ? where {holder} = ? and type = ? and suspended_at is null"))
                        .params(now.toEpochMilli(), accountId, type.word())
                        .update()
                > 0;
    }

    void resume(String accountId) {
        db.sql()
                .sql(holders.sql("update {factor} set suspended_at = null where {holder} = ?"))
                .param(accountId)
                .update();
    }

    // By place, not by name: this runs several times in every request, and the driver looks a name up each time.
    private static Factor factor(ResultSet row, int number) throws SQLException {
        return new Factor(
                row.getString(1),
                row.getString(2),
                FactorType.of(row.getString(3)).orElseThrow(),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                instant(row, 6),
                instant(row, 7));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
