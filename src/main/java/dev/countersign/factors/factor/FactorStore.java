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
    private static final String COLUMNS = "id, account_id, type, label, enrolled_at, last_used_at, suspended_at";

    private final Db db;

    FactorStore(Db db) {
        this.db = db;
    }

    List<Factor> of(String accountId) {
        return db.sql()
                .sql("select " + COLUMNS + " from factor where account_id = ? order by enrolled_at, id")
                .param(accountId)
                .query(FactorStore::factor)
                .list();
    }

    Optional<Factor> byId(String accountId, String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from factor where account_id = ? and id = ?")
                .params(accountId, id)
                .query(FactorStore::factor)
                .optional();
    }

    void insert(Factor factor) {
        db.sql()
                .sql("insert into factor (account_id, id, type, label, enrolled_at) values (?, ?, ?, ?, ?)")
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
                .sql("delete from factor where account_id = ? and type = ?")
                .params(accountId, type.word())
                .update();
    }

    boolean delete(String accountId, String id) {
        return db.sql()
                        .sql("delete from factor where account_id = ? and id = ?")
                        .params(accountId, id)
                        .update()
                == 1;
    }

    void used(String accountId, String id, Instant now) {
        db.sql()
                .sql("update factor set last_used_at = ? where account_id = ? and id = ?")
                .params(now.toEpochMilli(), accountId, id)
                .update();
    }

    boolean rename(String accountId, String id, String label) {
        return db.sql()
                        .sql("update factor set label = ? where account_id = ? and id = ?")
                        .params(label, accountId, id)
                        .update()
                == 1;
    }

    boolean suspend(String accountId, FactorType type, Instant now) {
        return db.sql()
                        .sql(
                                "update factor set suspended_at = ? where account_id = ? and type = ? and suspended_at is null")
                        .params(now.toEpochMilli(), accountId, type.word())
                        .update()
                > 0;
    }

    void resume(String accountId) {
        db.sql()
                .sql("update factor set suspended_at = null where account_id = ?")
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
