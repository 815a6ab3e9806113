package dev.countersign.factors.outofband;

import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The `reference_mailbox` table. Accounts have none: their codes go to the address of the account.
final class MailboxStore {
    private final Db db;

    MailboxStore(Db db) {
        this.db = db;
    }

    /// One address, sealed.
    record Row(String factorId, SecretBytes sealed) {}

    void putPending(String holderId, Row row, Instant until) {
        db.sql()
                .sql("""
                        insert into reference_mailbox (reference_id, state, factor_id, mailbox, pending_until)
                        values (?, 'pending', ?, ?, ?)
                        on conflict (reference_id, state) do update set factor_id = excluded.factor_id,
                            mailbox = excluded.mailbox, pending_until = excluded.pending_until""")
                .params(holderId, row.factorId(), row.sealed().copy(), until.toEpochMilli())
                .update();
    }

    Optional<Row> pending(String holderId, String factorId, Instant now) {
        return db.sql()
                .sql("""
                        select factor_id, mailbox from reference_mailbox
                        where reference_id = ? and state = 'pending' and factor_id = ? and pending_until > ?""")
                .params(holderId, factorId, now.toEpochMilli())
                .query(MailboxStore::row)
                .optional();
    }

    /// Makes the pending one the active one, where there is none yet.
    boolean activate(String holderId, String factorId, Instant now) {
        return db.sql().sql("""
                        update reference_mailbox set state = 'active', pending_until = null
                        where reference_id = ? and state = 'pending' and factor_id = ? and pending_until > ?
                            and not exists (select 1 from reference_mailbox other
                                where other.reference_id = reference_mailbox.reference_id and other.state = 'active')""").params(holderId, factorId, now.toEpochMilli()).update() == 1;
    }

    Optional<Row> active(String holderId) {
        return db.sql()
                .sql("select factor_id, mailbox from reference_mailbox where reference_id = ? and state = 'active'")
                .param(holderId)
                .query(MailboxStore::row)
                .optional();
    }

    void deletePending(String holderId) {
        db.sql()
                .sql("delete from reference_mailbox where reference_id = ? and state = 'pending'")
                .param(holderId)
                .update();
    }

    void deleteAll(String holderId) {
        db.sql()
                .sql("delete from reference_mailbox where reference_id = ?")
                .param(holderId)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(row.getString(1), SecretBytes.of(row.getBytes(2)));
    }
}
