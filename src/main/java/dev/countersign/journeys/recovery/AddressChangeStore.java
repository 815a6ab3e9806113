package dev.countersign.journeys.recovery;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `address_change` table.
final class AddressChangeStore {
    private static final String COLUMNS = "id, holder_id, epoch, address, attempts_left, expires_at";

    private final Db db;

    AddressChangeStore(Db db) {
        this.db = db;
    }

    /// A change that waits for its code.
    ///
    /// @param holderId the session that asked for it
    record Row(String id, String holderId, long epoch, String address, int attemptsLeft, Instant expiresAt) {}

    /// In the place of what waited before.
    void put(String accountId, Row row, Instant now) {
        db.sql()
                .sql("""
                        insert into address_change (account_id, id, holder_id, epoch, address, attempts_left,
                            created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (account_id) do update set
                            id = excluded.id, holder_id = excluded.holder_id, epoch = excluded.epoch,
                            address = excluded.address, attempts_left = excluded.attempts_left,
                            created_at = excluded.created_at, expires_at = excluded.expires_at""")
                .params(
                        accountId,
                        row.id(),
                        row.holderId(),
                        row.epoch(),
                        row.address(),
                        row.attemptsLeft(),
                        now.toEpochMilli(),
                        row.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Row> open(String accountId, String holderId, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS
                        + " from address_change where account_id = ? and holder_id = ? and expires_at > ?")
                .params(accountId, holderId, now.toEpochMilli())
                .query(AddressChangeStore::row)
                .optional();
    }

    Optional<Row> spendAttempt(String accountId, String holderId, Instant now) {
        return db.sql()
                .sql("""
                        update address_change set attempts_left = attempts_left - 1
                        where account_id = ? and holder_id = ? and attempts_left > 0 and expires_at > ?
                        returning\s""" + COLUMNS)
                .params(accountId, holderId, now.toEpochMilli())
                .query(AddressChangeStore::row)
                .optional();
    }

    void giveAttemptBack(String accountId, String id) {
        db.sql()
                .sql("update address_change set attempts_left = attempts_left + 1 where account_id = ? and id = ?")
                .params(accountId, id)
                .update();
    }

    boolean close(String accountId, String id) {
        return db.sql()
                        .sql("delete from address_change where account_id = ? and id = ?")
                        .params(accountId, id)
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getInt(5),
                Instant.ofEpochMilli(row.getLong(6)));
    }
}
