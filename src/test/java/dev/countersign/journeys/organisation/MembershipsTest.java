package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

class MembershipsTest {

    @EachDatabase
    void organisationWhenFoundedThenItsFounderOwnsIt(Databases databases) {
        House house = House.in(Journeys.on(databases));

        List<Membership> own = house.journeys.rooms.organisations().memberships(house.owner.account.id());
        assertThat(own).singleElement().satisfies(m -> {
            assertThat(m.role()).isEqualTo(Role.OWNER);
            assertThat(m.managing()).isTrue();
        });
        assertThat(house.journeys.events(house.owner)).contains("organisation-created");
    }

    @EachDatabase
    void organisationWhenOnlyTheOperatorFoundsThenOthersMayNot(Databases databases) {
        Journeys open = Journeys.on(databases);
        House house = House.in(open);
        Journeys invited = open.invitedOnly();

        refused(invited.memberships.found(house.of(house.owner), "Another", HOME), WhyNot.NOT_ALLOWED);
        assertThat(invited.memberships.mayFound(house.owner.account)).isFalse();
    }

    @EachDatabase
    void organisationsWhenFoundedWithoutEndThenLimited(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Session session = house.of(house.owner);
        for (int i = 0; i < 9; i++) {
            done(house.journeys.memberships.found(session, "Number " + i, HOME));
        }
        refused(house.journeys.memberships.found(session, "One more", HOME), WhyNot.TOO_SOON);
        refused(house.journeys.memberships.found(session, "\u202eevil", HOME), WhyNot.NOT_A_NAME);
    }

    @EachDatabase
    void roleWhenChangedThenOwnersNameOwnersAndAdminsNobodyAboveThemselves(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Memberships memberships = house.journeys.memberships;
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person member = house.member(Role.MEMBER);
        String id = member.account.id();

        refused(memberships.changeRole(house.of(admin), house.id, id, Role.OWNER, HOME), WhyNot.OWNERS_ONLY);
        refused(
                memberships.changeRole(house.of(admin), house.id, admin.account.id(), Role.OWNER, HOME),
                WhyNot.OWNERS_ONLY);
        refused(
                memberships.changeRole(house.of(admin), house.id, house.owner.account.id(), Role.MEMBER, HOME),
                WhyNot.OWNERS_ONLY);
        refused(memberships.changeRole(house.of(member), house.id, id, Role.ADMIN, HOME), WhyNot.NOT_ALLOWED);
        done(memberships.changeRole(house.of(admin), house.id, id, Role.ADMIN, HOME));
        done(memberships.changeRole(house.of(house.owner), house.id, id, Role.OWNER, HOME));
        assertThat(house.journeys.rooms.organisations().owners(house.id)).isEqualTo(2);
        assertThat(house.journeys.events(member)).contains("role-changed");
    }

    @EachDatabase
    void lastOwnerWhenDemotedOrLeavingThenStays(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Memberships memberships = house.journeys.memberships;
        Session owner = house.of(house.owner);

        refused(memberships.changeRole(owner, house.id, house.owner.account.id(), Role.ADMIN, HOME), WhyNot.LAST_OWNER);
        refused(memberships.leave(owner, house.id, HOME), WhyNot.LAST_OWNER);
        refused(memberships.remove(owner, house.id, house.owner.account.id(), HOME), WhyNot.LAST_OWNER);
    }

    @EachDatabase
    void ownersWhenDemotingEachOtherAtOnceThenOneRemains(Databases databases) {
        House house = House.in(Journeys.on(databases));
        for (int round = 0; round < 5; round++) {
            Journeys.Person other = house.member(Role.OWNER);
            Session first = house.of(house.owner);
            Session second = house.of(other);
            List<MemberOutcome<?>> outcomes = AtOnce.<MemberOutcome<?>>run(List.of(
                    () -> house.journeys.memberships.changeRole(first, house.id, other.account.id(), Role.MEMBER, HOME),
                    () -> house.journeys.memberships.changeRole(
                            second, house.id, house.owner.account.id(), Role.MEMBER, HOME)));
            assertThat(outcomes).hasSize(2);
            assertThat(outcomes.stream().filter(MemberOutcome.Done.class::isInstance))
                    .hasSize(1);
            assertThat(house.journeys.rooms.organisations().owners(house.id)).isEqualTo(1);
            // The one who was left puts things back for the next round.
            house.journeys
                    .rooms
                    .organisations()
                    .changeRole(house.owner.account.id(), house.id, Role.OWNER, house.journeys.clock.instant());
            house.journeys
                    .rooms
                    .organisations()
                    .changeRole(other.account.id(), house.id, Role.MEMBER, house.journeys.clock.instant());
        }
    }

    @EachDatabase
    void ownersWhenLeavingAtOnceThenOneRemains(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person other = house.member(Role.OWNER);
        Session first = house.of(house.owner);
        Session second = house.of(other);
        List<MemberOutcome<?>> outcomes = AtOnce.<MemberOutcome<?>>run(List.of(
                () -> house.journeys.memberships.leave(first, house.id, HOME),
                () -> house.journeys.memberships.leave(second, house.id, HOME)));
        assertThat(outcomes.stream().filter(MemberOutcome.Done.class::isInstance))
                .hasSize(1);
        assertThat(house.journeys.rooms.organisations().owners(house.id)).isEqualTo(1);
    }

    @EachDatabase
    void memberWhenRemovedThenGoneWithWhatTheyInvitedTo(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person admin = house.member(Role.ADMIN);
        String link = String.valueOf(
                done(house.journeys.invitings.invite(house.of(admin), house.id, "new@example.org", Role.ADMIN, HOME))
                        .link());

        done(house.journeys.memberships.remove(house.of(house.owner), house.id, admin.account.id(), HOME));

        refused(house.journeys.memberships.organisation(house.of(admin), house.id), WhyNot.NOT_THERE);
        assertThat(house.journeys.joinings.look(token(link))).isEmpty();
        assertThat(house.journeys.events(admin)).contains("member-removed", "invitations-revoked");
    }

    @EachDatabase
    void ownerWhenDemotedThenTheirInvitationsAsOwnerAreOver(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person other = house.member(Role.OWNER);
        String link = String.valueOf(
                done(house.journeys.invitings.invite(house.of(other), house.id, "new@example.org", Role.OWNER, HOME))
                        .link());

        done(house.journeys.memberships.changeRole(
                house.of(house.owner), house.id, other.account.id(), Role.MEMBER, HOME));

        assertThat(house.journeys.joinings.look(token(link))).isEmpty();
    }

    @EachDatabase
    void changeWhenTheSessionIsNotFreshThenAskedForProof(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Session owner = house.of(house.owner);
        house.journeys.clock.advance(Duration.ofMinutes(11));
        UnaryOperator<BrandEdit> renamed = before -> new BrandEdit("Other", before.accent(), before.support());

        refused(house.journeys.branding.set(owner, house.id, renamed, HOME), WhyNot.STEP_UP);
        refused(house.journeys.invitings.invite(owner, house.id, "a@example.org", Role.MEMBER, HOME), WhyNot.STEP_UP);
        done(house.journeys.branding.set(house.of(house.owner), house.id, renamed, HOME));
        assertThat(done(house.journeys.memberships.organisation(owner, house.id))
                        .name())
                .isEqualTo("Other");
    }

    @EachDatabase
    void managingOrganisationWhenChosenThenOneOnly(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House second = House.in(house.journeys);
        Journeys.Person person = house.member(Role.MEMBER);
        String id = person.account.id();
        house.journeys.rooms.organisations().join(id, second.id, Role.MEMBER, false, house.journeys.clock.instant());

        done(house.journeys.memberships.manageBy(house.of(person), second.id, HOME));

        assertThat(house.journeys.rooms.organisations().memberships(id))
                .filteredOn(Membership::managing)
                .singleElement()
                .extracting(Membership::organisationId)
                .isEqualTo(second.id);
        House third = House.in(house.journeys);
        refused(house.journeys.memberships.manageBy(house.of(person), third.id, HOME), WhyNot.NOT_THERE);
        assertThat(house.journeys.events(person)).contains("managing-organisation-chosen");
    }

    static String token(String link) {
        return link.substring(link.lastIndexOf('/') + 1);
    }
}
