package dev.countersign.factors.outofband;

import dev.countersign.factors.factor.Holders;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `phone` table of accounts, and that of references.
final class PhoneStore {
    private final Db db;
    private final Holders holders;

    PhoneStore(Db db, Holders holders) {
        this.db = db;
        this.holders = holders;
    }

    /// One number, sealed.
    record Row(String factorId, SecretBytes sealed) {}

    void putPending(String holderId, Row row, String numberHash, Instant until) {
        db.sql()
                .sql(holders.sql("""
                        insert into {phone} ({holder}, state, factor_id, number, number_hash, pending_until)
                        values (?, 'pending', ?, ?, ?, ?)
                        on conflict ({holder}, state) do update set factor_id = excluded.factor_id,
                            number = excluded.number, number_hash = excluded.number_hash,
                            pending_until = excluded.pending_until"""))
                .params(holderId, row.factorId(), row.sealed().copy(), numberHash, until.toEpochMilli())
                .update();
    }

    Optional<Row> pending(String holderId, String factorId, Instant now) {
        return db.sql()
                .sql(holders.sql("""
                        select factor_id, number from {phone}
                        where {holder} = ? and state = 'pending' and factor_id = ? and pending_until > ?"""))
                .params(holderId, factorId, now.toEpochMilli())
                .query(PhoneStore::row)
                .optional();
    }

    Optional<Row> takePending(String holderId, String factorId, Instant now) {
        return db.sql()
                .sql(holders.sql("""
                        delete from {phone}
                        where {holder} = ? and state = 'pending' and factor_id = ? and pending_until > ?
                        returning factor_id, number"""))
                .params(holderId, factorId, now.toEpochMilli())
                .query(PhoneStore::row)
                .optional();
    }

    Optional<Row> active(String holderId) {
        return db.sql()
                .sql(holders.sql("select factor_id, number from {phone} where {holder} = ? and state = 'active'"))
                .param(holderId)
                .query(PhoneStore::row)
                .optional();
    }

    void putActive(String holderId, Row row, String numberHash) {
        db.sql()
                .sql(holders.sql("""
                        insert into {phone} ({holder}, state, factor_id, number, number_hash)
                        values (?, 'active', ?, ?, ?)
                        on conflict ({holder}, state) do update set factor_id = excluded.factor_id,
                            number = excluded.number, number_hash = excluded.number_hash"""))
                .params(holderId, row.factorId(), row.sealed().copy(), numberHash)
                .update();
    }

    int accountsWith(String numberHash) {
        return db.sql()
                .sql(holders.sql("select count(*) from {phone} where number_hash = ? and state = 'active'"))
                .param(numberHash)
                .query(Integer.class)
                .single();
    }

    void deletePending(String holderId) {
        db.sql()
                .sql(holders.sql("delete from {phone} where {holder} = ? and state = 'pending'"))
                .param(holderId)
                .update();
    }

    boolean deleteActive(String holderId, String factorId) {
        return db.sql()
                        .sql(holders.sql(
                                "delete from {phone} where {holder} = ? and state = 'active' and factor_id = ?"))
                        .params(holderId, factorId)
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getString(1), SecretBytes.of(row.getBytes(2)));
    }
}
