package dev.countersign.journeys.signin;

import dev.countersign.ground.store.Db;
import java.time.Instant;

/// The `enrolment_reminder` table: who has put the recommendation to enrol away, and until when.
final class ReminderStore {
    private final Db db;

    ReminderStore(Db db) {
        this.db = db;
    }

    boolean hidden(String accountId, Instant now) {
        return db.sql()
                .sql("select 1 from enrolment_reminder where account_id = ? and hidden_until > ?")
                .params(accountId, now.toEpochMilli())
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    void hide(String accountId, Instant until) {
        db.sql().sql("""
                        insert into enrolment_reminder (account_id, hidden_until) values (?, ?)
                        on conflict (account_id) do update set hidden_until = excluded.hidden_until""").params(accountId, until.toEpochMilli()).update();
    }
}
