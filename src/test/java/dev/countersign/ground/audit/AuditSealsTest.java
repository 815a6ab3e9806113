package dev.countersign.ground.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.AuditVerdict.Broken;
import dev.countersign.ground.audit.AuditVerdict.Fault;
import dev.countersign.ground.audit.AuditVerdict.Intact;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class AuditSealsTest {
    private static final Origin ORIGIN = new Origin("192.0.2.7", "Firefox on macOS");

    private final TestClock clock = new TestClock();

    private static SecretBox box(int first) {
        byte[] key = new byte[32];
        key[0] = (byte) first;
        return new SecretBox(KeyRing.of(List.of(SecretBytes.of(key))));
    }

    /// A record of that many batches of events, all sealed, and what seals them.
    private AuditSeals sealed(Db db, int batches, int each) {
        AuditTrail trail = new AuditTrail(db, new Tokens());
        AuditSeals seals = new AuditSeals(db, box(1));
        for (int batch = 0; batch < batches; batch++) {
            for (int i = 0; i < each; i++) {
                trail.record(new AuditEvent.SignedOut("account-" + i, "session-" + i), ORIGIN, clock.instant());
                clock.advance(Duration.ofMillis(5));
            }
            clock.advance(AuditSeals.SETTLED);
            assertThat(seals.seal(clock.instant())).isPresent();
        }
        return seals;
    }

    private static void change(Db db, String sql) {
        db.inTransaction(() -> db.sql().sql(sql).update());
    }

    @EachDatabase
    void recordWhenSealedThenIsIntactAndTheYoungestWait(Databases databases) {
        Db db = databases.fresh();
        AuditSeals seals = sealed(db, 3, 4);
        new AuditTrail(db, new Tokens()).record(new AuditEvent.SignedOut("a", "s"), ORIGIN, clock.instant());

        assertThat(seals.seal(clock.instant())).isEmpty();
        assertThat(seals.verify(null)).isEqualTo(new Intact(12, 1, seals.head()));
        assertThat(seals.head().sequence()).isEqualTo(3);
        assertThat(SealHead.parse(seals.head().toString())).contains(seals.head());
        assertThat(seals.verify(seals.head())).isInstanceOf(Intact.class);
    }

    @EachDatabase
    void recordWhenEmptyThenIsIntact(Databases databases) {
        AuditSeals seals = new AuditSeals(databases.fresh(), box(1));

        assertThat(seals.seal(clock.instant())).isEmpty();
        assertThat(seals.verify(null)).isEqualTo(new Intact(0, 0, new SealHead(0, "")));
    }

    @EachDatabase
    void eventWhenChangedThenIsFound(Databases databases) {
        for (String column : List.of(
                "at", "type", "account_id", "actor_id", "network", "browser", "data", "stream", "organisation_id")) {
            Db db = databases.fresh();
            AuditSeals seals = sealed(db, 3, 3);
            String value = column.equals("at") ? "at + 1" : "coalesce(" + column + ", '') || 'x'";
            change(
                    db,
                    "update audit_event set " + column + " = " + value
                            + " where id = (select min(id) from audit_event where seal = '2')");
            assertThat(seals.verify(null)).as(column).isEqualTo(new Broken(2, Fault.EVENTS));
        }
    }

    @EachDatabase
    void eventWhenRemovedAddedOrMovedThenIsFound(Databases databases) {
        Db removed = databases.fresh();
        AuditSeals seals = sealed(removed, 3, 3);
        change(removed, "delete from audit_event where id = (select max(id) from audit_event where seal = '1')");
        assertThat(seals.verify(null)).isEqualTo(new Broken(1, Fault.EVENTS));

        Db moved = databases.fresh();
        seals = sealed(moved, 3, 3);
        change(
                moved,
                "update audit_event set seal = '3' where id = (select max(id) from audit_event where seal = '2')");
        assertThat(seals.verify(null)).isEqualTo(new Broken(2, Fault.EVENTS));

        Db hidden = databases.fresh();
        seals = sealed(hidden, 3, 3);
        change(hidden, "update audit_event set seal = '77' where seal = '3'");
        change(hidden, "delete from audit_seal where sequence = 3");
        assertThat(seals.verify(null)).isEqualTo(new Broken(0, Fault.STRAY_EVENTS));
    }

    @EachDatabase
    void sealWhenMissingForgedOrOfAnotherKeyThenIsFound(Databases databases) {
        Db missing = databases.fresh();
        AuditSeals seals = sealed(missing, 3, 2);
        change(missing, "delete from audit_event where seal = '2'");
        change(missing, "delete from audit_seal where sequence = 2");
        assertThat(seals.verify(null)).isEqualTo(new Broken(2, Fault.SEAL));

        Db first = databases.fresh();
        seals = sealed(first, 3, 2);
        change(first, "delete from audit_event where seal = '1'");
        change(first, "delete from audit_seal where sequence = 1");
        assertThat(seals.verify(null)).isEqualTo(new Broken(1, Fault.SEAL));

        Db forged = databases.fresh();
        sealed(forged, 2, 2);
        assertThat(new AuditSeals(forged, box(2)).verify(null)).isEqualTo(new Broken(1, Fault.EVENTS));
    }

    @EachDatabase
    void endWhenCutOffThenIsFoundAgainstAKeptHeadOnly(Databases databases) {
        Db db = databases.fresh();
        AuditSeals seals = sealed(db, 3, 2);
        SealHead kept = seals.head();
        change(db, "delete from audit_event where seal = '3'");
        change(db, "delete from audit_seal where sequence = 3");

        assertThat(seals.verify(null)).isInstanceOf(Intact.class);
        assertThat(seals.verify(kept)).isEqualTo(new Broken(3, Fault.HEAD));
        sealed(db, 1, 5);
        assertThat(seals.verify(kept)).isEqualTo(new Broken(3, Fault.HEAD));
    }

    @EachDatabase
    void eventsWhenPrunedThenTheRestStillHoldsAndNothingElseMayGo(Databases databases) {
        Db db = databases.fresh();
        AuditSeals seals = sealed(db, 5, 3);
        SealHead kept = seals.head();

        assertThat(seals.prune(clock.instant().minus(Duration.ofSeconds(35)))).isEqualTo(2);
        assertThat(seals.verify(kept)).isEqualTo(new Intact(9, 0, kept));
        assertThat(seals.prune(clock.instant().minus(Duration.ofSeconds(35)))).isZero();

        change(db, "delete from audit_event where seal = '3'");
        assertThat(seals.verify(kept)).isEqualTo(new Broken(3, Fault.EVENTS));
        change(db, "update audit_seal set pruned = 'yes' where sequence = 3");
        assertThat(seals.verify(kept)).isEqualTo(new Broken(3, Fault.SEAL));
        change(db, "delete from audit_seal where sequence < 3");
        assertThat(seals.verify(kept)).isEqualTo(new Broken(1, Fault.SEAL));
    }

    @EachDatabase
    void eventWhenTakenOutOfAnOrganisationsLogThenIsFound(Databases databases) {
        Db db = databases.fresh();
        change(
                db,
                "insert into account (id, email, email_key, name, locale, time_zone, created_at)"
                        + " values ('account-0', 'a@example.com', 'a@example.com', 'A', 'en', 'UTC', 0)");
        change(db, "insert into organisation (id, name, created_at) values ('org', 'Linden & Hart', 0)");
        change(
                db,
                "insert into membership (account_id, organisation_id, role, managing, since)"
                        + " values ('account-0', 'org', 'owner', 1, 0)");
        AuditSeals seals = sealed(db, 1, 2);
        assertThat(seals.verify(null)).isInstanceOf(Intact.class);
        change(db, "update audit_event set stream = null where stream = 'org'");
        assertThat(seals.verify(null)).isEqualTo(new Broken(1, Fault.EVENTS));
    }

    @EachDatabase
    void headsWhenToldThenEachIsHandedInOrderUntilItIsTaken(Databases databases) {
        Db db = databases.fresh();
        AuditSeals seals = sealed(db, 3, 2);
        List<SealHead> taken = new ArrayList<>();

        assertThat(seals.tell(
                        head -> {
                            taken.add(head);
                            return head.sequence() < 2;
                        },
                        clock.instant()))
                .isEqualTo(1);
        assertThat(seals.tell(taken::add, clock.instant())).isEqualTo(2);
        assertThat(seals.tell(taken::add, clock.instant())).isZero();
        assertThat(taken.stream().map(SealHead::sequence)).containsExactly(1L, 2L, 2L, 3L);
        assertThat(taken.getLast()).isEqualTo(seals.head());
        assertThat(seals.verify(taken.get(1))).isInstanceOf(Intact.class);
    }

    @EachDatabase
    void nodesWhenSealingAtOnceThenMakeOneChain(Databases databases) {
        Db db = databases.fresh();
        AuditTrail trail = new AuditTrail(db, new Tokens());
        for (int i = 0; i < 1200; i++) {
            trail.record(new AuditEvent.SignedOut("account", "session-" + i), ORIGIN, clock.instant());
        }
        clock.advance(AuditSeals.SETTLED);

        List<Optional<SealHead>> made = AtOnce.run(4, _ -> new AuditSeals(db, box(1)).seal(clock.instant()));

        assertThat(made).anyMatch(Optional::isPresent);
        AuditSeals seals = new AuditSeals(db, box(1));
        assertThat(seals.verify(null)).isEqualTo(new Intact(1200, 0, seals.head()));
        assertThat(seals.head().sequence()).isEqualTo(3);
    }
}
