package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Adoption.Day;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

class AdoptionsTest {

    private static Adoptions adoptions(House house) {
        return new Adoptions(house.journeys.rooms, house.journeys.stepUps);
    }

    private static List<Day> series(House house) {
        Adoptions adoptions = adoptions(house);
        LocalDate today = adoptions.today();
        return done(adoptions.look(house.of(house.owner), house.id, today.minusDays(30), today))
                .series();
    }

    /// An app and ten backup codes.
    private static void enrol(House house, Journeys.Person person) {
        String id = person.account.id();
        house.journeys.db.inTransaction(() -> {
            var sql = house.journeys.db.sql();
            sql.sql("insert into factor (account_id, id, type, label, enrolled_at) values (?, 'f', 'totp', 'App', 1)")
                    .param(id)
                    .update();
            for (int number = 1; number <= 10; number++) {
                sql.sql(
                                "insert into backup_code (account_id, code_index, number, hash, made_at) values (?, ?, ?, 'h', 1)")
                        .params(id, "i" + number, number)
                        .update();
            }
        });
    }

    private static void nextDay(House house) {
        house.journeys.clock.advance(Duration.ofDays(1));
    }

    @EachDatabase
    void seriesWhenMembersJoinEnrolAndLeaveThenHasEachDayAsItEnded(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Adoptions adoptions = adoptions(house);
        LocalDate first = adoptions.today();
        assertThat(series(house)).as("the first day").containsExactly(new Day(first, 1, 0));

        Journeys.Person jonas = house.member(Role.MEMBER);
        house.member(Role.MEMBER);
        adoptions.keep(house.journeys.clock.instant());
        Journeys.Person left = house.member(Role.MEMBER);
        adoptions.keep(house.journeys.clock.instant());
        // What happens after the last count of a day shows on the next.
        nextDay(house);
        enrol(house, jonas);
        adoptions.keep(house.journeys.clock.instant());
        nextDay(house);
        nextDay(house);
        adoptions.keep(house.journeys.clock.instant());
        house.journeys.rooms.organisations().remove(left.account.id(), house.id);

        assertThat(series(house))
                .containsExactly(
                        new Day(first, 4, 0),
                        new Day(first.plusDays(1), 4, 1),
                        new Day(first.plusDays(2), 4, 1),
                        new Day(first.plusDays(3), 3, 1));
        assertThat(done(adoptions.look(house.of(house.owner), house.id, first.plusDays(1), first.plusDays(2)))
                        .series())
                .containsExactly(new Day(first.plusDays(1), 4, 1), new Day(first.plusDays(2), 4, 1));
        assertThat(done(adoptions.look(house.of(house.owner), house.id, first.minusDays(9), first.minusDays(5)))
                        .series())
                .isEmpty();
    }

    @EachDatabase
    void countWhenDoneByManyNodesAndAgainThenIsKeptOnce(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House other = House.in(house.journeys);
        house.member(Role.MEMBER);
        AtOnce.run(4, _ -> {
            adoptions(house).keep(house.journeys.clock.instant());
            return true;
        });
        nextDay(house);
        adoptions(house).keep(house.journeys.clock.instant());

        assertThat(house.journeys.rows("select organisation_id, members, enrolled from adoption_day"))
                .as("a day without a change needs no row")
                .hasSize(2);
        assertThat(series(other)).hasSize(2).allMatch(day -> day.members() == 1);
    }

    @EachDatabase
    void countsWhenMembersNeedAttentionThenAreThoseThatTheListFinds(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person enrolled = house.member(Role.MEMBER);
        enrol(house, enrolled);
        Journeys.Person bare = house.member(Role.MEMBER);
        enrol(house, bare);
        Journeys.Person low = house.member(Role.MEMBER);
        enrol(house, low);
        house.journeys.db.inTransaction(() -> {
            var sql = house.journeys.db.sql();
            sql.sql("update backup_code set used_at = 1 where account_id = ?")
                    .param(bare.account.id())
                    .update();
            sql.sql("update backup_code set used_at = 1 where account_id = ? and number > 3")
                    .param(low.account.id())
                    .update();
        });
        Adoptions adoptions = adoptions(house);
        Adoption adoption = done(adoptions.look(house.of(house.owner), house.id, adoptions.today(), adoptions.today()));

        assertThat(adoption.now()).isEqualTo(new Adoption.Counts(4, 3, 0, 1, 1, 0));
        assertThat(adoption.factors()).isEqualTo(Map.of(FactorType.TOTP, 3));
        assertThat(listed(house, Member.Status.NO_WAY_BACK)).containsExactly(bare.account.id());
        assertThat(listed(house, Member.Status.CODES_LOW)).containsExactly(low.account.id());
    }

    private static List<String> listed(House house, Member.Status status) {
        return done(house.journeys.memberLists.members(
                        house.of(house.owner), house.id, new MemberLists.Wanted(status, "", "", 50)))
                .stream()
                .map(Member::accountId)
                .toList();
    }

    @EachDatabase
    void remindersWhenSentToAllThenReachEachOnceADayAndNobodyElse(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        House house = House.of(journeys, journeys.confirmed("en", "UTC"));
        House other = House.of(journeys, journeys.confirmed("en", "UTC"));
        Reminders reminders = new Reminders(journeys.rooms, journeys.stepUps, journeys.memberActions);
        Journeys.Person jonas = joined(house, Role.MEMBER);
        Journeys.Person amina = joined(house, Role.ADMIN);
        enrol(house, joined(house, Role.MEMBER));
        joined(other, Role.MEMBER);
        done(journeys.memberActions.remind(house.of(house.owner), house.id, jonas.account.id(), HOME));

        refused(reminders.remindAll(house.of(jonas), house.id, HOME), WhyNot.NOT_ALLOWED);
        refused(reminders.remindAll(other.of(other.owner), house.id, HOME), WhyNot.NOT_THERE);
        Reminders.Reminded sent = done(reminders.remindAll(house.of(house.owner), house.id, HOME));
        assertThat(sent.count()).as("amina and the owner").isEqualTo(2);
        assertThat(done(reminders.remindAll(house.of(house.owner), house.id, HOME)))
                .isEqualTo(new Reminders.Reminded(0, false));
        assertThat(house.journeys.rooms.audit().latest(amina.account.id(), 5))
                .anyMatch(entry -> entry.type().equals("member-reminded"));
        house.journeys.clock.advance(Duration.ofHours(25));
        assertThat(done(reminders.remindAll(house.of(house.owner), house.id, HOME))
                        .count())
                .isEqualTo(sent.count() + 1);
    }

    private static Journeys.Person joined(House house, Role role) {
        Journeys.Person person = house.journeys.confirmed("en", "UTC");
        house.journeys
                .rooms
                .organisations()
                .join(person.account.id(), house.id, role, true, house.journeys.clock.instant());
        return person;
    }
}
