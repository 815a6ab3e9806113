package dev.countersign.journeys.organisation;

import static dev.countersign.journeys.organisation.House.done;
import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.device.Devices;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Whoever an organisation does something to is told by mail, once, and nobody else is.
class MemberToldTest {

    @EachDatabase
    void memberWhenTheirRoleChangesOrTheyAreRemovedThenToldByWhom(Databases databases) {
        House house = house(databases);
        Person person = member(house);
        String id = person.account.id();
        Session owner = house.of(house.owner);
        Memberships memberships = house.journeys.memberships;
        house.journeys.sent();

        done(memberships.changeRole(owner, house.id, id, Role.ADMIN, HOME));
        done(memberships.changeRole(owner, house.id, id, Role.ADMIN, HOME));
        assertThat(told(house, person, MessageKind.ROLE_CHANGED))
                .singleElement()
                .satisfies(mail -> assertThat(mail.fields())
                        .containsEntry("role", "admin")
                        .containsEntry("organisation", "Linden & Hart")
                        .containsEntry("by", house.owner.account.name()));

        done(memberships.remove(owner, house.id, id, HOME));
        assertThat(told(house, person, MessageKind.MEMBER_REMOVED))
                .singleElement()
                .satisfies(mail -> assertThat(mail.fields()).containsEntry("organisation", "Linden & Hart"));
    }

    @EachDatabase
    void memberWhenLeavingThenNotTold(Databases databases) {
        House house = house(databases);
        Person person = member(house);
        Session own = house.of(person);
        house.journeys.sent();

        done(house.journeys.memberships.leave(own, house.id, HOME));

        assertThat(house.journeys.sent()).isEmpty();
    }

    @EachDatabase
    void memberWhenSignedOutOrForgottenThenToldWhereTheyHadSomethingToLose(Databases databases) {
        House house = house(databases);
        Person person = member(house);
        String id = person.account.id();
        Session owner = house.of(house.owner);
        MemberActions actions = house.journeys.memberActions;
        house.of(person);
        house.journeys.sent();

        done(actions.signOut(owner, house.id, id, HOME));
        assertThat(told(house, person, MessageKind.SIGNED_OUT))
                .singleElement()
                .satisfies(mail -> assertThat(mail.fields()).containsEntry("by", house.owner.account.name()));
        done(actions.signOut(owner, house.id, id, HOME));
        Instant now = house.journeys.clock.instant();
        Devices devices = house.journeys.rooms.devices();
        String device = devices.register("Firefox on macOS", now).deviceId();
        devices.seen(id, device, HOME, now);
        devices.remember(
                devices.hold(id, device), person.account.epoch(), new Devices.Caps(Duration.ofDays(30), 10, 10), now);
        done(actions.forgetDevices(owner, house.id, id, HOME));
        done(actions.forgetDevices(owner, house.id, id, HOME));

        List<Message> sent = house.journeys.sent();
        assertThat(sent).extracting(Message::kind).doesNotContain(MessageKind.SIGNED_OUT);
        assertThat(sent.stream().filter(mail -> mail.kind() == MessageKind.DEVICES_FORGOTTEN))
                .hasSize(1);
    }

    @EachDatabase
    void memberWhenRemindedInTheirDaysOfGraceThenTheMailNamesTheDate(Databases databases) {
        House house = house(databases);
        Person person = member(house);
        Instant now = house.journeys.clock.instant();
        house.journeys
                .rooms
                .policies()
                .set(
                        house.id,
                        Journeys.changed(
                                p -> p.enrolment(Policy.Enrolment.REQUIRED).graceDays(10)),
                        now);
        Session owner = house.of(house.owner);
        house.journeys.sent();

        done(house.journeys.memberActions.remind(owner, house.id, person.account.id(), HOME));

        assertThat(told(house, person, MessageKind.REMINDER))
                .singleElement()
                .satisfies(mail -> assertThat(mail.fields())
                        .containsEntry(
                                "date",
                                String.valueOf(now.plus(Duration.ofDays(10)).toEpochMilli())));
    }

    @EachDatabase
    void resetWhenNobodyMayApproveItYetThenSaidBeforeAndTheOthersLearnOfIt(Databases databases) {
        House house = house(databases);
        Person person = member(house);
        Person admin = member(house);
        Session owner = house.of(house.owner);
        done(house.journeys.memberships.changeRole(owner, house.id, admin.account.id(), Role.ADMIN, HOME));
        house.journeys
                .rooms
                .policies()
                .set(
                        house.id,
                        Journeys.changed(p -> p.resetBy(Policy.ResetBy.TWO_ADMINS)),
                        house.journeys.clock.instant());
        String id = person.account.id();
        house.journeys.sent();

        assertThat(approvable(house, owner, id)).isFalse();
        done(house.journeys.memberResets.reset(owner, house.id, id, "checked", HOME));
        assertThat(told(house, admin, MessageKind.RESET_APPROVAL)).hasSize(1);
        house.journeys.clock.advance(Duration.ofDays(7).plusMinutes(1));
        assertThat(approvable(house, house.of(house.owner), id)).isTrue();
    }

    private static boolean approvable(House house, Session by, String id) {
        return done(house.journeys.memberLists.profile(by, house.id, id))
                .resetAsks()
                .approvable();
    }

    private static House house(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        return House.of(journeys, journeys.confirmed("en", "UTC"));
    }

    private static Person member(House house) {
        Person person = house.journeys.confirmed("en", "UTC");
        house.journeys
                .rooms
                .organisations()
                .join(person.account.id(), house.id, Role.MEMBER, true, house.journeys.clock.instant());
        return person;
    }

    private static List<Message> told(House house, Person person, MessageKind kind) {
        return house.journeys.sent().stream()
                .filter(mail -> mail.kind() == kind && mail.to().equals(person.account.email()))
                .toList();
    }
}
