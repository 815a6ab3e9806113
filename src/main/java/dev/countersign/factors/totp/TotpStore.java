package dev.countersign.factors.totp;

import dev.countersign.factors.factor.Holders;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `totp` table.
final class TotpStore {
    private static final String COLUMNS = "factor_id, secret, last_step, drift_steps, drift_at_step";

    private final Db db;
    private final Holders holders;

    TotpStore(Db db, Holders holders) {
        this.db = db;
        this.holders = holders;
    }

    /// One secret, sealed, with the last step that was accepted, and the last wrong code's offset in steps.
    record Row(
            String factorId,
            SecretBytes sealedSecret,
            long lastStep,
            @Nullable Long driftSteps,
            @Nullable Long driftAtStep) {}

    void insertPending(String accountId, String factorId, byte[] sealedSecret, Instant until) {
        db.sql()
                .sql(holders.sql("""
                        insert into {totp} ({holder}, factor_id, secret, last_step, active, pending_until)
                        values (?, ?, ?, -1, 0, ?)"""))
                .params(accountId, factorId, sealedSecret, until.toEpochMilli())
                .update();
    }

    Optional<Row> pending(String accountId, String factorId) {
        return db.sql()
                .sql(holders.sql(
                        "select " + COLUMNS + " from {totp} where {holder} = ? and factor_id = ? and active = 0"))
                .params(accountId, factorId)
                .query(TotpStore::row)
                .optional();
    }

    Optional<Row> active(String accountId) {
        return db.sql()
                .sql(holders.sql("select " + COLUMNS + " from {totp} where {holder} = ? and active = 1"))
                .param(accountId)
                .query(TotpStore::row)
                .optional();
    }

    boolean acceptStep(String accountId, String factorId, long step) {
        return db.sql()
                        .sql(holders.sql("""
                        update {totp} set last_step = ?, drift_steps = null, drift_at_step = null
                        where {holder} = ? and factor_id = ? and active = 1 and last_step < ?"""))
                        .params(step, accountId, factorId, step)
                        .update()
                == 1;
    }

    int deleteActive(String accountId) {
        return db.sql()
                .sql(holders.sql("delete from {totp} where {holder} = ? and active = 1"))
                .param(accountId)
                .update();
    }

    boolean activate(String accountId, String factorId, long step) {
        return db.sql()
                        .sql(holders.sql("""
                        update {totp} set active = 1, last_step = ?, pending_until = null
                        where {holder} = ? and factor_id = ? and active = 0 and last_step < ?"""))
                        .params(step, accountId, factorId, step)
                        .update()
                == 1;
    }

    void noteDrift(String accountId, String factorId, long steps, long atStep) {
        db.sql()
                .sql(holders.sql(
                        "update {totp} set drift_steps = ?, drift_at_step = ? where {holder} = ? and factor_id = ?"))
                .params(steps, atStep, accountId, factorId)
                .update();
    }

    boolean delete(String accountId, String factorId) {
        return db.sql()
                        .sql(holders.sql("delete from {totp} where {holder} = ? and factor_id = ?"))
                        .params(accountId, factorId)
                        .update()
                == 1;
    }

    int deletePending(String accountId) {
        return db.sql()
                .sql(holders.sql("delete from {totp} where {holder} = ? and active = 0"))
                .param(accountId)
                .update();
    }

    int deleteAll(String accountId) {
        return db.sql()
                .sql(holders.sql("delete from {totp} where {holder} = ?"))
                .param(accountId)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        long drift = row.getLong(4);
        @Nullable Long driftSteps = row.wasNull() ? null : drift;
        long at = row.getLong(5);
        @Nullable Long driftAtStep = row.wasNull() ? null : at;
        return new Row(row.getString(1), SecretBytes.of(row.getBytes(2)), row.getLong(3), driftSteps, driftAtStep);
    }
}
