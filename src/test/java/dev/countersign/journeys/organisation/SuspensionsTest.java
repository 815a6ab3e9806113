package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.InvalidCredentials;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.SignInOutcome.Suspended;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.util.List;
import java.util.function.Supplier;

/// A member who has left is kept out at every door, whatever they kept; and who may keep whom out.
class SuspensionsTest {
    private static Suspensions suspensions(Journeys journeys) {
        return new Suspensions(journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl());
    }

    private static MemberOutcome<MemberOutcome.Nothing> suspend(
            House house, Journeys.Person by, Journeys.Person target) {
        return suspensions(house.journeys).suspend(house.of(by), house.id, target.account.id(), "left", HOME);
    }

    @EachDatabase
    void suspendWhenAMemberIsSignedInThenSessionsAndDevicesEndAndOnlyTheRightPasswordIsTold(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person leaver = journeys.enrolled();
        journeys.rooms.organisations().join(leaver.account.id(), house.id, Role.ADMIN, true, journeys.clock.instant());
        SignedIn in = leaver.signIn(true);
        assertThat(leaver.present(in)).isTrue();

        done(suspend(house, house.owner, leaver));

        assertThat(leaver.present(in)).isFalse();
        assertThat(journeys.rooms.devices().list(leaver.account.id(), journeys.clock.instant()))
                .isEmpty();
        assertThat(leaver.start(PASSWORD, ELSEWHERE)).isInstanceOf(Suspended.class);
        assertThat(leaver.start("not it", ELSEWHERE)).isInstanceOf(InvalidCredentials.class);
        assertThat(journeys.events(leaver)).contains("account-suspended", "sign-in-failed");
        // Again, it changes nothing.
        done(suspend(house, house.owner, leaver));
        assertThat(journeys.events(leaver)).containsOnlyOnce("account-suspended");
    }

    @EachDatabase
    void reactivateWhenSuspendedThenSignsInAgainAndWhatTheyHadStaysDead(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person leaver = journeys.enrolled();
        journeys.rooms.organisations().join(leaver.account.id(), house.id, Role.MEMBER, true, journeys.clock.instant());
        SignedIn in = leaver.signIn(true);
        var challenged = as(
                SignInOutcome.Challenged.class, journeys.person(leaver.account).start());
        String link = journeys.passwordChanges.newLink(leaver.account.id()).text();
        done(suspend(house, house.owner, leaver));
        assertThat(journeys.passwordChanges.byLink(link, "another grey heron", HOME))
                .isInstanceOf(NewPasswordOutcome.LinkNotGood.class);

        done(suspensions(journeys).reactivate(house.of(house.owner), house.id, leaver.account.id(), HOME));

        assertThat(leaver.present(in)).isFalse();
        assertThat(journeys.passwordChanges.byLink(link, "another grey heron", HOME))
                .isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
        assertThat(journeys.signIns.challenge(challenged.token().text(), null)).isEmpty();
        // The device they had remembered is asked for the second step again.
        assertThat(leaver.start()).isInstanceOf(SignInOutcome.Challenged.class);
        assertThat(leaver.signIn()).isNotNull();
        assertThat(journeys.events(leaver)).contains("account-reactivated");
    }

    @EachDatabase
    void suspendedWhenALinkIsAskedForThenNoneIsSentAndOneFromTheConsoleDoesNotWork(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        journeys.sent();
        done(suspensions(journeys).suspendByOperator(person.account.id(), "left", Origin.CONSOLE));
        List<Message> told = journeys.sent();
        assertThat(told).extracting(Message::kind).containsExactly(MessageKind.ACCOUNT_SUSPENDED);

        journeys.passwordChanges.sendLink(person.account.email(), HOME);
        assertThat(journeys.sent()).isEmpty();
        String link = journeys.passwordChanges.newLink(person.account.id()).text();
        assertThat(journeys.passwordChanges.linkGood(link)).isEmpty();
        assertThat(journeys.passwordChanges.byLink(link, "another grey heron", HOME))
                .isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
        // No code is mailed to whoever has the password.
        assertThat(person.start()).isInstanceOf(Suspended.class);
        assertThat(journeys.sent()).isEmpty();

        suspensions(journeys).reactivateByOperator(person.account.id(), Origin.CONSOLE);
        assertThat(journeys.sent()).extracting(Message::kind).containsExactly(MessageKind.ACCOUNT_REACTIVATED);
        assertThat(person.start()).isInstanceOf(SignInOutcome.Challenged.class);
    }

    @EachDatabase
    void suspendWhenTheCallerMayNotThenRefused(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person member = house.member(Role.MEMBER);
        Journeys.Person second = house.member(Role.OWNER);
        Journeys.Person guest = journeys.person();
        journeys.rooms.organisations().join(guest.account.id(), house.id, Role.MEMBER, false, journeys.clock.instant());
        House elsewhere = House.of(journeys, journeys.person());
        Journeys.Person stranger = elsewhere.owner;

        refused(suspend(house, admin, admin), WhyNot.MAY_NOT_SUSPEND_YOURSELF);
        refused(suspend(house, house.owner, house.owner), WhyNot.MAY_NOT_SUSPEND_YOURSELF);
        refused(suspend(house, admin, second), WhyNot.MAY_NOT_SUSPEND_OWNER);
        refused(suspend(house, member, admin), WhyNot.NOT_ALLOWED);
        refused(suspend(house, admin, guest), WhyNot.NOT_MANAGED_HERE);
        refused(suspend(house, admin, stranger), WhyNot.NOT_THERE);
        refused(
                suspensions(journeys).suspend(elsewhere.of(stranger), house.id, member.account.id(), "spite", HOME),
                WhyNot.NOT_THERE);
        refused(
                suspensions(journeys).suspend(house.of(admin), house.id, member.account.id(), "  ", HOME),
                WhyNot.WHY_NEEDED);
        // The owner of another organisation, alone there.
        journeys.rooms
                .organisations()
                .join(stranger.account.id(), house.id, Role.MEMBER, false, journeys.clock.instant());
        journeys.rooms.organisations().manageBy(stranger.account.id(), house.id);
        refused(suspend(house, admin, stranger), WhyNot.MAY_NOT_SUSPEND_OWNER);
        refused(suspend(house, house.owner, stranger), WhyNot.LAST_OWNER);
        refused(
                suspensions(journeys).suspendByOperator(stranger.account.id(), "left", Origin.CONSOLE),
                WhyNot.LAST_OWNER);

        done(suspend(house, house.owner, second));
        // The one who is left is the last who can act: neither leaves nor is demoted.
        refused(journeys.memberships.leave(house.of(house.owner), house.id, HOME), WhyNot.LAST_OWNER);
        refused(
                journeys.memberships.changeRole(
                        house.of(house.owner), house.id, house.owner.account.id(), Role.MEMBER, HOME),
                WhyNot.LAST_OWNER);
        refused(
                suspensions(journeys).reactivate(house.of(admin), house.id, second.account.id(), HOME),
                WhyNot.MAY_NOT_SUSPEND_OWNER);
    }

    @EachDatabase
    void suspendWhenTwoOwnersDoItToEachOtherAtOnceThenOneStays(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < 5; round++) {
            House house = House.in(journeys);
            Journeys.Person other = house.member(Role.OWNER);
            house.of(house.owner);
            house.of(other);
            Suspensions suspensions = suspensions(journeys);
            var mine = house.of(house.owner);
            var theirs = house.of(other);
            List<Supplier<MemberOutcome<MemberOutcome.Nothing>>> both = List.of(
                    () -> suspensions.suspend(mine, house.id, other.account.id(), "first", HOME),
                    () -> suspensions.suspend(theirs, house.id, house.owner.account.id(), "first", HOME));
            AtOnce.run(2, n -> both.get(n).get());
            assertThat(journeys.rooms.organisations().owners(house.id)).isEqualTo(1);
        }
    }

    @EachDatabase
    void suspendWhenASignInRunsAtOnceThenNoSessionOutlivesIt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Suspensions suspensions = suspensions(journeys);
        for (int round = 0; round < 8; round++) {
            Journeys.Person person = journeys.enrolled();
            journeys.rooms
                    .organisations()
                    .join(person.account.id(), house.id, Role.MEMBER, true, journeys.clock.instant());
            var challenged = as(SignInOutcome.Challenged.class, person.start());
            String code = person.code();
            var owner = house.of(house.owner);
            List<Supplier<Object>> both = List.of(
                    () -> person.answer(challenged, dev.countersign.factors.factor.FactorType.TOTP, code, true),
                    () -> suspensions.suspend(owner, house.id, person.account.id(), "left", HOME));
            List<Object> outcomes = AtOnce.run(2, n -> both.get(n).get());

            if (outcomes.getFirst() instanceof SignedIn in) {
                assertThat(person.present(in)).isFalse();
            } else {
                assertThat(outcomes.getFirst()).isInstanceOf(VerifyOutcome.Expired.class);
            }
            assertThat(journeys.rooms
                            .sessions()
                            .open(person.account.id(), person.now().epoch(), journeys.clock.instant()))
                    .isEmpty();
            assertThat(person.start(PASSWORD, ELSEWHERE)).isInstanceOf(Suspended.class);
        }
    }

    @EachDatabase
    void listWhenAMemberIsSuspendedThenTheyAreTheirOwnStatus(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        Journeys.Person leaver = house.member(Role.MEMBER);
        var owner = house.of(house.owner);
        done(suspend(house, house.owner, leaver));

        MemberLists lists = journeys.memberLists;
        assertThat(done(lists.counts(owner, house.id))).isEqualTo(new MemberLists.Counts(2, 0, 1, 0, 0, 0, 1, 0));
        assertThat(done(lists.members(owner, house.id, new MemberLists.Wanted(Member.Status.SUSPENDED, "", "", 10))))
                .singleElement()
                .satisfies(it -> assertThat(it.status()).isEqualTo(Member.Status.SUSPENDED));
        assertThat(done(lists.members(owner, house.id, new MemberLists.Wanted(Member.Status.NOT_SET_UP, "", "", 10))))
                .extracting(Member::accountId)
                .containsExactly(house.owner.account.id());
    }
}
