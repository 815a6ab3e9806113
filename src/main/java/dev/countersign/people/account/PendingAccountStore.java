package dev.countersign.people.account;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `pending_account` table.
final class PendingAccountStore {
    private static final String COLUMNS = "id, email, name, locale, time_zone, password_hash, invitation_hash,"
            + " attempts_left, sends, next_send_at, created_at, expires_at";
    private static final String SPEND =
            "update pending_account set attempts_left = attempts_left - 1 where attempts_left > 0 and expires_at > ? and ";

    private final Db db;

    PendingAccountStore(Db db) {
        this.db = db;
    }

    /// A sign-up that an attempt was spent of, and the hash of its code.
    record Spent(PendingAccount pending, String codeHash) {}

    void insert(PendingAccount pending, String emailKey, String holderHash, String linkHash, String codeHash) {
        db.sql()
                .sql("""
                        insert into pending_account (id, email, email_key, name, locale, time_zone, password_hash,
                            invitation_hash, holder_hash, link_hash, code_hash, attempts_left, sends, next_send_at,
                            created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(pending.id())
                .param(pending.email())
                .param(emailKey)
                .param(pending.name())
                .param(pending.locale())
                .param(pending.timeZone())
                .param(pending.passwordHash())
                .param(pending.invitationHash())
                .param(holderHash)
                .param(linkHash)
                .param(codeHash)
                .param(pending.attemptsLeft())
                .param(pending.sends())
                .param(pending.nextSendAt().toEpochMilli())
                .param(pending.createdAt().toEpochMilli())
                .param(pending.expiresAt().toEpochMilli())
                .update();
    }

    int waiting(String emailKey, Instant now) {
        return db.sql()
                .sql("select count(*) from pending_account where email_key = ? and expires_at > ?")
                .params(emailKey, now.toEpochMilli())
                .query((row, n) -> row.getInt(1))
                .single();
    }

    Optional<PendingAccount> byHolder(String holderHash, Instant now) {
        return one("holder_hash = ?", holderHash, now);
    }

    Optional<PendingAccount> byLink(String linkHash, Instant now) {
        return one("link_hash = ?", linkHash, now);
    }

    Optional<PendingAccount> newest(String emailKey, Instant now) {
        return one("email_key = ?", emailKey, now);
    }

    private Optional<PendingAccount> one(String condition, String value, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS + " from pending_account where " + condition
                        + " and expires_at > ? order by created_at desc, id desc limit 1")
                .params(value, now.toEpochMilli())
                .query(PendingAccountStore::row)
                .optional();
    }

    boolean renew(String id, String linkHash, String codeHash, Instant now, Instant nextSendAt, int most) {
        return db.sql()
                        .sql("""
                        update pending_account set link_hash = ?, code_hash = ?, sends = sends + 1, next_send_at = ?
                        where id = ? and next_send_at <= ? and sends < ? and expires_at > ?""")
                        .params(
                                linkHash,
                                codeHash,
                                nextSendAt.toEpochMilli(),
                                id,
                                now.toEpochMilli(),
                                most,
                                now.toEpochMilli())
                        .update()
                == 1;
    }

    List<Spent> spend(String emailKey, Instant now) {
        return spend("email_key = ?", emailKey, now);
    }

    List<Spent> spendHeld(String holderHash, Instant now) {
        return spend("holder_hash = ?", holderHash, now);
    }

    Optional<PendingAccount> spendBehindLink(String linkHash, Instant now) {
        return spend("link_hash = ?", linkHash, now).stream()
                .map(Spent::pending)
                .findFirst();
    }

    private List<Spent> spend(String condition, String value, Instant now) {
        return db.sql()
                .sql(SPEND + condition + " returning " + COLUMNS + ", code_hash")
                .params(now.toEpochMilli(), value)
                .query((row, n) -> new Spent(row(row, n), row.getString(13)))
                .list();
    }

    boolean delete(String id) {
        return db.sql()
                        .sql("delete from pending_account where id = ?")
                        .param(id)
                        .update()
                == 1;
    }

    void deleteFor(String emailKey) {
        db.sql()
                .sql("delete from pending_account where email_key = ?")
                .param(emailKey)
                .update();
    }

    private static PendingAccount row(ResultSet row, int number) throws SQLException {
        return new PendingAccount(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getInt(8),
                row.getInt(9),
                Instant.ofEpochMilli(row.getLong(10)),
                Instant.ofEpochMilli(row.getLong(11)),
                Instant.ofEpochMilli(row.getLong(12)));
    }
}
