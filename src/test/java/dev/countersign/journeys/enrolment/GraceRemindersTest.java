package dev.countersign.journeys.enrolment;

import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class GraceRemindersTest {
    private static final URI BASE = URI.create("http://localhost");

    private static GraceReminders reminders(Journeys journeys) {
        return new GraceReminders(journeys.rooms, BASE);
    }

    /// An organisation that demands two-step sign-in in so many days, with that person in it.
    private static String demanding(Journeys journeys, Journeys.Person person, int graceDays) {
        Instant now = journeys.clock.instant();
        Journeys.Person owner = journeys.confirmed("en", "UTC");
        String id = journeys.rooms.organisations().create("Linden & Hart", owner.account.id(), now);
        journeys.rooms.organisations().join(person.account.id(), id, Role.MEMBER, true, now);
        journeys.rooms
                .policies()
                .set(id, Journeys.changed(p -> p.enrolment(Enrolment.REQUIRED).graceDays(graceDays)), now);
        return id;
    }

    private static List<Message> mails(Journeys journeys, Journeys.Person person) {
        return journeys.sent().stream()
                .filter(mail -> mail.kind() == MessageKind.SET_UP_DUE)
                .filter(mail -> mail.to().equals(person.account.email()))
                .toList();
    }

    @EachDatabase
    void personWhenTheDateComesNearThenMailedThreeTimesInTheirLanguage(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("es", "Europe/Madrid");
        Instant date = journeys.clock.instant().plus(Duration.ofDays(14));
        demanding(journeys, person, 14);
        int sent = 0;
        for (int hour = 0; hour <= 15 * 24; hour += 6) {
            reminders(journeys).send();
            // The server was started again in between.
            reminders(journeys).send();
            List<Message> mails = mails(journeys, person);
            boolean due = List.of(7 * 24, 11 * 24, 13 * 24).contains(hour);
            assertThat(mails).as("after %d hours", hour).hasSize(due ? 1 : 0);
            for (Message mail : mails) {
                assertThat(mail.locale()).isEqualTo("es");
                assertThat(mail.fields()).containsEntry("date", String.valueOf(date.toEpochMilli()));
                sent++;
            }
            journeys.clock.advance(Duration.ofHours(6));
        }
        assertThat(sent).isEqualTo(3);
    }

    @EachDatabase
    void personWhenEnrolledMeanwhileThenLeftAlone(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        demanding(journeys, person, 10);
        journeys.clock.advance(Duration.ofDays(3));
        reminders(journeys).send();
        assertThat(mails(journeys, person)).hasSize(1);

        person.enrol(new Enroller.ByGrant(as(MustEnrol.class, person.arrive()).grant()));
        journeys.clock.advance(Duration.ofDays(4));
        reminders(journeys).send();

        assertThat(mails(journeys, person)).isEmpty();
    }

    @EachDatabase
    void reminderWhenTheServerWasDownThenOnlyTheNearestIsSent(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        demanding(journeys, person, 14);
        journeys.clock.advance(Duration.ofDays(12));

        reminders(journeys).send();
        reminders(journeys).send();

        assertThat(mails(journeys, person)).hasSize(1);
        journeys.clock.advance(Duration.ofDays(2));
        reminders(journeys).send();
        assertThat(mails(journeys, person)).as("the date is there").isEmpty();
    }

    @EachDatabase
    void reminderWhenTheDaysAreFewThenNoneThatLiesBeforeThem(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        demanding(journeys, person, 5);

        reminders(journeys).send();
        assertThat(mails(journeys, person)).isEmpty();
        journeys.clock.advance(Duration.ofDays(2));
        reminders(journeys).send();
        assertThat(mails(journeys, person)).hasSize(1);
    }

    @EachDatabase
    void reminderWhenSeveralNodesSendAtOnceThenOneMail(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        demanding(journeys, person, 7);

        AtOnce.run(4, _ -> {
            reminders(journeys).send();
            return true;
        });

        assertThat(mails(journeys, person)).hasSize(1);
    }

    @EachDatabase
    void reminderWhenTheInstallationDemandsThenSentToAccountsInNoOrganisation(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(p -> p.enrolment(Enrolment.REQUIRED).graceDays(7));
        Journeys.Person person = journeys.confirmed("en", "UTC");

        reminders(journeys).send();

        assertThat(mails(journeys, person)).hasSize(1);
        assertThat(person.account.createdAt()).isEqualTo(journeys.clock.instant());
    }
}
