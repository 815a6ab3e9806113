package dev.countersign.journeys.recovery;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `address_undo` table.
final class AddressUndoStore {
    private final Db db;

    AddressUndoStore(Db db) {
        this.db = db;
    }

    /// A link that puts back the address from before a change.
    ///
    /// @param at when the change was made
    record Row(String accountId, String address, Instant at) {}

    void insert(String tokenHash, Row row, Instant expiresAt) {
        db.sql()
                .sql("""
                        insert into address_undo (token_hash, account_id, address, created_at, expires_at)
                        values (?, ?, ?, ?, ?)""")
                .params(tokenHash, row.accountId(), row.address(), row.at().toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    Optional<Row> open(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select account_id, address, created_at from address_undo
                        where token_hash = ? and used_at is null and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query(AddressUndoStore::row)
                .optional();
    }

    Optional<Row> use(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        update address_undo set used_at = ? where token_hash = ? and used_at is null and expires_at > ?
                        returning account_id, address, created_at""")
                .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                .query(AddressUndoStore::row)
                .optional();
    }

    void giveBack(String tokenHash) {
        db.sql()
                .sql("update address_undo set used_at = null where token_hash = ?")
                .param(tokenHash)
                .update();
    }

    /// Uses up the account's links of that time and later.
    void useUpSince(String accountId, Instant since, Instant now) {
        db.sql()
                .sql("update address_undo set used_at = ? where account_id = ? and created_at >= ? and used_at is null")
                .params(now.toEpochMilli(), accountId, since.toEpochMilli())
                .update();
    }

    Optional<String> usedBy(String tokenHash) {
        return db.sql()
                .sql("select account_id from address_undo where token_hash = ? and used_at is not null")
                .param(tokenHash)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)));
    }
}
