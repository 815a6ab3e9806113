package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.organisation.Member.Help;
import dev.countersign.journeys.organisation.Member.Order;
import dev.countersign.journeys.organisation.Member.Status;
import dev.countersign.journeys.organisation.MemberLists.Wanted;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is offered for a member is what would be done, in every role; and who counts as set up, in which order.
class MemberHelpTest {

    @EachDatabase
    void helpWhenOfferedThenDoneAndElseRefused(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        House elsewhere = House.in(journeys);
        Person admin = house.member(Role.ADMIN);
        Person second = house.member(Role.OWNER);
        Person member = house.member(Role.MEMBER);
        Person leaver = house.member(Role.MEMBER);
        Person managedElsewhere = elsewhere.member(Role.ADMIN);
        join(house, managedElsewhere, Role.MEMBER);
        Person soleElsewhere = House.in(journeys).owner;
        join(house, soleElsewhere, Role.MEMBER);
        done(journeys.memberships.manageBy(house.of(soleElsewhere), house.id, HOME));
        done(new Suspensions(journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl())
                .suspend(house.of(house.owner), house.id, leaver.account.id(), "left", HOME));

        for (Person actor : List.of(house.owner, second, admin)) {
            Session by = house.of(actor);
            Role role = journeys.rooms
                    .organisations()
                    .membership(actor.account.id(), house.id)
                    .orElseThrow()
                    .role();
            for (Person target : List.of(house.owner, second, admin, member, leaver, managedElsewhere, soleElsewhere)) {
                String id = target.account.id();
                Set<Help> helps = done(journeys.memberLists.profile(by, house.id, id))
                        .member()
                        .helps(actor.account.id(), role, false);
                for (Help help : Help.values()) {
                    assertThat(tried(house, by, id, help) instanceof MemberOutcome.Done)
                            .as("%s %s by %s %s".formatted(help, target.account.email(), role, actor.account.email()))
                            .isEqualTo(helps.contains(help));
                }
            }
        }
        // A sole owner, too, is offered what is done for them.
        journeys.rooms.organisations().remove(second.account.id(), house.id);
        Member sole = done(journeys.memberLists.profile(house.of(admin), house.id, house.owner.account.id()))
                .member();
        assertThat(sole.helps(admin.account.id(), Role.ADMIN, true))
                .containsExactlyInAnyOrder(Help.UNLOCK, Help.SIGN_OUT, Help.FORGET_DEVICES, Help.REMIND);
        assertThat(sole.helps(house.owner.account.id(), Role.OWNER, false))
                .containsExactlyInAnyOrder(Help.UNLOCK, Help.SIGN_OUT, Help.FORGET_DEVICES);
    }

    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// What would come of it; nothing of it stays.
    private static MemberOutcome<?> tried(House house, Session by, String id, Help help) {
        List<MemberOutcome<?>> outcome = new ArrayList<>();
        try {
            house.journeys.db.inTransaction(() -> {
                outcome.add(attempt(house, by, id, help));
                throw new Undone();
            });
        } catch (Undone meant) {
            assertThat(outcome).hasSize(1);
        }
        return outcome.getFirst();
    }

    private static MemberOutcome<?> attempt(House house, Session by, String id, Help help) {
        Journeys journeys = house.journeys;
        Suspensions suspensions = new Suspensions(
                journeys.rooms, journeys.stepUps, journeys.invitations, journeys.installation.baseUrl());
        boolean member = journeys.rooms
                        .organisations()
                        .membership(id, house.id)
                        .orElseThrow()
                        .role()
                == Role.MEMBER;
        return switch (help) {
            case RESET -> journeys.memberResets.reset(by, house.id, id, "checked", HOME);
            case UNLOCK -> journeys.memberActions.unlock(by, house.id, id, HOME);
            case SIGN_OUT -> journeys.memberActions.signOut(by, house.id, id, HOME);
            case FORGET_DEVICES -> journeys.memberActions.forgetDevices(by, house.id, id, HOME);
            case REMIND -> journeys.memberActions.remind(by, house.id, id, HOME);
            // Of whom it holds already it changes nothing: there is nothing to offer.
            case SUSPEND ->
                journeys.rooms.accounts().byId(id).filter(Account::suspended).isPresent()
                        ? MemberOutcome.refused(WhyNot.NOT_ACTIVE)
                        : suspensions.suspend(by, house.id, id, "left", HOME);
            case REACTIVATE ->
                journeys.rooms.accounts().byId(id).filter(Account::suspended).isPresent()
                        ? suspensions.reactivate(by, house.id, id, HOME)
                        : MemberOutcome.refused(WhyNot.NOT_ACTIVE);
            case TRANSFER -> new OrganisationEnds(journeys.rooms, journeys.stepUps).transfer(by, house.id, id, HOME);
            case CHANGE_ROLE ->
                journeys.memberships.changeRole(by, house.id, id, member ? Role.ADMIN : Role.MEMBER, HOME);
            case REMOVE -> journeys.memberships.remove(by, house.id, id, HOME);
        };
    }

    @EachDatabase
    void memberWhenPolicyNoLongerAllowsTheirMethodThenMustReplaceItEverywhere(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        House house = House.of(journeys, journeys.confirmed("en", "UTC"));
        House other = House.of(journeys, journeys.confirmed("en", "UTC"));
        Session owner = house.of(house.owner);
        Person app = enrolled(house);
        Person both = enrolled(house);
        join(other, both, Role.MEMBER);
        Person text = enrolled(house);
        method(house, text, "sms");
        journeys.sent();

        assertThat(statuses(house, app, both, text)).containsExactly(Status.ON, Status.ON, Status.ON);
        // Of several organisations the strictest holds, wherever the member is looked at.
        policy(other, FactorType.PASSKEY);
        assertThat(statuses(house, app, both, text)).containsExactly(Status.ON, Status.MUST_REPLACE, Status.ON);
        policy(house, FactorType.TOTP);
        assertThat(statuses(house, app, both, text))
                .containsExactly(Status.ON, Status.MUST_REPLACE, Status.MUST_REPLACE);
        MemberLists.Counts counts = done(journeys.memberLists.counts(owner, house.id));
        assertThat(counts).isEqualTo(new MemberLists.Counts(4, 1, 1, 2, 0, 0, 0, 0));
        assertThat(emails(house, Status.MUST_REPLACE, Order.ADDRESS))
                .containsExactlyInAnyOrder(both.account.email(), text.account.email());
        Adoptions adoptions = new Adoptions(journeys.rooms, journeys.stepUps);
        Adoption adoption = done(adoptions.look(owner, house.id, adoptions.today(), adoptions.today()));
        assertThat(adoption.now().enrolled()).isEqualTo(1);
        assertThat(adoption.now().mustReplace()).isEqualTo(2);
        assertThat(adoption.now().notSetUp()).isEqualTo(1);
        adoptions.keep(journeys.clock.instant());
        assertThat(journeys.count("select enrolled from adoption_day where organisation_id = ?", house.id))
                .isEqualTo(1);

        Reminders reminders = new Reminders(journeys.rooms, journeys.stepUps, journeys.memberActions);
        assertThat(done(reminders.remindAll(owner, house.id, HOME)).count()).isEqualTo(3);
        assertThat(journeys.sent().stream().filter(mail -> mail.to().equals(text.account.email())))
                .extracting(Message::kind)
                .containsExactly(MessageKind.REPLACEMENT_REMINDER);
        House.refused(journeys.memberActions.remind(owner, house.id, app.account.id(), HOME), WhyNot.SET_UP_ALREADY);
    }

    @EachDatabase
    void remindersWhenSomebodyIsSuspendedThenTheOthersAreRemindedAllTheSame(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        House house = House.of(journeys, journeys.confirmed("en", "UTC"));
        Person out = journeys.confirmed("en", "UTC");
        join(house, out, Role.MEMBER);
        Person in = journeys.confirmed("en", "UTC");
        join(house, in, Role.MEMBER);
        assertThat(journeys.rooms.accounts().suspend(out.account.id(), journeys.clock.instant()))
                .isTrue();
        journeys.sent();

        Reminders reminders = new Reminders(journeys.rooms, journeys.stepUps, journeys.memberActions);
        assertThat(done(reminders.remindAll(house.of(house.owner), house.id, HOME))
                        .count())
                .isEqualTo(2);
        assertThat(journeys.sent())
                .extracting(Message::to)
                .containsExactlyInAnyOrder(in.account.email(), house.owner.account.email());
    }

    @EachDatabase
    void listWhenSortedThenPagesGoOnWithoutGapOrRepeat(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        House house = House.in(journeys);
        List<String> names = List.of("Zoe", "ada", "Ada", "Bo", "bo", "É", "Åsa");
        for (int i = 0; i < names.size(); i++) {
            Person person = house.member(Role.MEMBER);
            rename(house, person, names.get(i));
            if (i % 3 == 0) {
                // Some at the same moment, some never.
                journeys.rooms.accounts().signedIn(person.account.id(), journeys.clock.instant());
            }
        }
        Person leaving = house.member(Role.MEMBER);
        assertThat(journeys.rooms
                        .accounts()
                        .eraseAt(
                                leaving.account.id(),
                                leaving.account.epoch(),
                                journeys.clock.instant().plus(Duration.ofDays(14))))
                .isTrue();

        for (Order order : Order.values()) {
            List<String> whole = emails(house, null, order);
            assertThat(whole).hasSize(9).doesNotHaveDuplicates();
            for (int page = 1; page <= 3; page++) {
                List<String> paged = new ArrayList<>();
                String after = "";
                List<Member> part;
                do {
                    part = done(journeys.memberLists.members(
                            house.of(house.owner), house.id, new Wanted(null, "", order, after, page)));
                    part.forEach(member -> paged.add(member.email()));
                    after = part.isEmpty() ? "" : part.getLast().place();
                } while (!part.isEmpty());
                assertThat(paged).as(order + " by " + page).isEqualTo(whole);
            }
        }
        assertThat(emails(house, Status.LEAVING, Order.STATUS)).containsExactly(leaving.account.email());
        List<Member> latest = done(journeys.memberLists.members(
                house.of(house.owner), house.id, new Wanted(null, "", Order.LAST_SIGN_IN, "", 9)));
        assertThat(latest.getFirst().lastSignInAt()).isNotNull();
        assertThat(latest.getLast().lastSignInAt()).isNull();
        assertThat(done(journeys.memberLists.counts(house.of(house.owner), house.id, "ZOE"))
                        .all())
                .isEqualTo(1);
        assertThat(emails(house, Status.ON, Order.NAME)).isEmpty();
        // A place of another order, or one that somebody made up, is the beginning.
        assertThat(done(journeys.memberLists.members(
                        house.of(house.owner), house.id, new Wanted(null, "", Order.STATUS, "bm90~x", 20))))
                .hasSize(9);
    }

    private static List<String> emails(House house, @org.jspecify.annotations.Nullable Status status, Order order) {
        return done(house.journeys.memberLists.members(
                        house.of(house.owner), house.id, new Wanted(status, "", order, "", 50)))
                .stream()
                .map(Member::email)
                .toList();
    }

    private static List<Status> statuses(House house, Person... people) {
        return List.of(people).stream()
                .map(person -> done(house.journeys.memberLists.profile(
                                house.of(house.owner), house.id, person.account.id()))
                        .member()
                        .status())
                .toList();
    }

    private static void policy(House house, FactorType only) {
        house.journeys
                .rooms
                .policies()
                .set(house.id, Journeys.changed(p -> p.factors(only).preferred(only)), house.journeys.clock.instant());
    }

    private static Person enrolled(House house) {
        Person person = house.journeys.confirmed("en", "UTC");
        join(house, person, Role.MEMBER);
        method(house, person, "totp");
        return person;
    }

    /// As the only method.
    private static void method(House house, Person person, String type) {
        house.journeys.db.inTransaction(() -> {
            house.journeys
                    .db
                    .sql()
                    .sql("delete from factor where account_id = ?")
                    .param(person.account.id())
                    .update();
            house.journeys
                    .db
                    .sql()
                    .sql("insert into factor (account_id, id, type, label, enrolled_at) values (?, ?, ?, 'x', 1)")
                    .params(person.account.id(), "f-" + person.account.id(), type)
                    .update();
        });
    }

    private static void rename(House house, Person person, String name) {
        house.journeys.db.inTransaction(() -> house.journeys
                .db
                .sql()
                .sql("update account set name = ? where id = ?")
                .params(name, person.account.id())
                .update());
    }

    private static void join(House house, Person person, Role role) {
        house.journeys
                .rooms
                .organisations()
                .join(person.account.id(), house.id, role, false, house.journeys.clock.instant());
    }
}
