package dev.countersign.ground.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.AuditStore.Ask;
import dev.countersign.ground.audit.AuditStore.Owner;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Dialect;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// However a log is filtered, the database goes by an index and never through the whole table.
class AuditPlansTest {
    private static final int EVENTS = 20_000;

    @EachDatabase
    void logWhenFilteredInAnyWayThenIsReadByItsIndex(Databases databases) {
        Db db = databases.fresh();
        seed(db);
        AuditPlace after = new AuditPlace(Instant.ofEpochMilli(5_000), "e5000");
        Instant from = Instant.ofEpochMilli(100);
        Instant until = Instant.ofEpochMilli(9_000);
        for (AuditPlace place : new AuditPlace[] {null, after}) {
            for (Instant begin : new Instant[] {null, from}) {
                Instant end = begin == null ? null : until;
                assertIndex(db, new AuditFilter(Set.of(), null, begin, end), place, "audit_event_of_log");
                assertIndex(
                        db,
                        new AuditFilter(Set.of("two-step-reset"), null, begin, end),
                        place,
                        "audit_event_of_log_by_type");
                assertIndex(
                        db,
                        new AuditFilter(AuditKind.RESCUE.types(), null, begin, end),
                        place,
                        "audit_event_of_log_by_type");
                assertIndex(
                        db,
                        new AuditFilter(Set.of(), "account-7", begin, end),
                        place,
                        "audit_event_of_log_about",
                        "audit_event_of_log_by_actor");
                assertIndex(
                        db,
                        new AuditFilter(AuditKind.RESCUE.types(), "account-7", begin, end),
                        place,
                        "audit_event_of_log_about",
                        "audit_event_of_log_by_actor");
            }
        }
        String own = plan(
                db,
                new Ask(
                        Owner.ACCOUNT,
                        "account-7",
                        new AuditFilter(AuditKind.METHOD.types(), null, from, null),
                        after,
                        51));
        assertThat(own).contains("audit_event_of_account").doesNotContain("scan audit_event");
        String whole = plan(db, new Ask(Owner.EVERYBODY, "", AuditFilter.ALL, after, 1_000));
        assertThat(whole).doesNotContain("sort", "temp b-tree", "seq scan");
    }

    private static void assertIndex(Db db, AuditFilter filter, AuditPlace after, String... indexes) {
        String plan = plan(db, new Ask(Owner.ORGANISATION, "org-1", filter, after, 51));
        assertThat(plan).contains(indexes).doesNotContain("seq scan", "scan audit_event\n", "scan audit_event ");
    }

    private static String plan(Db db, Ask ask) {
        boolean sqlite = db.dialect() == Dialect.SQLITE;
        List<String> lines = db.read(() -> {
            List<String> read = new ArrayList<>();
            AuditStore store = new AuditStore(db);
            for (String way : store.ways(ask)) {
                store.statement(sqlite ? "explain query plan " : "explain ", ask, way)
                        .query((row, n) -> read.add(row.getString(sqlite ? 4 : 1)))
                        .list();
            }
            return read;
        });
        return (String.join("\n", lines) + "\n").toLowerCase(Locale.ROOT);
    }

    /// Half of the events in the log of one organisation, by a hundred accounts.
    private static void seed(Db db) {
        db.inTransaction(() -> db.sql()
                .sql("insert into audit_event (id, at, type, account_id, actor_id, network, browser, data, stream)"
                        + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + EVENTS + ")"
                        + " select 'e' || i, i, case when i % 500 = 0 then 'two-step-reset' when i % 3 = 0 then"
                        + " 'signed-in' else 'code-sent' end, 'account-' || (i % 100), case when i % 500 = 0 then"
                        + " 'account-1' else 'account-' || (i % 100) end, 'n', 'b', '{}',"
                        + " case when i % 2 = 0 then 'org-1' else 'org-' || (i % 50) end from n")
                .update());
        db.inTransaction(() -> db.sql().sql("analyze audit_event").update());
    }
}
