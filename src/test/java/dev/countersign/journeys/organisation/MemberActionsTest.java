package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.journeys.organisation.House.refused;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginSmsOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.Optional;

class MemberActionsTest {

    @EachDatabase
    void resetWhenByAnAdminThenThePersonSetsUpAgainWithTheHandOverCode(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person person = enrolled(house, Role.MEMBER);
        SignedIn in = person.signIn();

        var handOver = ((ResetOutcome.Reset) done(house.journeys.memberResets.reset(
                        house.of(admin), house.id, person.account.id(), "lost phone, called back", HOME)))
                .handOver()
                .orElseThrow();

        assertThat(person.present(in)).isFalse();
        assertThat(house.journeys.rooms.factors().list(person.account.id())).isEmpty();
        person.device = null;
        Challenged challenged = as(Challenged.class, person.start());
        as(MustEnrol.class, person.answer(challenged, FactorType.HAND_OVER, handOver.code(), false));
        var event = house.journeys.rooms.audit().latest(person.account.id(), 50).stream()
                .filter(entry -> entry.type().equals("two-step-reset"))
                .findFirst()
                .orElseThrow();
        assertThat(event.actorId()).isEqualTo(admin.account.id());
        assertThat(event.organisationId()).isEqualTo(house.id);
        assertThat(event.origin()).isEqualTo(HOME);
    }

    @EachDatabase
    void resetWhenThePersonHasAPhoneThenToldByMailAndByText(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        House house = House.of(journeys, journeys.confirmed("en", "UTC"));
        Journeys.Person person = journeys.confirmed("en", "UTC");
        String id = person.account.id();
        journeys.rooms.organisations().join(id, house.id, Role.MEMBER, true, journeys.clock.instant());
        Enroller enroller = new Enroller.BySession(
                as(SignedIn.class, as(SignInOutcome.class, person.arrive())).session());
        var begun = as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(enroller, "+12025550123", HOME));
        as(
                ConfirmOutcome.Confirmed.class,
                journeys.enrolments.confirm(enroller, begun.id(), journeys.textedCode(), HOME));
        journeys.sent();
        String notices = "select count(*) from message where account_id = ? and kind = 'notice'";
        long before = journeys.count(notices, id);

        assertThat(done(reset(house, house.owner, person))).isEqualTo(new ResetOutcome.Reset(Optional.empty()));

        assertThat(journeys.count(notices, id)).isEqualTo(before + 2);

        assertThat(journeys.sent(Channel.TEXT)).singleElement().satisfies(text -> {
            assertThat(text.to()).isEqualTo("+12025550123");
            assertThat(text.fields()).containsEntry("event", "two-step-reset").doesNotContainKey("browser");
        });
    }

    @EachDatabase
    void resetWhenByAnAdminOfAnOwnerOfAnyOrganisationThenRefused(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House elsewhere = House.in(house.journeys);
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person second = house.member(Role.OWNER);
        Journeys.Person ownerElsewhere = house.member(Role.MEMBER);
        house.journeys
                .rooms
                .organisations()
                .join(ownerElsewhere.account.id(), elsewhere.id, Role.OWNER, false, house.journeys.clock.instant());

        refused(reset(house, admin, second), WhyNot.MAY_NOT_RESET_OWNER);
        refused(reset(house, admin, house.owner), WhyNot.MAY_NOT_RESET_OWNER);
        refused(reset(house, admin, ownerElsewhere), WhyNot.MAY_NOT_RESET_OWNER);
        done(reset(house, house.owner, ownerElsewhere));
        done(reset(house, house.owner, second));
    }

    @EachDatabase
    void resetWhenOfASoleOwnerThenOnlyByTheOperator(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House elsewhere = House.in(house.journeys);
        house.journeys
                .rooms
                .organisations()
                .join(elsewhere.owner.account.id(), house.id, Role.MEMBER, false, house.journeys.clock.instant());
        done(house.journeys.memberships.manageBy(elsewhere.of(elsewhere.owner), house.id, HOME));

        refused(reset(house, house.owner, elsewhere.owner), WhyNot.MAY_NOT_RESET_OWNER);
        assertThat(house.journeys.resets.reset(elsewhere.owner.account.id(), null, "checked by phone"))
                .isPresent();
    }

    @EachDatabase
    void resetWhenOfOneselfOrManagedElsewhereOrAStrangerThenRefused(Databases databases) {
        House house = House.in(Journeys.on(databases));
        House elsewhere = House.in(house.journeys);
        Journeys.Person admin = house.member(Role.ADMIN);
        Journeys.Person theirs = elsewhere.member(Role.MEMBER);

        refused(reset(house, admin, admin), WhyNot.MAY_NOT_RESET_YOURSELF);
        refused(reset(house, house.owner, house.owner), WhyNot.ASK_THE_OPERATOR);
        refused(reset(house, house.owner, theirs), WhyNot.NOT_THERE);
        house.journeys
                .rooms
                .organisations()
                .join(theirs.account.id(), house.id, Role.MEMBER, false, house.journeys.clock.instant());
        refused(reset(house, house.owner, theirs), WhyNot.NOT_MANAGED_HERE);
        String id = theirs.account.id();
        MemberActions actions = house.journeys.memberActions;
        refused(actions.unlock(house.of(admin), house.id, id, HOME), WhyNot.NOT_MANAGED_HERE);
        refused(actions.signOut(house.of(admin), house.id, id, HOME), WhyNot.NOT_MANAGED_HERE);
        refused(actions.forgetDevices(house.of(admin), house.id, id, HOME), WhyNot.NOT_MANAGED_HERE);
        refused(actions.signOut(house.of(house.owner), elsewhere.id, id, HOME), WhyNot.NOT_THERE);
    }

    @EachDatabase
    void resetWhenWithoutReasonThenNothingHappens(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = enrolled(house, Role.MEMBER);
        String id = person.account.id();
        MemberResets resets = house.journeys.memberResets;

        refused(resets.reset(house.of(house.owner), house.id, id, "  ", HOME), WhyNot.REASON_NEEDED);
        refused(resets.reset(house.of(house.owner), house.id, id, "x".repeat(201), HOME), WhyNot.REASON_NEEDED);
        assertThat(house.journeys.rooms.factors().list(id)).isNotEmpty();
    }

    @EachDatabase
    void memberWhenLockedThenUnlockedByAnAdmin(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = enrolled(house, Role.MEMBER);
        for (int i = 0; i < 10; i++) {
            Challenged challenged = person.challenged();
            person.answer(challenged, person.wrongCode());
        }
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(VerifyOutcome.LockedOut.class);
        assertThat(list(house, Member.Status.LOCKED)).isEqualTo(1);

        done(house.journeys.memberActions.unlock(house.of(house.owner), house.id, person.account.id(), HOME));

        person.signIn();
        assertThat(list(house, Member.Status.LOCKED)).isZero();
        assertThat(house.journeys.events(person)).contains("member-unlocked");
    }

    @EachDatabase
    void memberWhenSignedOutAndForgottenThenStartsAnew(Databases databases) {
        House house = House.in(Journeys.on(databases));
        Journeys.Person person = enrolled(house, Role.MEMBER);
        SignedIn in = person.signIn(true);
        assertThat(person.start()).isInstanceOf(SignedIn.class);

        done(house.journeys.memberActions.signOut(house.of(house.owner), house.id, person.account.id(), HOME));
        assertThat(person.present(in)).isFalse();
        done(house.journeys.memberActions.forgetDevices(house.of(house.owner), house.id, person.account.id(), HOME));
        assertThat(person.start()).isInstanceOf(Challenged.class);
        assertThat(house.journeys.events(person)).contains("member-signed-out", "member-devices-forgotten");
    }

    @EachDatabase
    void memberWhenRemindedThenMailedOnceADay(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        House house = House.of(journeys, journeys.confirmed("en", "UTC"));
        Journeys.Person person = journeys.confirmed("es", "UTC");
        String id = person.account.id();
        journeys.rooms.organisations().join(id, house.id, Role.MEMBER, false, journeys.clock.instant());
        journeys.sent();

        done(journeys.memberActions.remind(house.of(house.owner), house.id, id, HOME));
        Message mail = journeys.sent().stream()
                .filter(each -> each.kind() == MessageKind.REMINDER)
                .findFirst()
                .orElseThrow();
        assertThat(mail.locale()).isEqualTo("es");
        refused(journeys.memberActions.remind(house.of(house.owner), house.id, id, HOME), WhyNot.TOO_SOON);
        journeys.clock.advance(Duration.ofDays(1).plusMinutes(1));
        done(journeys.memberActions.remind(house.of(house.owner), house.id, id, HOME));
    }

    @EachDatabase
    void listWhenFilteredSearchedAndPagedThenRight(Databases databases) {
        House house = House.in(Journeys.on(databases));
        enrolled(house, Role.MEMBER);
        for (int i = 0; i < 5; i++) {
            house.member(Role.MEMBER);
        }
        House other = House.in(house.journeys);
        other.member(Role.MEMBER);
        Session owner = house.of(house.owner);
        MemberLists lists = house.journeys.memberLists;

        var first = done(lists.members(owner, house.id, new MemberLists.Wanted(null, "", "", 4)));
        var rest = done(lists.members(
                owner,
                house.id,
                new MemberLists.Wanted(null, "", first.getLast().email(), 10)));
        assertThat(first).hasSize(4);
        assertThat(rest).hasSize(3).doesNotContainAnyElementsOf(first);
        assertThat(list(house, Member.Status.ON)).isEqualTo(1);
        assertThat(list(house, Member.Status.NOT_SET_UP)).isEqualTo(6);
        var found =
                done(lists.members(owner, house.id, new MemberLists.Wanted(null, house.owner.account.email(), "", 10)));
        assertThat(found).singleElement().satisfies(m -> {
            assertThat(m.role()).isEqualTo(Role.OWNER);
            assertThat(m.lastSignInAt()).isNotNull();
        });
        assertThat(done(lists.members(owner, house.id, new MemberLists.Wanted(null, "%", "", 10))))
                .isEmpty();
        assertThat(done(lists.counts(owner, house.id))).isEqualTo(new MemberLists.Counts(7, 1, 6, 0, 0, 0, 0, 0));
        refused(lists.profile(owner, house.id, other.owner.account.id()), WhyNot.NOT_THERE);
    }

    private static int list(House house, Member.Status status) {
        return done(house.journeys.memberLists.members(
                        house.of(house.owner), house.id, new MemberLists.Wanted(status, "", "", 50)))
                .size();
    }

    private static Journeys.Person enrolled(House house, Role role) {
        Journeys.Person person = house.journeys.enrolled();
        house.journeys
                .rooms
                .organisations()
                .join(person.account.id(), house.id, role, true, house.journeys.clock.instant());
        return person;
    }

    private static MemberOutcome<?> reset(House house, Journeys.Person by, Journeys.Person target) {
        return house.journeys.memberResets.reset(
                house.of(by), house.id, target.account.id(), "checked in person", HOME);
    }
}
