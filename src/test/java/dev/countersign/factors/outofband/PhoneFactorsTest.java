package dev.countersign.factors.outofband;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.factor.Factors;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.Db;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class PhoneFactorsTest {
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(15));
    private static final PhoneNumber OLD = new PhoneNumber("+4915123456742", "DE");
    private static final PhoneNumber NEW = new PhoneNumber("+12015550123", "US");

    @EachDatabase
    void numberWhenActivatedThenIsTheFactorAndIsListedMasked(Databases databases) {
        Db db = databases.fresh();
        PhoneFactors phones = on(db, "a");

        phones.begin("a", "e1", OLD, UNTIL);
        assertThat(phones.active("a")).isEmpty();
        assertThat(phones.pending("a", "e1", NOW)).contains(OLD);
        assertThat(phones.activate("a", "e1", NOW)).contains(new PhoneFactors.Activated(OLD, null));

        assertThat(phones.active("a")).contains(new PhoneFactors.Active("e1", OLD));
        assertThat(phones.pending("a", "e1", NOW)).isEmpty();
        assertThat(phones.activate("a", "e1", NOW)).isEmpty();
        assertThat(new Factors(db).list("a"))
                .containsExactly(new Factor("e1", "a", FactorType.SMS, "+49 ••• ••••42", NOW, null, null));
    }

    @EachDatabase
    void numberWhenChangedThenTheOldOneWorksUntilTheNewIsConfirmedAndIsNamed(Databases databases) {
        Db db = databases.fresh();
        PhoneFactors phones = on(db, "a");
        activate(phones, "a", "e1", OLD);

        phones.begin("a", "e2", NEW, UNTIL);
        assertThat(phones.active("a")).contains(new PhoneFactors.Active("e1", OLD));
        assertThat(phones.activate("a", "e2", NOW)).contains(new PhoneFactors.Activated(NEW, OLD));

        assertThat(phones.active("a")).contains(new PhoneFactors.Active("e2", NEW));
        assertThat(new Factors(db).list("a")).extracting(Factor::id).containsExactly("e2");
    }

    @EachDatabase
    void pendingWhenItsTimeIsOverThenIsNotActivated(Databases databases) {
        PhoneFactors phones = on(databases.fresh(), "a");
        phones.begin("a", "e1", OLD, UNTIL);

        assertThat(phones.pending("a", "e1", UNTIL)).isEmpty();
        assertThat(phones.activate("a", "e1", UNTIL)).isEmpty();
        assertThat(phones.activate("a", "e1", UNTIL.minusMillis(1))).isPresent();
    }

    @EachDatabase
    void pendingWhenAnotherIsBegunOrItIsAnothersOrDiscardedThenIsNotActivated(Databases databases) {
        PhoneFactors phones = on(databases.fresh(), "a", "b");
        phones.begin("a", "e1", OLD, UNTIL);
        phones.begin("a", "e2", NEW, UNTIL);

        assertThat(phones.activate("a", "e1", NOW)).isEmpty();
        assertThat(phones.activate("b", "e2", NOW)).isEmpty();
        phones.discardPending("a");
        assertThat(phones.activate("a", "e2", NOW)).isEmpty();
        assertThat(phones.active("a")).isEmpty();
    }

    @EachDatabase
    void numberWhenActivatedByTwentyAtOnceThenOneDoes(Databases databases) {
        Db db = databases.fresh();
        PhoneFactors phones = on(db, "a");
        activate(phones, "a", "e0", OLD);
        phones.begin("a", "e1", NEW, UNTIL);

        List<Optional<PhoneFactors.Activated>> all = AtOnce.run(20, i -> phones.activate("a", "e1", NOW));

        assertThat(all.stream().flatMap(Optional::stream)).containsExactly(new PhoneFactors.Activated(NEW, OLD));
        assertThat(new Factors(db).list("a")).extracting(Factor::id).containsExactly("e1");
    }

    @EachDatabase
    void numbersWhenBegunActivatedAndRemovedByManyAtOnceThenAtMostOneIsActive(Databases databases) {
        Db db = databases.fresh();
        PhoneFactors phones = on(db, "a");

        AtOnce.run(40, i -> {
            String enrolment = "e" + i;
            phones.begin("a", enrolment, i % 2 == 0 ? OLD : NEW, UNTIL);
            phones.activate("a", enrolment, NOW);
            if (i % 8 == 7) {
                phones.removeAll("a");
            }
            return i;
        });

        List<String> listed = new Factors(db).list("a").stream().map(Factor::id).toList();
        assertThat(listed)
                .hasSizeLessThanOrEqualTo(1)
                .isEqualTo(phones.active("a").map(PhoneFactors.Active::factorId).stream()
                        .toList());
    }

    @EachDatabase
    void numberWhenRemovedThenIsGoneFromTheList(Databases databases) {
        Db db = databases.fresh();
        PhoneFactors phones = on(db, "a", "b");
        activate(phones, "a", "e1", OLD);
        activate(phones, "b", "e2", OLD);

        assertThat(phones.accountsWith(OLD)).isEqualTo(2);
        assertThat(phones.accountsWith(NEW)).isZero();
        assertThat(phones.remove("a", "e2")).isFalse();
        assertThat(phones.remove("a", "e1")).isTrue();
        assertThat(phones.remove("a", "e1")).isFalse();
        assertThat(phones.active("a")).isEmpty();
        assertThat(new Factors(db).list("a")).isEmpty();
        assertThat(phones.active("b")).contains(new PhoneFactors.Active("e2", OLD));
        phones.begin("b", "e3", NEW, UNTIL);
        phones.removeAll("b");
        assertThat(phones.active("b")).isEmpty();
        assertThat(phones.activate("b", "e3", NOW)).isEmpty();
        assertThat(new Factors(db).list("b")).isEmpty();
    }

    @EachDatabase
    void numberWhenKeptThenIsNotThereInClear(Databases databases) {
        Db db = databases.fresh();
        activate(on(db, "a"), "a", "e1", OLD);

        byte[] sealed = db.read(() -> db.sql()
                .sql("select number from phone")
                .query((row, n) -> row.getBytes(1))
                .single());
        String hash = db.read(() -> db.sql()
                .sql("select number_hash from phone")
                .query(String.class)
                .single());
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("151234");
        assertThat(hash).hasSize(64).doesNotContain("151234");
    }

    private static void activate(PhoneFactors phones, String account, String enrolment, PhoneNumber number) {
        phones.begin(account, enrolment, number, UNTIL);
        assertThat(phones.activate(account, enrolment, NOW)).isPresent();
    }

    private static PhoneFactors on(Db db, String... accounts) {
        for (String id : accounts) {
            new Accounts(db).add(new Account(id, id + "@example.org", "Name", "en", "UTC", 0, false, NOW));
        }
        return new PhoneFactors(db, BOX, new Factors(db));
    }
}
