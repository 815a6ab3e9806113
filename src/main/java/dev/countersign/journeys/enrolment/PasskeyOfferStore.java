package dev.countersign.journeys.enrolment;

import dev.countersign.ground.store.Db;
import java.time.Instant;

/// The `passkey_offer` table.
final class PasskeyOfferStore {
    private final Db db;

    PasskeyOfferStore(Db db) {
        this.db = db;
    }

    boolean declined(String accountId) {
        return db.sql()
                .sql("select 1 from passkey_offer where account_id = ?")
                .param(accountId)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    void decline(String accountId, Instant now) {
        db.sql()
                .sql(
                        "insert into passkey_offer (account_id, declined_at) values (?, ?) on conflict (account_id) do nothing")
                .params(accountId, now.toEpochMilli())
                .update();
    }
}
