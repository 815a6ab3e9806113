package dev.countersign.journeys.signin;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `recovery` table.
final class WaitingRecoveryStore {
    private static final String COLUMNS = "account_id, id, epoch, address_hash, begun_at, ready_at";

    private final Db db;

    WaitingRecoveryStore(Db db) {
        this.db = db;
    }

    /// A recovery as it is kept.
    record Row(String accountId, String id, long epoch, String addressHash, Instant begunAt, Instant readyAt) {}

    Optional<Row> byAccount(String accountId) {
        return db.sql()
                .sql("select " + COLUMNS + " from recovery where account_id = ?")
                .param(accountId)
                .query(WaitingRecoveryStore::row)
                .optional();
    }

    /// Those of the accounts behind that id, `most` of them.
    List<Row> after(String accountId, int most) {
        return db.sql()
                .sql("select " + COLUMNS + " from recovery where account_id > ? order by account_id limit ?")
                .params(accountId, most)
                .query(WaitingRecoveryStore::row)
                .list();
    }

    /// False when the account has one.
    boolean insert(Row row) {
        return db.sql()
                        .sql("insert into recovery (" + COLUMNS
                                + ") values (?, ?, ?, ?, ?, ?) on conflict (account_id) do nothing")
                        .params(
                                row.accountId(),
                                row.id(),
                                row.epoch(),
                                row.addressHash(),
                                row.begunAt().toEpochMilli(),
                                row.readyAt().toEpochMilli())
                        .update()
                == 1;
    }

    /// Puts that one in the place of one as it was read; false when that has changed or is gone.
    boolean replace(Row was, Row by) {
        return db.sql()
                        .sql("""
                                update recovery set epoch = ?, begun_at = ?, ready_at = ?
                                where account_id = ? and id = ? and epoch = ? and begun_at = ?""")
                        .params(
                                by.epoch(),
                                by.begunAt().toEpochMilli(),
                                by.readyAt().toEpochMilli(),
                                was.accountId(),
                                was.id(),
                                was.epoch(),
                                was.begunAt().toEpochMilli())
                        .update()
                == 1;
    }

    /// Takes one away that is still as it was read: of any number of calls at once, one does.
    boolean take(Row was) {
        return db.sql()
                        .sql("delete from recovery where account_id = ? and id = ? and epoch = ? and begun_at = ?")
                        .params(
                                was.accountId(),
                                was.id(),
                                was.epoch(),
                                was.begunAt().toEpochMilli())
                        .update()
                == 1;
    }

    /// Takes the account's away, whatever became of it.
    Optional<Row> delete(String accountId) {
        return db.sql()
                .sql("delete from recovery where account_id = ? returning " + COLUMNS)
                .param(accountId)
                .query(WaitingRecoveryStore::row)
                .optional();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)));
    }
}
