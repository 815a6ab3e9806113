package dev.countersign.rules.device;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `device`, `device_secret` and `device_account`.
final class DeviceStore {
    private static final String REMEMBERED =
            "remembered_until > ? and remembered_epoch = (select epoch from account where id = device_account.account_id)";

    private final Db db;

    DeviceStore(Db db) {
        this.db = db;
    }

    /// One secret of a device.
    record Secret(
            String deviceId,
            long sequence,
            boolean presented,
            @Nullable Instant goodUntil) {
        boolean good(Instant now) {
            return goodUntil == null || goodUntil.isAfter(now);
        }
    }

    void insert(String id, String browser, Instant now) {
        db.sql()
                .sql("insert into device (id, browser, created_at, last_seen_at) values (?, ?, ?, ?)")
                .params(id, browser, now.toEpochMilli(), now.toEpochMilli())
                .update();
    }

    /// Also locks the device's row, so that what follows happens one at a time for one device.
    void touch(String id, String browser, Instant now) {
        db.sql()
                .sql("update device set browser = ?, last_seen_at = ? where id = ?")
                .params(browser, now.toEpochMilli(), id)
                .update();
    }

    void addSecret(String deviceId, String hash, Instant now) {
        db.sql().sql("""
                        insert into device_secret (hash, device_id, sequence, created_at)
                        values (?, ?, (select coalesce(max(sequence), 0) + 1 from device_secret where device_id = ?), ?)""").params(hash, deviceId, deviceId, now.toEpochMilli()).update();
    }

    void dropSecretsBefore(String deviceId, long sequence) {
        db.sql()
                .sql("delete from device_secret where device_id = ? and sequence < ?")
                .params(deviceId, sequence)
                .update();
    }

    Optional<Secret> secret(String hash) {
        return db.sql()
                .sql("select device_id, sequence, presented_at, good_until from device_secret where hash = ?")
                .param(hash)
                .query((row, n) -> {
                    long until = row.getLong(4);
                    @Nullable Instant goodUntil = row.wasNull() ? null : Instant.ofEpochMilli(until);
                    return new Secret(row.getString(1), row.getLong(2), row.getObject(3) != null, goodUntil);
                })
                .optional();
    }

    boolean present(String hash, Instant now) {
        return db.sql()
                        .sql("update device_secret set presented_at = ? where hash = ? and presented_at is null")
                        .params(now.toEpochMilli(), hash)
                        .update()
                == 1;
    }

    void retireBefore(String deviceId, long sequence, Instant until) {
        db.sql().sql("""
                        update device_secret set good_until = ?
                        where device_id = ? and sequence < ? and good_until is null""").params(until.toEpochMilli(), deviceId, sequence).update();
    }

    void delete(String id) {
        db.sql().sql("delete from device where id = ?").param(id).update();
    }

    List<String> accountsOf(String deviceId) {
        return db.sql()
                .sql("select account_id from device_account where device_id = ? order by account_id")
                .param(deviceId)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// A device that was found to be copied in the meantime is gone, and is not noted.
    boolean seen(String accountId, String deviceId, Origin origin, Instant now) {
        int known = db.sql()
                .sql("""
                        update device_account set last_seen_at = ?, browser = ?, network = ?
                        where account_id = ? and device_id = ?""")
                .params(now.toEpochMilli(), origin.browser(), origin.network(), accountId, deviceId)
                .update();
        if (known == 0) {
            db.sql()
                    .sql("""
                            insert into device_account (account_id, device_id, first_seen_at, last_seen_at, browser, network)
                            select ?, id, ?, ?, ?, ? from device where id = ? on conflict do nothing""")
                    .params(
                            accountId,
                            now.toEpochMilli(),
                            now.toEpochMilli(),
                            origin.browser(),
                            origin.network(),
                            deviceId)
                    .update();
        }
        return known == 1;
    }

    boolean isSeenBefore(String accountId, String deviceId, Instant moment) {
        return db.sql()
                .sql("select 1 from device_account where account_id = ? and device_id = ? and first_seen_at < ?")
                .params(accountId, deviceId, moment.toEpochMilli())
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    boolean isSeen(String accountId, String deviceId) {
        return db.sql()
                .sql("select 1 from device_account where account_id = ? and device_id = ?")
                .params(accountId, deviceId)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    boolean isRemembered(String accountId, String deviceId, long epoch, Instant now) {
        return db.sql()
                .sql("""
                        select 1 from device_account
                        where account_id = ? and device_id = ? and remembered_until > ? and remembered_epoch = ?""")
                .params(accountId, deviceId, now.toEpochMilli(), epoch)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    void remember(String accountId, String deviceId, long epoch, Instant until, Instant now) {
        db.sql()
                .sql("""
                        update device_account set remembered_at = ?, remembered_until = ?, remembered_epoch = ?
                        where account_id = ? and device_id = ?""")
                .params(now.toEpochMilli(), until.toEpochMilli(), epoch, accountId, deviceId)
                .update();
    }

    List<RememberedDevice> remembered(String accountId, Instant now) {
        return db.sql()
                .sql("""
                        select device_id, browser, network, remembered_at, last_seen_at, remembered_until from device_account
                        where account_id = ? and\s""" + REMEMBERED + " order by last_seen_at desc, device_id desc")
                .params(accountId, now.toEpochMilli())
                .query((row, n) -> new RememberedDevice(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        Instant.ofEpochMilli(row.getLong(6))))
                .list();
    }

    /// The accounts that remember the device, the newest use first.
    List<String> rememberingAccounts(String deviceId, Instant now) {
        return db.sql()
                .sql("select account_id from device_account where device_id = ? and " + REMEMBERED
                        + " order by last_seen_at desc, account_id desc")
                .params(deviceId, now.toEpochMilli())
                .query((row, n) -> row.getString(1))
                .list();
    }

    boolean forget(String accountId, String deviceId) {
        return db.sql().sql("""
                        update device_account set remembered_at = null, remembered_until = null, remembered_epoch = null
                        where account_id = ? and device_id = ? and remembered_until is not null""").params(accountId, deviceId).update() == 1;
    }

    int forgetAll(String accountId) {
        return db.sql().sql("""
                        update device_account set remembered_at = null, remembered_until = null, remembered_epoch = null
                        where account_id = ? and remembered_until is not null""").param(accountId).update();
    }

    void forgetAll(List<String> accountIds) {
        db.sql().sql("""
                        update device_account set remembered_at = null, remembered_until = null, remembered_epoch = null
                        where account_id in (:ids) and remembered_until is not null""").param("ids", accountIds).update();
    }
}
