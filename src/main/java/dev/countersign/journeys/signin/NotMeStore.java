package dev.countersign.journeys.signin;

import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.Notices.NotMeLink;
import java.time.Instant;
import java.util.Optional;

/// The `not_me` table.
final class NotMeStore {
    private final Db db;

    NotMeStore(Db db) {
        this.db = db;
    }

    void insert(String tokenHash, NotMeLink link, Instant expiresAt, Instant now) {
        db.sql()
                .sql(
                        "insert into not_me (token_hash, account_id, address, created_at, expires_at) values (?, ?, ?, ?, ?)")
                .params(tokenHash, link.accountId(), link.address(), now.toEpochMilli(), expiresAt.toEpochMilli())
                .update();
    }

    Optional<NotMeLink> open(String tokenHash, Instant now) {
        return db.sql()
                .sql(
                        "select account_id, address from not_me where token_hash = ? and used_at is null and expires_at > ?")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) -> new NotMeLink(row.getString(1), row.getString(2)))
                .optional();
    }

    Optional<NotMeLink> use(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        update not_me set used_at = ? where token_hash = ? and used_at is null and expires_at > ?
                        returning account_id, address""")
                .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                .query((row, n) -> new NotMeLink(row.getString(1), row.getString(2)))
                .optional();
    }

    void useUpSince(String accountId, Instant since, Instant now) {
        db.sql()
                .sql("update not_me set used_at = ? where account_id = ? and created_at >= ? and used_at is null")
                .params(now.toEpochMilli(), accountId, since.toEpochMilli())
                .update();
    }

    Optional<String> usedBy(String tokenHash) {
        return db.sql()
                .sql("select account_id from not_me where token_hash = ? and used_at is not null")
                .param(tokenHash)
                .query((row, n) -> row.getString(1))
                .optional();
    }
}
