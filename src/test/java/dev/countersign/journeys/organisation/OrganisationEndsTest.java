package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyBuilder;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// An organisation handed over, and its end.
class OrganisationEndsTest {
    private static OrganisationEnds ends(House house) {
        return new OrganisationEnds(house.journeys.rooms, house.journeys.stepUps);
    }

    private static Role role(House house, Journeys.Person person) {
        return house.journeys
                .rooms
                .organisations()
                .membership(person.account.id(), house.id)
                .orElseThrow()
                .role();
    }

    @EachDatabase
    void transferWhenByAnOwnerThenTheOtherOwnsItAndTheyAreAnAdmin(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person heir = house.member(Role.MEMBER);
        Journeys.Person admin = house.member(Role.ADMIN);
        String heirId = heir.account.id();
        refused(ends(house).transfer(house.of(admin), house.id, heirId, HOME), WhyNot.OWNERS_ONLY);
        refused(ends(house).transfer(house.of(heir), house.id, heirId, HOME), WhyNot.NOT_ALLOWED);
        refused(
                ends(house).transfer(house.of(house.owner), house.id, house.owner.account.id(), HOME),
                WhyNot.NOT_THERE);

        done(ends(house).transfer(house.of(house.owner), house.id, heirId, HOME));

        assertThat(role(house, heir)).isEqualTo(Role.OWNER);
        assertThat(role(house, house.owner)).isEqualTo(Role.ADMIN);
        refused(ends(house).transfer(house.of(house.owner), house.id, heirId, HOME), WhyNot.OWNERS_ONLY);
        assertThat(house.journeys.events(heir)).contains("organisation-transferred", "role-changed");
    }

    @EachDatabase
    void transferWhenToSeveralAtOnceThenOneOwnsIt(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person first = house.member(Role.MEMBER);
        Journeys.Person second = house.member(Role.MEMBER);
        var owner = house.of(house.owner);
        OrganisationEnds ends = ends(house);
        List<Supplier<MemberOutcome<MemberOutcome.Nothing>>> both = List.of(
                () -> ends.transfer(owner, house.id, first.account.id(), HOME),
                () -> ends.transfer(owner, house.id, second.account.id(), HOME));
        AtOnce.run(2, n -> both.get(n).get());
        assertThat(house.journeys.rooms.organisations().owners(house.id)).isEqualTo(1);
    }

    @EachDatabase
    void deleteWhenTakenBackByAnotherOwnerThenStays(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person second = house.member(Role.OWNER);
        Journeys.Person admin = house.member(Role.ADMIN);
        refused(ends(house).delete(house.of(house.owner), house.id, "Linden", HOME), WhyNot.NAME_NOT_TYPED);
        refused(ends(house).delete(house.of(admin), house.id, "Linden & Hart", HOME), WhyNot.OWNERS_ONLY);
        done(ends(house).delete(house.of(house.owner), house.id, "Linden & Hart", HOME));
        refused(ends(house).keep(house.of(admin), house.id, HOME), WhyNot.OWNERS_ONLY);

        done(ends(house).keep(house.of(second), house.id, HOME));

        refused(ends(house).keep(house.of(second), house.id, HOME), WhyNot.NOT_GOING);
        house.journeys.clock.advance(OrganisationEnds.WAIT.plusDays(1));
        ends(house).work(house.journeys.clock.instant());
        assertThat(house.journeys.rooms.organisations().byId(house.id)).isPresent();
    }

    @EachDatabase
    void workWhenTheTimeHasComeThenItIsGoneAndAccountsFollowTheInstallation(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person member = house.member(Role.MEMBER);
        Policy strict = new PolicyBuilder(journeys.rooms.policies().of(house.id))
                .rememberDays(1)
                .build();
        journeys.rooms.policies().set(house.id, strict, journeys.clock.instant());
        done(journeys.invitings.invite(house.of(house.owner), house.id, "new@example.org", Role.MEMBER, HOME));
        assertThat(journeys.rooms
                        .policies()
                        .effective(member.account.id())
                        .policy()
                        .rememberDays())
                .isEqualTo(1);
        done(ends(house).delete(house.of(house.owner), house.id, "Linden & Hart", HOME));

        journeys.clock.advance(OrganisationEnds.WAIT);
        ends(house).work(journeys.clock.instant());

        assertThat(journeys.rooms.organisations().byId(house.id)).isEmpty();
        assertThat(journeys.rooms.organisations().memberships(member.account.id()))
                .isEmpty();
        assertThat(journeys.count("select count(*) from invitation where organisation_id = ?", house.id))
                .isZero();
        assertThat(journeys.count("select count(*) from policy where organisation_id = ?", house.id))
                .isZero();
        assertThat(journeys.rooms
                        .policies()
                        .effective(member.account.id())
                        .policy()
                        .rememberDays())
                .isEqualTo(180);
        assertThat(member.start()).isNotNull();
        assertThat(journeys.events(member)).contains("membership-erased");
    }

    /// The clocks of two nodes differ: on one there is a moment left, on the other it is over.
    @EachDatabase
    void keepWhenPressedAsTheTimeComesThenTheOrganisationStaysWholeOrGoesWhole(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        int members = 230;
        for (int round = 0; round < 3; round++) {
            House house = House.in(journeys);
            for (int n = 1; n < members; n++) {
                journeys.rooms
                        .organisations()
                        .join(journeys.person().account.id(), house.id, Role.MEMBER, false, journeys.clock.instant());
            }
            done(ends(house).delete(house.of(house.owner), house.id, "Linden & Hart", HOME));
            journeys.clock.advance(OrganisationEnds.WAIT.minusMillis(1));
            Instant due = journeys.clock.instant().plusMillis(1);
            var owner = house.of(house.owner);
            OrganisationEnds ends = ends(house);
            List<Supplier<Boolean>> both = List.of(
                    () -> {
                        ends.work(due);
                        return false;
                    },
                    () -> ends.keep(owner, house.id, HOME) instanceof MemberOutcome.Done);

            boolean kept = AtOnce.run(2, n -> both.get(n).get()).contains(true);

            assertThat(journeys.rooms.organisations().byId(house.id).isPresent())
                    .as("kept: %s", kept)
                    .isEqualTo(kept);
            assertThat(journeys.count("select count(*) from membership where organisation_id = ?", house.id))
                    .isEqualTo(kept ? members : 0);
        }
    }

    @EachDatabase
    void keepWhenTheErasureHasBegunThenIsTooLate(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Instant asked = house.journeys.clock.instant();
        done(ends(house).delete(house.of(house.owner), house.id, "Linden & Hart", HOME));
        Organisations organisations = house.journeys.rooms.organisations();

        assertThat(organisations.beginErasure(
                        house.id, asked.plus(OrganisationEnds.WAIT).minusMillis(1)))
                .isFalse();
        assertThat(organisations.beginErasure(house.id, asked.plus(OrganisationEnds.WAIT)))
                .isTrue();
        refused(ends(house).keep(house.of(house.owner), house.id, HOME), WhyNot.NOT_GOING);
        ends(house).work(asked.plus(OrganisationEnds.WAIT));
        assertThat(organisations.byId(house.id)).isEmpty();
    }

    @EachDatabase
    void mailsWhenThereAreManyMembersThenEachHasOne(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        done(ends(house).delete(house.of(house.owner), house.id, "Linden & Hart", HOME));
        // Where no mail can be sent, nothing waits to be written.
        assertThat(journeys.count("select count(*) from member_mail")).isZero();

        Journeys mailing = journeys.mailing(policy -> policy);
        for (int n = 0; n < 450; n++) {
            journeys.rooms
                    .organisations()
                    .join(journeys.person().account.id(), house.id, Role.MEMBER, false, journeys.clock.instant());
        }
        MemberMails mails = new MemberMails(mailing.rooms);
        mailing.db.inTransaction(
                () -> mails.begin(house.id, MessageKind.ORGANISATION_KEPT, null, journeys.clock.instant()));
        mails.work(journeys.clock.instant());
        mails.work(journeys.clock.instant());

        List<Message> sent = mailing.sent();
        assertThat(sent).extracting(Message::kind).containsOnly(MessageKind.ORGANISATION_KEPT);
        assertThat(sent).extracting(Message::to).doesNotHaveDuplicates().hasSize(451);
        assertThat(journeys.count("select count(*) from member_mail")).isZero();
    }
}
