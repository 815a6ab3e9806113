package dev.countersign.journeys.departure;

import dev.countersign.ground.store.Db;
import java.util.List;
import java.util.stream.Stream;

/// The rows about an account that do not go by themselves when its row of `account` goes. It writes tables of many
/// rooms, so that one place says what is erased; `ErasureTest` looks through every table there is.
final class ErasureStore {
    /// Tables without a reference to `account`: codes are asked for before there is one, and all of these expire.
    private static final List<String> BY_ACCOUNT =
            List.of("sent_code", "send_pace", "passkey_challenge", "idempotency_key");

    private static final List<String> COUNTED = List.of("throttle", "throttle_day", "text_sent", "text_subject");

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

    /// What is counted for it stands under its id or its address's hash: by itself, after one of a few words, or
    /// with something more behind it. Each is found by the tables' keys, as this holds the one who writes.
    private void forget(String part) {
        List<String> whole = Stream.of("", "session/", "account/", "address/", "password-day:")
                .map(word -> word + part)
                .toList();
        for (String table : COUNTED) {
            db.sql()
                    .sql("delete from " + table + " where subject in (:whole)")
                    .param("whole", whole)
                    .update();
            // What follows '/' is '0', and what follows ':' is ';'.
            forget(table, part + "/", part + "0");
            forget(table, "code-month:" + part + ":", "code-month:" + part + ";");
        }
    }

    private void forget(String table, String from, String to) {
        String subject = "subject" + db.dialect().byteOrder();
        db.sql()
                .sql("delete from " + table + " where " + subject + " >= :from and " + subject + " < :to")
                .param("from", from)
                .param("to", to)
                .update();
    }
}
