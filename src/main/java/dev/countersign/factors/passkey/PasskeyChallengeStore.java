package dev.countersign.factors.passkey;

import dev.countersign.ground.store.Db;
import java.time.Instant;

/// The `passkey_challenge` table.
final class PasskeyChallengeStore {
    private final Db db;

    PasskeyChallengeStore(Db db) {
        this.db = db;
    }

    void insert(String challengeHash, PasskeyQuestion question, Instant until) {
        db.sql()
                .sql("""
                        insert into passkey_challenge (challenge_hash, purpose, holder_id, account_id, expires_at)
                        values (?, ?, ?, ?, ?)""")
                .params(
                        challengeHash,
                        question.purpose().word(),
                        question.holderId(),
                        account(question),
                        until.toEpochMilli())
                .update();
    }

    /// Of any number of calls at once, one is told true.
    boolean spend(String challengeHash, PasskeyQuestion question, Instant now) {
        return db.sql()
                        .sql("""
                        delete from passkey_challenge
                        where challenge_hash = ? and purpose = ? and holder_id = ? and account_id = ?
                            and expires_at > ?""")
                        .params(
                                challengeHash,
                                question.purpose().word(),
                                question.holderId(),
                                account(question),
                                now.toEpochMilli())
                        .update()
                == 1;
    }

    private static String account(PasskeyQuestion question) {
        String accountId = question.accountId();
        return accountId == null ? "" : accountId;
    }
}
