package dev.countersign.journeys.enrolment;

import dev.countersign.ground.store.Db;
import java.time.Instant;

/// The `passkey_offer` table.
final class PasskeyOfferStore {
    private final Db db;

    PasskeyOfferStore(Db db) {
        this.db = db;
    }

    /// Whether it was made in another session, or declined.
    boolean over(String accountId, String sessionId) {
        return db.sql()
                .sql("select 1 from passkey_offer where account_id = ? and session_id <> ?")
                .params(accountId, sessionId)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    /// Does nothing when one was made or declined.
    void make(String accountId, String sessionId, Instant now) {
        db.sql().sql("""
                        insert into passkey_offer (account_id, session_id, made_at) values (?, ?, ?)
                        on conflict (account_id) do nothing""").params(accountId, sessionId, now.toEpochMilli()).update();
    }

    void decline(String accountId, Instant now) {
        db.sql().sql("""
                        insert into passkey_offer (account_id, session_id, made_at) values (?, '', ?)
                        on conflict (account_id) do update set session_id = ''""").params(accountId, now.toEpochMilli()).update();
    }
}
