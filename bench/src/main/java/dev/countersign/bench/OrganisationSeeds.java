package dev.countersign.bench;

import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SlowHashes;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// One large organisation on either database: its owner, who can sign in, ten thousand members of whom half have an
/// app and ten backup codes, a year of adoption, and a million events. The rows are made by the database itself.
final class OrganisationSeeds {
    static final int MEMBERS = 10_000;
    static final String ID = "01980000-0000-7000-8000-000000000001";

    /// The account of whoever looks.
    static final Person OWNER = new Person(0);

    private static final long DAY = Duration.ofDays(1).toMillis();

    private OrganisationSeeds() {}

    static void make(DatabaseSettings settings, int events) throws IOException {
        Path folder = settings.dataFolder();
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        try (Db db = Db.open(settings)) {
            SecretBox box = new SecretBox(KeyRing.load(folder, null, null));
            owner(db, box);
            members(db);
            events(db, events);
            adoption(db);
            if (db.dialect() == Dialect.POSTGRESQL) {
                // What its own housekeeping does within minutes.
                db.inTransaction(() -> db.sql().sql("analyze").update());
            }
        }
    }

    private static void owner(Db db, SecretBox box) {
        String hash;
        try (SlowHashes hashes = new SlowHashes(Seeds.CHEAP, 1, Duration.ofSeconds(10))) {
            hash = hashes.hash(Person.PASSWORD, SlowHashes.Lane.KNOWN);
        }
        long now = Instant.now().toEpochMilli();
        String id = OWNER.id();
        byte[] secret = box.seal(new Place("totp", "secret", id + "/" + OWNER.factorId()), OWNER.secret());
        db.inTransaction(() -> {
            var sql = db.sql();
            sql.sql("insert into account (id, email, email_key, name, locale, time_zone, created_at)"
                            + " values (?, ?, ?, 'Mara König', 'en', 'Europe/Berlin', ?)")
                    .params(id, OWNER.email(), OWNER.email(), now)
                    .update();
            sql.sql("insert into password (account_id, hash, changed_at) values (?, ?, ?)")
                    .params(id, hash, now)
                    .update();
            sql.sql("insert into factor (account_id, id, type, label, enrolled_at) values (?, ?, 'totp', 'Aegis', ?)")
                    .params(id, OWNER.factorId(), now)
                    .update();
            sql.sql("insert into totp (account_id, factor_id, secret, last_step, active) values (?, ?, ?, 0, 1)")
                    .params(id, OWNER.factorId(), secret)
                    .update();
            sql.sql("insert into organisation (id, name, created_at) values (?, 'Linden & Hart', ?)")
                    .params(ID, now)
                    .update();
            sql.sql("insert into membership (account_id, organisation_id, role, managing, since)"
                            + " values (?, ?, 'owner', 1, ?)")
                    .params(id, ID, now)
                    .update();
        });
    }

    private static void members(Db db) {
        long now = Instant.now().toEpochMilli();
        String numbers = "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + MEMBERS + ") ";
        String codes = "with recursive n(i) as (select 1 union all select i + 1 from n where i < " + MEMBERS
                + "), c(j) as (select 1 union all select j + 1 from c where j < 10) ";
        String id = id("i");
        for (String each : List.of(
                "insert into account (id, email, email_key, name, locale, time_zone, created_at) " + numbers + "select "
                        + id + ", 'm' || (100000 + i) || '@example.net', 'm' || (100000 + i) || '@example.net',"
                        + " 'Jonas Berg ' || i, 'en', 'UTC', " + now + " from n",
                "insert into membership (account_id, organisation_id, role, managing, since) " + numbers + "select "
                        + id + ", '" + ID + "', 'member', 1, " + now + " from n",
                "insert into factor (account_id, id, type, label, enrolled_at) " + numbers + "select " + id
                        + ", 'f' || i, case when i % 4 = 0 then 'passkey' else 'totp' end, 'App', " + now
                        + " from n where i % 2 = 0",
                "insert into backup_code (account_id, code_index, number, hash, made_at, used_at) " + codes + "select "
                        + id + ", 'c' || j, j, 'hash', " + now + ", case when i % 10 = 0 and j > 2 or i % 14 = 0 then "
                        + now + " end from n cross join c where i % 2 = 0",
                "insert into throttle (subject, limit_name, failures, since, last_failure_at, blocked_until) " + numbers
                        + "select " + id + ", 'second-step', 10, 0, " + now + ", " + (now + DAY)
                        + " from n where i % 100 = 0")) {
            db.inTransaction(() -> db.sql().sql(each).update());
        }
    }

    /// In the order of time over a year; of each ten thousand one is a reset, by the owner.
    private static void events(Db db, int events) {
        long begin = Instant.now().toEpochMilli() - 365 * DAY;
        long step = 365 * DAY / events;
        int most = 100_000;
        for (int from = 0; from < events; from += most) {
            String sql = String.format(
                    Locale.ROOT,
                    "insert into audit_event (id, at, type, account_id, actor_id, organisation_id, network, browser,"
                            + " data, stream, seal) with recursive n(i) as (select %d union all select i + 1 from n"
                            + " where i < %d) select '01980000-0000-7000-9000-' || (100000000000 + i), %d + cast(i as bigint) * %d,"
                            + " case when i %% 10000 = 0 then 'two-step-reset' when i %% 4 = 0 then 'signed-in' when"
                            + " i %% 4 = 1 then 'challenge-opened' when i %% 4 = 2 then 'stepped-up' else 'signed-out'"
                            + " end, %s, case when i %% 10000 = 0 then '%s' else %s end, case when i %% 10000 = 0 then"
                            + " '%s' end, '203.0.113.7', 'Firefox on macOS', '{\"factor\":\"totp\",\"reason\":\"lost"
                            + " phone\",\"sessionId\":\"01980000-0000-7000-8000-000000000000\"}',"
                            + " case when i %% 10000 = 0 then null else '%s' end, 'seeded' from n",
                    from,
                    Math.min(events, from + most) - 1,
                    begin,
                    step,
                    id("(1 + i % " + MEMBERS + ")"),
                    OWNER.id(),
                    id("(1 + i % " + MEMBERS + ")"),
                    ID,
                    ID);
            db.inTransaction(() -> db.sql().sql(sql).update());
        }
    }

    private static void adoption(Db db) {
        long today = Instant.now().toEpochMilli() / DAY * DAY;
        db.inTransaction(() -> db.sql()
                .sql("insert into adoption_day (organisation_id, day_start, members, enrolled) with recursive n(i) as"
                        + " (select 1 union all select i + 1 from n where i < 365) select '" + ID + "', " + today
                        + " - cast(i as bigint) * " + DAY + ", 10000 - i, 5000 - 10 * i from n")
                .update());
    }

    private static String id(String number) {
        return "'01980000-0000-7000-8000-' || (200000000000 + " + number + ")";
    }
}
