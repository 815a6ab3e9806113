package dev.countersign.factors.outofband;

import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `phone` table.
final class PhoneStore {
    private final Db db;

    PhoneStore(Db db) {
        this.db = db;
    }

    /// One number, sealed.
    record Row(String factorId, SecretBytes sealed) {}

    void putPending(String accountId, Row row, String numberHash, Instant until) {
        db.sql()
                .sql("""
                        insert into phone (account_id, state, factor_id, number, number_hash, pending_until)
                        values (?, 'pending', ?, ?, ?, ?)
                        on conflict (account_id, state) do update set factor_id = excluded.factor_id,
                            number = excluded.number, number_hash = excluded.number_hash,
                            pending_until = excluded.pending_until""")
                .params(accountId, row.factorId(), row.sealed().copy(), numberHash, until.toEpochMilli())
                .update();
    }

    Optional<Row> pending(String accountId, String factorId, Instant now) {
        return db.sql()
                .sql("""
                        select factor_id, number from phone
                        where account_id = ? and state = 'pending' and factor_id = ? and pending_until > ?""")
                .params(accountId, factorId, now.toEpochMilli())
                .query(PhoneStore::row)
                .optional();
    }

    Optional<Row> takePending(String accountId, String factorId, Instant now) {
        return db.sql()
                .sql("""
                        delete from phone
                        where account_id = ? and state = 'pending' and factor_id = ? and pending_until > ?
                        returning factor_id, number""")
                .params(accountId, factorId, now.toEpochMilli())
                .query(PhoneStore::row)
                .optional();
    }

    Optional<Row> active(String accountId) {
        return db.sql()
                .sql("select factor_id, number from phone where account_id = ? and state = 'active'")
                .param(accountId)
                .query(PhoneStore::row)
                .optional();
    }

    void putActive(String accountId, Row row, String numberHash) {
        db.sql()
                .sql("""
                        insert into phone (account_id, state, factor_id, number, number_hash)
                        values (?, 'active', ?, ?, ?)
                        on conflict (account_id, state) do update set factor_id = excluded.factor_id,
                            number = excluded.number, number_hash = excluded.number_hash""")
                .params(accountId, row.factorId(), row.sealed().copy(), numberHash)
                .update();
    }

    int accountsWith(String numberHash) {
        return db.sql()
                .sql("select count(*) from phone where number_hash = ? and state = 'active'")
                .param(numberHash)
                .query(Integer.class)
                .single();
    }

    void deletePending(String accountId) {
        db.sql()
                .sql("delete from phone where account_id = ? and state = 'pending'")
                .param(accountId)
                .update();
    }

    boolean deleteActive(String accountId, String factorId) {
        return db.sql()
                        .sql("delete from phone where account_id = ? and state = 'active' and factor_id = ?")
                        .params(accountId, factorId)
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getString(1), SecretBytes.of(row.getBytes(2)));
    }
}
