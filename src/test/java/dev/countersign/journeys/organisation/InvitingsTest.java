package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.journeys.organisation.MembershipsTest.token;
import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;

class InvitingsTest {

    @EachDatabase
    void newcomerWhenInvitedThenSignsUpIntoTheOrganisationThatManagesThem(Databases databases) {
        House house = House.in(Journeys.on(databases));
        String link = invite(house, "New@Example.org", Role.ADMIN);

        var created = as(SignUpOutcome.Created.class, signUp(house.journeys, "new@example.org", token(link)));

        assertThat(house.journeys
                        .rooms
                        .organisations()
                        .memberships(created.account().id()))
                .singleElement()
                .satisfies(m -> {
                    assertThat(m.organisationId()).isEqualTo(house.id);
                    assertThat(m.role()).isEqualTo(Role.ADMIN);
                    assertThat(m.managing()).isTrue();
                });
        assertThat(signUp(house.journeys, "other@example.org", token(link)))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);
    }

    @EachDatabase
    void invitationWhenAnotherAddressSignsUpThenRefused(Databases databases) {
        House house = House.in(Journeys.on(databases));
        String link = invite(house, "new@example.org", Role.MEMBER);

        assertThat(signUp(house.journeys, "thief@example.org", token(link))).isInstanceOf(SignUpOutcome.Refused.class);
        assertThat(house.journeys.joinings.look(token(link))).isPresent();
    }

    @EachDatabase
    void invitationWhenTheOrganisationIsGoingThenNobodyIsInvitedOrJoinsUntilItIsKept(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = House.in(house.journeys).member(Role.MEMBER);
        String link = invite(house, person.account.email(), Role.MEMBER);
        String newcomer = invite(house, "new@example.org", Role.MEMBER);
        String id = done(house.journeys.memberLists.invited(
                        house.of(house.owner), house.id, new MemberLists.Wanted(null, "new@", "", 1)))
                .getFirst()
                .id();
        Session owner = house.of(house.owner);
        var at = house.journeys.clock.instant().plus(Duration.ofDays(14));
        house.journeys.rooms.organisations().eraseAt(house.id, at);

        refused(house.journeys.invitings.invite(owner, house.id, "x@example.org", Role.MEMBER, HOME), WhyNot.GOING);
        refused(house.journeys.invitings.sendAgain(owner, house.id, id, HOME), WhyNot.GOING);
        assertThat(house.journeys.joinings.look(token(link)).orElseThrow().eraseAt())
                .isEqualTo(at);
        refused(house.journeys.joinings.accept(house.of(person), token(link), HOME), WhyNot.GOING);
        assertThat(signUp(house.journeys, "new@example.org", token(newcomer)))
                .isInstanceOf(SignUpOutcome.LinkNotGood.class);

        assertThat(house.journeys.rooms.organisations().keep(house.id, house.journeys.clock.instant()))
                .isTrue();
        done(house.journeys.joinings.accept(house.of(person), token(link), HOME));
        assertThat(house.journeys.joinings.joinedWith(person.account, token(link)))
                .hasValueSatisfying(m -> assertThat(m.organisationId()).isEqualTo(house.id));
        assertThat(house.journeys.joinings.joinedWith(house.owner.account, token(link)))
                .isEmpty();
        assertThat(signUp(house.journeys, "new@example.org", token(newcomer)))
                .isInstanceOf(SignUpOutcome.Created.class);
    }

    @EachDatabase
    void accountWhenInvitedThenJoinsAndKeepsItsManagingOrganisation(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House first = House.in(house.journeys);
        Journeys.Person person = first.member(Role.MEMBER);
        String link = invite(house, person.account.email(), Role.MEMBER);

        done(house.journeys.joinings.accept(house.of(person), token(link), HOME));

        assertThat(house.journeys.rooms.organisations().memberships(person.account.id()))
                .extracting(Membership::organisationId)
                .containsExactlyInAnyOrder(house.id, first.id);
        assertThat(house.journeys.rooms.organisations().membership(person.account.id(), house.id))
                .hasValueSatisfying(m -> assertThat(m.managing()).isFalse());
        refused(house.journeys.joinings.accept(house.of(person), token(link), HOME), WhyNot.LINK_NOT_GOOD);
        assertThat(house.journeys.events(person)).contains("member-joined", "link-reused");
    }

    @EachDatabase
    void invitationWhenOpenedByAnotherAccountThenRefusedAndOnRecord(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person thief = house.journeys.person();
        Journeys.Person invited = house.journeys.person();
        String link = invite(house, invited.account.email(), Role.ADMIN);

        refused(house.journeys.joinings.accept(house.of(thief), token(link), ELSEWHERE), WhyNot.OTHER_ADDRESS);

        assertThat(house.journeys.rooms.organisations().memberships(thief.account.id()))
                .isEmpty();
        assertThat(house.journeys.events(thief)).contains("access-denied");
        done(house.journeys.joinings.accept(house.of(invited), token(link), HOME));
    }

    @EachDatabase
    void invitationWhenAcceptedTwiceAtOnceThenOneWins(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = house.journeys.person();
        String link = invite(house, person.account.email(), Role.MEMBER);
        Session session = house.of(person);

        List<MemberOutcome<?>> outcomes = AtOnce.<MemberOutcome<?>>run(List.of(
                () -> house.journeys.joinings.accept(session, token(link), HOME),
                () -> house.journeys.joinings.accept(session, token(link), HOME)));

        assertThat(outcomes.stream().filter(MemberOutcome.Done.class::isInstance))
                .hasSize(1);
        assertThat(house.journeys.count("select count(*) from membership where account_id = ?", person.account.id()))
                .isEqualTo(1);
    }

    @EachDatabase
    void adminWhenInvitingAsOwnerThenRefusedInEveryWay(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person member = house.member(Role.MEMBER);
        Invitings invitings = house.journeys.invitings;

        refused(invitings.invite(house.of(admin), house.id, "x@example.org", Role.OWNER, HOME), WhyNot.OWNERS_ONLY);
        refused(invitings.invite(house.of(member), house.id, "x@example.org", Role.MEMBER, HOME), WhyNot.NOT_ALLOWED);
        invite(house, "x@example.org", Role.OWNER);
        refused(invitings.invite(house.of(admin), house.id, "x@example.org", Role.MEMBER, HOME), WhyNot.OWNERS_ONLY);
        String open = done(house.journeys.memberLists.invited(
                        house.of(admin), house.id, new MemberLists.Wanted(null, "", "", 10)))
                .getFirst()
                .id();
        refused(invitings.sendAgain(house.of(admin), house.id, open, HOME), WhyNot.OWNERS_ONLY);
    }

    @EachDatabase
    void invitationWhenOfAnotherOrganisationThenNotThere(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House other = House.in(house.journeys);
        String id = done(house.journeys.invitings.invite(
                        house.of(house.owner), house.id, "x@example.org", Role.MEMBER, HOME))
                .invitation()
                .id();

        refused(house.journeys.invitings.revoke(other.of(other.owner), other.id, id, HOME), WhyNot.NOT_THERE);
        refused(house.journeys.invitings.sendAgain(other.of(other.owner), other.id, id, HOME), WhyNot.NOT_THERE);
        refused(house.journeys.invitings.revoke(other.of(other.owner), house.id, id, HOME), WhyNot.NOT_THERE);
        done(house.journeys.invitings.revoke(house.of(house.owner), house.id, id, HOME));
        refused(house.journeys.invitings.revoke(house.of(house.owner), house.id, id, HOME), WhyNot.NOT_THERE);
    }

    @EachDatabase
    void linkWhenSentAgainRevokedOrOldThenWorksNoLonger(Databases databases) {
        House house = House.in(Journeys.on(databases));
        String first = invite(house, "x@example.org", Role.MEMBER);
        String second = invite(house, "X@example.org", Role.ADMIN);
        assertThat(house.journeys.joinings.look(token(first))).isEmpty();
        assertThat(house.journeys
                        .joinings
                        .look(token(second))
                        .orElseThrow()
                        .into()
                        .role())
                .isEqualTo(Role.ADMIN);

        house.journeys.clock.advance(Duration.ofDays(6));
        assertThat(house.journeys.joinings.look(token(second))).isPresent();
        house.journeys.clock.advance(Duration.ofDays(1));
        assertThat(house.journeys.joinings.look(token(second))).isEmpty();
    }

    @EachDatabase
    void invitationWhenMailIsSentThenTheLinkIsNotShown(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person owner = journeys.confirmed("en", "UTC");
        House house = House.of(journeys, owner);
        journeys.sent();

        var invited = done(journeys.invitings.invite(house.of(owner), house.id, "new@example.org", Role.MEMBER, HOME));

        assertThat(invited.link()).isNull();
        Message mail = journeys.sent().getLast();
        assertThat(mail.kind()).isEqualTo(MessageKind.INVITATION);
        assertThat(mail.to()).isEqualTo("new@example.org");
        String token = token(String.valueOf(mail.fields().get("link")));
        assertThat(signUp(journeys, "new@example.org", token)).isInstanceOf(SignUpOutcome.Created.class);
        refused(
                journeys.invitings.invite(house.of(owner), house.id, "new@example.org", Role.MEMBER, HOME),
                WhyNot.MEMBER_ALREADY);
    }

    @EachDatabase
    void invitationsWhenFiftyWentOutInADayThenTheNextWaits(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person owner = journeys.confirmed("en", "UTC");
        House house = House.of(journeys, owner);
        Session session = house.of(owner);
        for (int i = 0; i < Invitings.MAILS_A_DAY; i++) {
            done(journeys.invitings.invite(session, house.id, "n" + i % 3 + "@example.org", Role.MEMBER, HOME));
        }
        refused(
                journeys.invitings.invite(session, house.id, "z@example.org", Role.MEMBER, HOME),
                WhyNot.TOO_MANY_MAILS);
        journeys.clock.advance(Duration.ofDays(1));
        done(journeys.invitings.invite(house.of(owner), house.id, "z@example.org", Role.MEMBER, HOME));
    }

    @EachDatabase
    void joiningWhenThePolicyIsStricterThenSaysWhatChangesBefore(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = house.journeys.enrolled();
        Journeys.Person bare = house.journeys.person();
        house.journeys
                .rooms
                .policies()
                .set(
                        house.id,
                        Journeys.changed(p -> p.enrolment(Enrolment.REQUIRED)
                                .rememberDevice(RememberDevice.OFF)
                                .sessionMinutes(60)),
                        house.journeys.clock.instant());
        var waiting = house.journeys
                .joinings
                .look(token(invite(house, bare.account.email(), Role.MEMBER)))
                .orElseThrow();

        assertThat(house.journeys.joinings.changes(bare.account, waiting))
                .extracting(PolicyChange::kind)
                .contains(
                        PolicyChange.Kind.MUST_SET_UP,
                        PolicyChange.Kind.NOTHING_REMEMBERED,
                        PolicyChange.Kind.SESSIONS_SHORTER);
        assertThat(house.journeys.joinings.changes(person.account, waiting))
                .extracting(PolicyChange::kind)
                .doesNotContain(PolicyChange.Kind.MUST_SET_UP)
                .contains(PolicyChange.Kind.NOTHING_REMEMBERED);
    }

    @EachDatabase
    void joiningWhenNoMethodWouldBeLeftThenClosed(Databases databases) {
        Journeys journeys = Journeys.withTexts(databases, policy -> policy);
        House texts = House.in(journeys);
        House apps = House.in(journeys);
        policy(texts, FactorType.SMS);
        policy(apps, FactorType.TOTP);
        Journeys.Person person = texts.member(Role.MEMBER);
        String link = invite(apps, person.account.email(), Role.MEMBER);

        refused(journeys.joinings.accept(texts.of(person), token(link), HOME), WhyNot.NO_METHOD_LEFT);
        done(journeys.memberships.leave(texts.of(person), texts.id, HOME));
        done(journeys.joinings.accept(texts.of(person), token(link), HOME));
    }

    private static void policy(House house, FactorType type) {
        house.journeys
                .rooms
                .policies()
                .set(house.id, Journeys.changed(p -> p.factors(type).preferred(type)), house.journeys.clock.instant());
    }

    private static String invite(House house, String email, Role role) {
        return String.valueOf(done(house.journeys.invitings.invite(house.of(house.owner), house.id, email, role, HOME))
                .link());
    }

    private static SignUpOutcome signUp(Journeys journeys, String email, String token) {
        return journeys.signUps.signUp(
                new NewAccount(email, PASSWORD, "Person", token, "en", "UTC", false, null, HOME));
    }
}
