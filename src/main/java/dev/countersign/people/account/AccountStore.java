package dev.countersign.people.account;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `account` table.
final class AccountStore {
    private static final String COLUMNS =
            "id, email, name, locale, time_zone, epoch, operator, created_at, suspended_at, erase_at";

    private final Db db;

    AccountStore(Db db) {
        this.db = db;
    }

    boolean insert(Account account, String emailKey) {
        return db.sql()
                        .sql("""
                        insert into account (id, email, email_key, name, locale, time_zone, epoch, operator, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing""")
                        .params(
                                account.id(),
                                account.email(),
                                emailKey,
                                account.name(),
                                account.locale(),
                                account.timeZone(),
                                account.epoch(),
                                account.operator() ? 1 : 0,
                                account.createdAt().toEpochMilli())
                        .update()
                == 1;
    }

    Optional<Account> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from account where id = ?")
                .param(id)
                .query(AccountStore::account)
                .optional();
    }

    Optional<Account> byEmailKey(String key) {
        return db.sql()
                .sql("select " + COLUMNS + " from account where email_key = ?")
                .param(key)
                .query(AccountStore::account)
                .optional();
    }

    List<Account> after(@Nullable String id, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + " from account where id > ? order by id limit ?")
                .params(id == null ? "" : id, limit)
                .query(AccountStore::account)
                .list();
    }

    boolean change(String id, String name, String locale, String timeZone) {
        return db.sql()
                        .sql("update account set name = ?, locale = ?, time_zone = ? where id = ?")
                        .params(name, locale, timeZone, id)
                        .update()
                == 1;
    }

    void hold(String id) {
        db.sql().sql("update account set epoch = epoch where id = ?").param(id).update();
    }

    boolean changeEmail(String id, String email, String key) {
        return db.sql().sql("""
                        update account set email = ?, email_key = ?
                        where id = ? and not exists (select 1 from account as other where other.email_key = ? and other.id <> ?)""").params(email, key, id, key, id).update() == 1;
    }

    Optional<Long> advanceEpoch(String id) {
        return db.sql()
                .sql("update account set epoch = epoch + 1 where id = ? returning epoch")
                .param(id)
                .query((row, n) -> row.getLong(1))
                .optional();
    }

    Optional<Long> advanceEpochFrom(String id, long epoch) {
        return db.sql()
                .sql("update account set epoch = epoch + 1 where id = ? and epoch = ? returning epoch")
                .params(id, epoch)
                .query((row, n) -> row.getLong(1))
                .optional();
    }

    boolean suspend(String id, Instant now) {
        return db.sql()
                        .sql(
                                "update account set suspended_at = ?, epoch = epoch + 1 where id = ? and suspended_at is null")
                        .params(now.toEpochMilli(), id)
                        .update()
                == 1;
    }

    boolean reactivate(String id) {
        return db.sql()
                        .sql("update account set suspended_at = null where id = ? and suspended_at is not null")
                        .param(id)
                        .update()
                == 1;
    }

    boolean eraseAt(String id, long epoch, Instant at) {
        return db.sql().sql("""
                        update account set erase_at = ?, epoch = epoch + 1
                        where id = ? and epoch = ? and erase_at is null""").params(at.toEpochMilli(), id, epoch).update() == 1;
    }

    boolean keep(String id, Instant now) {
        return db.sql()
                        .sql("update account set erase_at = null where id = ? and erase_at > ?")
                        .params(id, now.toEpochMilli())
                        .update()
                == 1;
    }

    List<Account> toErase(Instant now, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + " from account where erase_at <= ? order by erase_at limit ?")
                .params(now.toEpochMilli(), limit)
                .query(AccountStore::account)
                .list();
    }

    boolean erase(String id, Instant now) {
        return db.sql()
                        .sql("delete from account where id = ? and erase_at <= ?")
                        .params(id, now.toEpochMilli())
                        .update()
                == 1;
    }

    void signedIn(String id, Instant now) {
        db.sql()
                .sql("update account set signed_in_at = ? where id = ?")
                .params(now.toEpochMilli(), id)
                .update();
    }

    boolean holdEpoch(String id, long epoch) {
        return db.sql()
                        .sql("update account set epoch = epoch where id = ? and epoch = ?")
                        .params(id, epoch)
                        .update()
                == 1;
    }

    // By place, not by name: this runs several times in every request, and the driver looks a name up each time.
    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getInt(7) == 1,
                Instant.ofEpochMilli(row.getLong(8)),
                instant(row, 9),
                instant(row, 10));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }
}
