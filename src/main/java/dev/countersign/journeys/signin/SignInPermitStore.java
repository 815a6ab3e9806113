package dev.countersign.journeys.signin;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The `sign_in_permit` table.
final class SignInPermitStore {
    private final Db db;

    SignInPermitStore(Db db) {
        this.db = db;
    }

    /// An open link: for which account, and who asked for it.
    record Link(String accountId, String network, String browser, Instant askedAt) {}

    void insert(String tokenHash, Link link, Instant expiresAt) {
        db.sql()
                .sql("""
                        insert into sign_in_permit (token_hash, account_id, network, browser, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(
                        tokenHash,
                        link.accountId(),
                        link.network(),
                        link.browser(),
                        link.askedAt().toEpochMilli(),
                        expiresAt.toEpochMilli())
                .update();
    }

    Optional<Link> open(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select account_id, network, browser, created_at from sign_in_permit
                        where token_hash = ? and allowed_until is null and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) -> new Link(
                        row.getString(1), row.getString(2), row.getString(3), Instant.ofEpochMilli(row.getLong(4))))
                .optional();
    }

    Optional<String> usedBy(String tokenHash) {
        return db.sql()
                .sql("select account_id from sign_in_permit where token_hash = ? and allowed_until is not null")
                .param(tokenHash)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    /// Allows it; false for every use but the first.
    boolean allow(String tokenHash, Instant until, Instant now) {
        return db.sql()
                        .sql("""
                        update sign_in_permit set allowed_until = ?
                        where token_hash = ? and allowed_until is null and expires_at > ?""")
                        .params(until.toEpochMilli(), tokenHash, now.toEpochMilli())
                        .update()
                == 1;
    }

    boolean holds(String accountId, String network, Instant now) {
        return db.sql()
                .sql("select 1 from sign_in_permit where account_id = ? and network = ? and allowed_until > ? limit 1")
                .params(accountId, network, now.toEpochMilli())
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }
}
