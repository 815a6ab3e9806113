package dev.countersign.journeys.departure;

import dev.countersign.ground.store.Db;
import java.util.List;

/// The rows about an account that do not go by themselves when its row of `account` goes. It writes tables of many
/// rooms, so that one place says what is erased; `ErasureTest` looks through every table there is.
final class ErasureStore {
    /// Tables without a reference to `account`: codes are asked for before there is one, and all of these expire.
    private static final List<String> BY_ACCOUNT =
            List.of("sent_code", "send_pace", "passkey_challenge", "idempotency_key");

    private final Db db;

    ErasureStore(Db db) {
        this.db = db;
    }

    void erase(String accountId, String emailKey, String emailHash) {
        for (String table : BY_ACCOUNT) {
            db.sql()
                    .sql("delete from " + table + " where account_id = ?")
                    .param(accountId)
                    .update();
        }
        // A browser that nobody else was signed in to.
        db.sql().sql("""
                        delete from device where id in (select device_id from device_account where account_id = ?)
                        and not exists (select 1 from device_account other
                                        where other.device_id = device.id and other.account_id <> ?)""").params(accountId, accountId).update();
        db.sql()
                .sql("delete from pending_account where email_key = ?")
                .param(emailKey)
                .update();
        // One that is open is somebody's wish to have this address in their organisation, whoever has it by then.
        db.sql()
                .sql("delete from invitation where email_key = ? and (used_at is not null or revoked_at is not null)")
                .param(emailKey)
                .update();
        for (String part : List.of(accountId, emailHash)) {
            forget(part);
        }
    }

    /// What is counted for it stands under its id or its address's hash, with something before or behind.
    private void forget(String part) {
        String like = "%" + part + "%";
        db.sql().sql("delete from throttle where subject like ?").param(like).update();
        db.sql()
                .sql("delete from throttle_day where subject like ?")
                .param(like)
                .update();
        db.sql().sql("delete from text_sent where subject like ?").param(like).update();
        db.sql()
                .sql("delete from text_subject where subject like ?")
                .param(like)
                .update();
    }
}
