package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.countersign.journeys.organisation.BulkActions.LeftOut;
import dev.countersign.journeys.organisation.BulkActions.Result;
import dev.countersign.journeys.organisation.BulkActions.What;
import dev.countersign.journeys.organisation.BulkActions.Whom;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

class BulkActionsTest {
    private static final Whom ALL = new Whom.Matching(null, "", "");

    private static BulkActions bulk(House house) {
        return new BulkActions(house.journeys.rooms, house.journeys.stepUps, house.journeys.memberActions);
    }

    @EachDatabase
    void chosenWhenSomeMayNotBeHelpedThenTheOthersAreAndEachIsNamedWithTheReason(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House elsewhere = House.in(house.journeys);
        Journeys.Person one = house.member(Role.MEMBER);
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person theirs = elsewhere.member(Role.MEMBER);
        Journeys.Person stranger = elsewhere.member(Role.MEMBER);
        house.journeys
                .rooms
                .organisations()
                .join(theirs.account.id(), house.id, Role.MEMBER, false, house.journeys.clock.instant());
        Whom chosen = new Whom.Chosen(Set.of(
                one.account.id(),
                admin.account.id(),
                theirs.account.id(),
                stranger.account.id(),
                house.owner.account.id()));
        var signedIn = one.signIn();

        Result result = done(bulk(house).act(house.of(house.owner), house.id, What.SIGN_OUT, chosen, HOME));

        assertThat(result.done()).isEqualTo(2);
        assertThat(result.next()).isNull();
        assertThat(one.present(signedIn)).isFalse();
        assertThat(result.leftOut())
                .extracting(LeftOut::accountId, LeftOut::why)
                .containsExactlyInAnyOrder(
                        tuple(theirs.account.id(), WhyNot.NOT_MANAGED_HERE),
                        tuple(stranger.account.id(), WhyNot.NOT_THERE),
                        tuple(house.owner.account.id(), WhyNot.YOURSELF));
        assertThat(house.journeys.events(stranger)).doesNotContain("member-signed-out");
        assertThat(house.journeys.events(one)).contains("member-signed-out");
    }

    @EachDatabase
    void remindersWhenForAllThenOneMailEachForThoseWhoHaveNotSetUp(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        House house = House.of(journeys, journeys.confirmed("en", "UTC"));
        for (int i = 0; i < 3; i++) {
            Journeys.Person person = journeys.confirmed("en", "UTC");
            journeys.rooms
                    .organisations()
                    .join(person.account.id(), house.id, Role.MEMBER, true, journeys.clock.instant());
        }
        journeys.sent();

        Result result = done(bulk(house)
                .act(
                        house.of(house.owner),
                        house.id,
                        What.REMIND,
                        new Whom.Matching(Member.Status.NOT_SET_UP, "", ""),
                        HOME));
        Result again = done(bulk(house)
                .act(
                        house.of(house.owner),
                        house.id,
                        What.REMIND,
                        new Whom.Matching(Member.Status.NOT_SET_UP, "", ""),
                        HOME));

        assertThat(result.done()).isEqualTo(4);
        assertThat(again.done()).isZero();
        assertThat(again.leftOut()).extracting(LeftOut::why).containsOnly(WhyNot.TOO_SOON);
        assertThat(journeys.sent().stream().filter(mail -> mail.kind() == MessageKind.REMINDER))
                .hasSize(4);
    }

    @EachDatabase
    void allWhenMoreThanOneCallTakesThenTheNextGoesOnBehindThem(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Instant now = house.journeys.clock.instant();
        int members = BulkActions.MOST + 30;
        house.journeys.db.inTransaction(() -> {
            for (int i = 0; i < members; i++) {
                String id = house.journeys.rooms.tokens().newId(now);
                house.journeys
                        .rooms
                        .accounts()
                        .add(new Account(id, "Bulk" + i + "@example.com", "Bulk " + i, "en", "UTC", 0, false, now));
                house.journeys.rooms.organisations().join(id, house.id, Role.MEMBER, true, now);
            }
        });
        Set<String> seen = new HashSet<>();
        BulkActions bulk = bulk(house);

        assertThat(done(bulk.count(house.of(house.owner), house.id, new Whom.Matching(null, "bulk", ""))))
                .isEqualTo(members);
        Result first = done(bulk.act(
                house.of(house.owner), house.id, What.FORGET_DEVICES, new Whom.Matching(null, "bulk", ""), HOME));
        assertThat(first.done()).isEqualTo(BulkActions.MOST);
        assertThat(first.next()).isNotNull();
        Result rest = done(bulk.act(
                house.of(house.owner),
                house.id,
                What.FORGET_DEVICES,
                new Whom.Matching(null, "bulk", String.valueOf(first.next())),
                HOME));

        assertThat(rest.done()).isEqualTo(30);
        assertThat(rest.next()).isNull();
        house.journeys
                .rows("select account_id from audit_event where type = 'member-devices-forgotten'")
                .forEach(row -> seen.add(String.valueOf(row.get("account_id"))));
        assertThat(seen).hasSize(members);
    }

    @EachDatabase
    void actionWhenByAMemberOrAStrangerThenRefusedAndTooOftenThrottled(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House elsewhere = House.in(house.journeys);
        Journeys.Person member = house.member(Role.MEMBER);
        BulkActions bulk = bulk(house);

        refused(bulk.act(house.of(member), house.id, What.UNLOCK, ALL, HOME), WhyNot.NOT_ALLOWED);
        refused(bulk.act(elsewhere.of(elsewhere.owner), house.id, What.UNLOCK, ALL, HOME), WhyNot.NOT_THERE);
        refused(bulk.count(house.of(member), house.id, ALL), WhyNot.NOT_ALLOWED);
        for (int i = 0; i < 60; i++) {
            done(bulk.act(house.of(house.owner), house.id, What.UNLOCK, new Whom.Chosen(Set.of("nobody")), HOME));
        }
        refused(bulk.act(house.of(house.owner), house.id, What.UNLOCK, ALL, HOME), WhyNot.TOO_MANY_AT_ONCE);
        house.journeys.clock.advance(BulkActions.BREAK.plusMinutes(1));
        assertThat(done(bulk.act(house.of(house.owner), house.id, What.UNLOCK, ALL, HOME))
                        .done())
                .isEqualTo(1);
        assertThat(List.of(What.values()))
                .allMatch(what -> What.parse(what.word()).isPresent());
    }
}
