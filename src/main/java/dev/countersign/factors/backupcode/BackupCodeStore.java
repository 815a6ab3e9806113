package dev.countersign.factors.backupcode;

import dev.countersign.factors.factor.Holders;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `backup_code` and `backup_code_shown`.
final class BackupCodeStore {
    private final Db db;
    private final Holders holders;

    BackupCodeStore(Db db, Holders holders) {
        this.db = db;
        this.holders = holders;
    }

    /// One code that is not used.
    record Row(String index, int number, String hash) {}

    /// How many are left, of how many, and when they were made.
    record Count(int left, int of, @Nullable Instant madeAt) {}

    /// Sealed codes that may still be seen.
    record ShownRow(SecretBytes sealed, Instant madeAt) {}

    void insert(String accountId, Row row, Instant now) {
        db.sql()
                .sql(
                        holders.sql(
                                "insert into {backup_code} ({holder}, code_index, number, hash, made_at) values (?, ?, ?, ?, ?)"))
                .params(accountId, row.index(), row.number(), row.hash(), now.toEpochMilli())
                .update();
    }

    Optional<Row> any(String accountId, String index) {
        return db.sql()
                .sql(holders.sql(
                        "select code_index, number, hash from {backup_code} where {holder} = ? and code_index = ?"))
                .params(accountId, index)
                .query((row, n) -> new Row(row.getString(1), row.getInt(2), row.getString(3)))
                .optional();
    }

    boolean spend(String accountId, String index, String hash, Instant now) {
        return db.sql()
                        .sql(holders.sql("""
                        update {backup_code} set used_at = ?
                        where {holder} = ? and code_index = ? and hash = ? and used_at is null"""))
                        .params(now.toEpochMilli(), accountId, index, hash)
                        .update()
                == 1;
    }

    Count count(String accountId) {
        return db.sql()
                .sql(holders.sql("""
                        select count(*) - count(used_at), count(*), max(made_at) from {backup_code} where {holder} = ?"""))
                .param(accountId)
                .query((row, n) -> {
                    int left = row.getInt(1);
                    int of = row.getInt(2);
                    long made = row.getLong(3);
                    return new Count(left, of, row.wasNull() ? null : Instant.ofEpochMilli(made));
                })
                .single();
    }

    void deleteAll(String accountId) {
        db.sql()
                .sql(holders.sql("delete from {backup_code} where {holder} = ?"))
                .param(accountId)
                .update();
    }

    void show(String accountId, String sessionId, byte[] sealed, Instant expiresAt, Instant now) {
        db.sql()
                .sql(holders.sql("""
                        insert into {backup_code_shown} ({holder}, session_id, codes, made_at, expires_at) values (?, ?, ?, ?, ?)
                        on conflict ({holder}) do update set session_id = excluded.session_id, codes = excluded.codes,
                            made_at = excluded.made_at, expires_at = excluded.expires_at"""))
                .params(accountId, sessionId, sealed, now.toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    Optional<ShownRow> shown(String accountId, String sessionId, Instant now) {
        return db.sql()
                .sql(holders.sql("""
                        select codes, made_at from {backup_code_shown}
                        where {holder} = ? and session_id = ? and expires_at > ?"""))
                .params(accountId, sessionId, now.toEpochMilli())
                .query((row, n) -> new ShownRow(SecretBytes.of(row.getBytes(1)), Instant.ofEpochMilli(row.getLong(2))))
                .optional();
    }

    void hide(String accountId) {
        db.sql()
                .sql(holders.sql("delete from {backup_code_shown} where {holder} = ?"))
                .param(accountId)
                .update();
    }
}
