package dev.countersign.factors.outofband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.outofband.TextLimits.Alarm;
import dev.countersign.factors.outofband.TextLimits.Allowance;
import dev.countersign.factors.outofband.TextLimits.Ask;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextLimitsTest {
    private static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-01-06T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final TextQuota WIDE = new TextQuota(1_000, 1_000, 1_000, 1_000, 0, 0, 0, 20);

    @EachDatabase
    void textsWhenFortyAtOnceToOneNumberThenFiveAreAllowed(Databases databases) {
        TextLimits limits = on(databases.fresh(), TextQuota.defaults());

        List<Allowance> all = AtOnce.run(40, i -> limits.reserve(known(1, "account-" + i, "net-" + i), NOW));

        assertThat(reserved(all)).isEqualTo(5);
        assertThat(all).contains(refused(SendLimit.NUMBER_HOUR, NOW.plus(HOUR)));
    }

    @EachDatabase
    void textsWhenFortyAtOnceWithTheHourWideThenTenOnADayAreAllowed(Databases databases) {
        TextLimits limits = on(databases.fresh(), new TextQuota(1_000, 10, 3, 10, 500, 500, 1_000, 20));

        List<Allowance> all = AtOnce.run(40, i -> limits.reserve(known(1, "account-" + i, "net-" + i), NOW));

        assertThat(reserved(all)).isEqualTo(10);
        assertThat(all).contains(refused(SendLimit.NUMBER_DAY, NOW.plus(Duration.ofDays(1))));
    }

    @EachDatabase
    void textsWhenFortyAtOnceOnOneDayThenTheBudgetAllows(Databases databases) {
        TextLimits limits = on(databases.fresh(), new TextQuota(5, 10, 3, 10, 0, 0, 25, 20));

        List<Allowance> all = AtOnce.run(40, i -> limits.reserve(known(i, "account-" + i, "net-" + i), NOW));

        assertThat(reserved(all)).isEqualTo(25);
        assertThat(alarms(all)).containsExactlyInAnyOrder(Alarm.NEARLY_USED, Alarm.USED);
        assertThat(all).contains(refused(SendLimit.BUDGET, MIDNIGHT));
    }

    @EachDatabase
    void textsWhenFortyAtOnceInCrossedOrdersThenNoneIsLostAndNoLimitIsPassed(Databases databases) {
        TextLimits limits = on(databases.fresh(), new TextQuota(4, 4, 3, 1_000, 9, 0, 0, 20));

        List<Allowance> all = AtOnce.run(
                40,
                i -> limits.reserve(
                        new Ask(number(i % 4), "account-" + i, false, "net-" + i % 3, organisations(i)), NOW));

        assertThat(reserved(all)).isEqualTo(9);
    }

    @EachDatabase
    void numberWhenTextedThenFiveInAnyHourAndTenInAnyDay(Databases databases) {
        TextLimits limits = on(databases.fresh(), TextQuota.defaults());
        Ask ask = known(1, "a", "net");
        Instant at = NOW;
        for (int i = 0; i < 5; i++) {
            assertThat(limits.reserve(ask, at)).isInstanceOf(Allowance.Reserved.class);
            at = at.plusSeconds(60);
        }
        Instant second = NOW.plus(HOUR);
        assertThat(limits.reserve(ask, second.minusMillis(1))).isEqualTo(refused(SendLimit.NUMBER_HOUR, second));
        // The hour moves along with each text, so that no two hours' worth meet at a full hour.
        assertThat(limits.reserve(ask, second)).isInstanceOf(Allowance.Reserved.class);
        assertThat(limits.reserve(ask, second)).isEqualTo(refused(SendLimit.NUMBER_HOUR, second.plusSeconds(60)));
        for (int i = 1; i < 5; i++) {
            assertThat(limits.reserve(ask, second.plusSeconds(60L * i))).isInstanceOf(Allowance.Reserved.class);
        }
        Instant day = NOW.plus(Duration.ofDays(1));
        assertThat(limits.reserve(ask, NOW.plus(HOUR.multipliedBy(3)))).isEqualTo(refused(SendLimit.NUMBER_DAY, day));
        assertThat(limits.reserve(ask, day.minusMillis(1))).isEqualTo(refused(SendLimit.NUMBER_DAY, day));
        assertThat(limits.reserve(ask, day)).isInstanceOf(Allowance.Reserved.class);
    }

    @EachDatabase
    void accountWhenItTriesNumbersThenThreeNewOnesADayHoweverOftenEach(Databases databases) {
        TextLimits limits = on(databases.fresh(), TextQuota.defaults());

        for (int number : new int[] {1, 1, 2, 2, 3, 3, 1}) {
            assertThat(limits.reserve(unknown(number, "a"), NOW)).isInstanceOf(Allowance.Reserved.class);
        }
        Instant day = NOW.plus(Duration.ofDays(1));
        assertThat(limits.reserve(unknown(4, "a"), NOW)).isEqualTo(refused(SendLimit.NEW_NUMBERS_DAY, day));
        assertThat(limits.reserve(unknown(4, "b"), NOW)).isInstanceOf(Allowance.Reserved.class);
        assertThat(limits.reserve(known(4, "a", "net"), NOW)).isInstanceOf(Allowance.Reserved.class);
        assertThat(limits.reserve(unknown(4, "a"), day)).isInstanceOf(Allowance.Reserved.class);
    }

    @EachDatabase
    void accountWhenItTriesFortyNumbersAtOnceThenThree(Databases databases) {
        TextLimits limits = on(databases.fresh(), new TextQuota(5, 10, 3, 100, 0, 0, 0, 20));

        assertThat(reserved(AtOnce.run(40, i -> limits.reserve(unknown(i, "a"), NOW))))
                .isEqualTo(3);
    }

    @EachDatabase
    void networkOrganisationAndCountryWhenTextedThenUpToTheirLimits(Databases databases) {
        Db db = databases.fresh();
        TextLimits networks = on(db, TextQuota.defaults());
        assertThat(reserved(AtOnce.run(20, i -> networks.reserve(known(i, "a" + i, "net"), NOW))))
                .isEqualTo(10);
        assertThat(networks.reserve(known(50, "x", "net"), NOW))
                .isEqualTo(refused(SendLimit.NETWORK_HOUR, NOW.plus(HOUR)));

        TextLimits days = on(databases.fresh(), new TextQuota(9, 9, 9, 99, 4, 6, 0, 20));
        assertThat(reserved(AtOnce.run(20, i -> days.reserve(of(i, "US", Set.of("org-1")), NOW))))
                .isEqualTo(4);
        assertThat(days.reserve(of(50, "US", Set.of("org-0", "org-1")), NOW))
                .isEqualTo(refused(SendLimit.ORGANISATION_DAY, MIDNIGHT));
        // What was refused for one limit was not counted for the others.
        assertThat(reserved(AtOnce.run(20, i -> days.reserve(of(i + 60, "US", Set.of("org-0")), NOW))))
                .isEqualTo(2);
        assertThat(days.reserve(of(90, "US", Set.of()), NOW)).isEqualTo(refused(SendLimit.COUNTRY_DAY, MIDNIGHT));
        assertThat(days.reserve(of(91, "DE", Set.of()), NOW)).isInstanceOf(Allowance.Reserved.class);
        assertThat(days.reserve(of(92, "US", Set.of("org-1")), MIDNIGHT)).isInstanceOf(Allowance.Reserved.class);
    }

    @EachDatabase
    void budgetWhenNumbersAreNotConfirmedThenAFifthIsForThem(Databases databases) {
        TextLimits limits = on(databases.fresh(), new TextQuota(5, 10, 3, 1_000, 0, 0, 50, 20));

        List<Allowance> unconfirmed = AtOnce.run(40, i -> limits.reserve(unknown(i, "account-" + i), NOW));
        List<Allowance> confirmed =
                AtOnce.run(60, i -> limits.reserve(known(i + 100, "account-" + i, "net-" + i), NOW));

        assertThat(reserved(unconfirmed)).isEqualTo(10);
        assertThat(alarms(unconfirmed)).containsExactly(Alarm.UNCONFIRMED_USED);
        assertThat(unconfirmed).contains(refused(SendLimit.UNCONFIRMED_BUDGET, MIDNIGHT));
        assertThat(reserved(confirmed)).isEqualTo(40);
        assertThat(alarms(confirmed)).containsExactlyInAnyOrder(Alarm.NEARLY_USED, Alarm.USED);
        assertThat(limits.reserve(unknown(500, "z"), MIDNIGHT)).isInstanceOf(Allowance.Reserved.class);
    }

    @EachDatabase
    void budgetWhenLoweredDuringTheDayThenTheAlarmStillRingsOnce(Databases databases) {
        Db db = databases.fresh();
        TextLimits wide = on(db, new TextQuota(5, 10, 3, 10, 0, 0, 1_000, 20));
        AtOnce.run(10, i -> wide.reserve(known(i, "account-" + i, "net-" + i), NOW));
        TextLimits narrow = on(db, new TextQuota(5, 10, 3, 10, 0, 0, 5, 0));

        assertThat(narrow.reserve(known(20, "x", "n"), NOW))
                .isEqualTo(new Allowance.Refused(SendLimit.BUDGET, MIDNIGHT, Set.of(Alarm.USED)));
        assertThat(narrow.reserve(known(21, "x", "n"), NOW)).isEqualTo(refused(SendLimit.BUDGET, MIDNIGHT));
        assertThat(narrow.reserve(unknown(22, "x"), NOW)).isEqualTo(refused(SendLimit.UNCONFIRMED_BUDGET, MIDNIGHT));
    }

    @EachDatabase
    void textWhenGivenBackThenLeavesRoomForOneAndOnlyOnce(Databases databases) {
        TextLimits limits = on(databases.fresh(), new TextQuota(2, 10, 3, 10, 2, 2, 2, 100));
        Ask ask = new Ask(number(1), "a", false, "net", Set.of("org"));
        Allowance first = limits.reserve(ask, NOW);
        limits.reserve(ask, NOW);
        assertThat(limits.reserve(ask, NOW)).isInstanceOf(Allowance.Refused.class);

        TextLimits.Receipt receipt = ((Allowance.Reserved) first).receipt();
        assertThat(receipt.toString()).isEqualTo("Receipt[" + receipt.id() + "]");
        AtOnce.run(5, i -> {
            limits.giveBack(receipt);
            return i;
        });

        assertThat(limits.reserve(ask, NOW)).isInstanceOf(Allowance.Reserved.class);
        assertThat(limits.reserve(ask, NOW)).isInstanceOf(Allowance.Refused.class);
        assertThat(limits.reserve(new Ask(number(2), "b", true, "other", Set.of()), NOW))
                .isEqualTo(refused(SendLimit.COUNTRY_DAY, MIDNIGHT));
    }

    @EachDatabase
    void applicationsWhenTheySendThenEachHasADayOfItsOwnAndAllTogetherACost(Databases databases) {
        TextQuota quota = new TextQuota(5, 10, 3, 10, 0, 0, 3, 20, new TextQuota.Applications(10, 15, 4));
        TextLimits limits = on(databases.fresh(), quota);

        List<Allowance> one = AtOnce.run(40, i -> limits.reserve(sending("one", i, true), NOW));
        assertThat(reserved(one)).isEqualTo(10);
        assertThat(alarms(one)).containsExactly(Alarm.APPLICATION_USED);
        assertThat(one).contains(refused(SendLimit.APPLICATION_DAY, MIDNIGHT));
        List<Allowance> two = AtOnce.run(40, i -> limits.reserve(sending("two", i, true), NOW));
        assertThat(reserved(two)).isEqualTo(5);
        assertThat(alarms(two)).containsExactly(Alarm.APPLICATIONS_USED);
        assertThat(two).contains(refused(SendLimit.APPLICATIONS_DAY, MIDNIGHT));

        // Accounts have their budget still, and mail its own.
        assertThat(reserved(AtOnce.run(9, i -> limits.reserve(known(i, "account-" + i, "net-" + i), NOW))))
                .isEqualTo(3);
        List<Allowance> mails = AtOnce.run(9, i -> limits.reserve(mailing("one", i), NOW));
        assertThat(reserved(mails)).isEqualTo(4);
        // The next day a fifth is for numbers that are not confirmed.
        List<Allowance> unconfirmed = AtOnce.run(9, i -> limits.reserve(sending("one", i, false), MIDNIGHT));
        assertThat(reserved(unconfirmed)).isEqualTo(2);
        assertThat(reserved(AtOnce.run(9, i -> limits.reserve(sending("one", i, true), MIDNIGHT))))
                .isEqualTo(8);
    }

    @EachDatabase
    void organisationWhenItHasManyApplicationsThenTheyAloneDoNotUseUpWhatAllHave(Databases databases) {
        TextQuota quota = new TextQuota(5, 10, 3, 10, 6, 0, 0, 20, new TextQuota.Applications(5, 10, 4));
        TextLimits limits = on(databases.fresh(), quota);

        List<Allowance> many = AtOnce.run(20, i -> {
            TextLimits.ApplicationAsk ask = sending("app-" + i % 4, i, true);
            return limits.reserve(
                    new TextLimits.ApplicationAsk(
                            ask.applicationId(), "org", ask.holder(), ask.to(), ask.country(), true),
                    NOW);
        });
        assertThat(reserved(many)).isEqualTo(6);
        assertThat(many).contains(refused(SendLimit.ORGANISATION_DAY, MIDNIGHT));
        assertThat(reserved(AtOnce.run(9, i -> limits.reserve(sending("other", i, true), NOW))))
                .isEqualTo(4);
    }

    @EachDatabase
    void numberWhenManyApplicationsTextItThenTwiceWhatOneMayAndTheAccountsOwnCodesStillCome(Databases databases) {
        TextLimits limits = on(databases.fresh(), TextQuota.defaults());

        List<Allowance> all = AtOnce.run(40, i -> limits.reserve(sending("app-" + i % 8, 1, i % 2 == 0), NOW));

        // Those to a number that is confirmed, and those to one that is not.
        assertThat(reserved(all)).isEqualTo(20);
        assertThat(reserved(AtOnce.run(9, i -> limits.reserve(known(1, "account", "net-" + i), NOW))))
                .isEqualTo(5);
        List<Allowance> own = AtOnce.run(9, i -> limits.reserve(sending("quiet", 2, true), NOW));
        assertThat(reserved(own)).isEqualTo(5);
        assertThat(own).contains(refused(SendLimit.NUMBER_HOUR, NOW.plus(HOUR)));
        assertThat(reserved(AtOnce.run(9, i -> limits.reserve(sending("loud", 2, true), NOW))))
                .isEqualTo(5);
    }

    @EachDatabase
    void textsWhenThereIsNoBudgetThenAreOnlyLimitedOtherwise(Databases databases) {
        TextLimits limits = on(databases.fresh(), WIDE);

        List<Allowance> all = IntStream.range(0, 60)
                .mapToObj(i -> limits.reserve(unknown(i, "a"), NOW))
                .toList();

        assertThat(reserved(all)).isEqualTo(60);
        assertThat(alarms(all)).isEmpty();
    }

    @EachDatabase
    void numberWhenCountedThenIsNotThereInClear(Databases databases) {
        Db db = databases.fresh();
        on(db, TextQuota.defaults()).reserve(unknown(1, "a"), NOW);

        List<String> kept = db.read(() -> db.sql()
                .sql("select subject || number_hash from text_sent union all select subject from text_day")
                .query(String.class)
                .list());
        assertThat(kept).hasSize(6).noneMatch(text -> text.contains("201555"));
    }

    @Test
    void quotaWhenNonsenseThenIsRefused() {
        assertThatThrownBy(() -> new TextQuota(0, 10, 3, 10, 0, 0, 0, 20)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextQuota(5, 10, 3, 10, -1, 0, 0, 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextQuota(5, 10, 3, 10, 0, 0, 0, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long reserved(Collection<Allowance> all) {
        return all.stream().filter(Allowance.Reserved.class::isInstance).count();
    }

    private static List<Alarm> alarms(Collection<Allowance> all) {
        return all.stream()
                .flatMap(each -> switch (each) {
                    case Allowance.Reserved(var receipt, Set<Alarm> alarms) -> alarms.stream();
                    case Allowance.Refused(var which, var until, Set<Alarm> alarms) -> alarms.stream();
                })
                .toList();
    }

    private static Allowance refused(SendLimit which, Instant until) {
        return new Allowance.Refused(which, until, Set.of());
    }

    private static Set<String> organisations(int i) {
        return i % 2 == 0 ? Set.of("org-1", "org-2") : Set.of("org-2", "org-1");
    }

    private static Ask known(int number, String account, String network) {
        return new Ask(number(number), account, true, network, Set.of());
    }

    private static TextLimits.ApplicationAsk sending(String app, int number, boolean confirmed) {
        Destination to = Destination.of(number(number));
        return new TextLimits.ApplicationAsk(app, "org-of-" + app, app + "-person-" + number, to, "US", confirmed);
    }

    private static TextLimits.ApplicationAsk mailing(String app, int person) {
        Destination to = new Destination(Channel.EMAIL, "person" + person + "@example.com");
        return new TextLimits.ApplicationAsk(app, "org-of-" + app, app + "-person-" + person, to, "", true);
    }

    private static Ask unknown(int number, String account) {
        return new Ask(number(number), account, false, "net-" + number, Set.of());
    }

    private static Ask of(int number, String country, Set<String> organisations) {
        PhoneNumber phone = new PhoneNumber(number(number).e164(), country);
        return new Ask(phone, "account-" + number, true, "net-" + number, organisations);
    }

    private static PhoneNumber number(int i) {
        return new PhoneNumber("+1201555" + (1000 + i), "US");
    }

    private static TextLimits on(Db db, TextQuota quota) {
        return new TextLimits(db, BOX, new Tokens(), quota);
    }
}
