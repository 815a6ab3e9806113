package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

/// New passwords, and all that they end.
class PasswordChangeTest {
    private static final String NEW = "a wholly new heron";

    @EachDatabase
    void passwordWhenChangedThenEverythingElseOfTheAccountIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn other = person.signIn(true);
        String remembered = person.device;
        person.device = null;
        SignedIn in = person.signIn();
        Challenged half = person.challenged();
        var pending = as(
                        BeginOutcome.Begun.class,
                        journeys.enrolments.beginTotp(new Enroller.BySession(in.session()), "aegis", HOME))
                .pending();
        String link = journeys.passwordChanges.newLink(person.account.id()).text();

        assertThat(journeys.passwordChanges.change(in.session(), PASSWORD, NEW, HOME))
                .isInstanceOf(NewPasswordOutcome.Changed.class);

        assertThat(person.present(in)).isTrue();
        assertThat(person.present(other)).isFalse();
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(half, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(journeys.passwordChanges.linkGood(link)).isEmpty();
        assertThat(journeys.passwordChanges.byLink(link, NEW, HOME)).isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
        var present = (dev.countersign.journeys.signin.Presence.Present)
                journeys.visits.present(in.token().text());
        person.secret = pending.secret();
        assertThat(journeys.enrolments.confirm(
                        new Enroller.BySession(present.session()), pending.id(), person.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Expired.class);
        assertThat(person.start()).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        person.device = remembered;
        assertThat(person.start(NEW, HOME)).isInstanceOf(Challenged.class);
        assertThat(journeys.events(person)).contains("password-changed");
    }

    @EachDatabase
    void passwordWhenTheCurrentOneIsWrongOrTheNewOneBadThenNothingChanges(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();

        assertThat(journeys.passwordChanges.change(in.session(), "wrong password", NEW, HOME))
                .isInstanceOf(NewPasswordOutcome.WrongCurrent.class);
        assertThat(journeys.passwordChanges.change(in.session(), PASSWORD, "short", HOME))
                .isEqualTo(new NewPasswordOutcome.Refused("too-short"));
        assertThat(journeys.passwordChanges.change(in.session(), PASSWORD, "password1", HOME))
                .isEqualTo(new NewPasswordOutcome.Refused("leaked"));
        assertThat(journeys.passwordChanges.change(in.session(), PASSWORD, person.account.email(), HOME))
                .isEqualTo(new NewPasswordOutcome.Refused("personal"));
        for (int i = 0; i < 5; i++) {
            journeys.passwordChanges.change(in.session(), "wrong password", NEW, HOME);
        }
        assertThat(journeys.passwordChanges.change(in.session(), PASSWORD, NEW, HOME))
                .isInstanceOf(NewPasswordOutcome.Delayed.class);
        assertThat(person.now().epoch()).isZero();
        assertThat(person.start()).isInstanceOf(SignedIn.class);
        assertThat(journeys.events(person)).contains("password-change-refused");
    }

    @EachDatabase
    void sessionWhenItEndedThenItChangesNothingMore(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn thief = person.signIn();
        SignedIn in = person.signIn();
        journeys.visits.endOtherSessions(in.session(), HOME);
        String factor =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();

        assertThat(journeys.passwordChanges.change(thief.session(), PASSWORD, NEW, ELSEWHERE))
                .isNotInstanceOf(NewPasswordOutcome.Changed.class);
        assertThat(journeys.enrolments.remove(thief.session(), factor, ELSEWHERE))
                .isNotInstanceOf(dev.countersign.journeys.enrolment.RemoveOutcome.Removed.class);
        assertThat(person.present(in)).isTrue();
        assertThat(person.now().epoch()).isEqualTo(1);
    }

    @EachDatabase
    void linkWhenUsedThenItSetsThePasswordEndsEverythingAndSignsNobodyIn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn(true);
        String link = journeys.passwordChanges.newLink(person.account.id()).text();
        String second = journeys.passwordChanges.newLink(person.account.id()).text();
        assertThat(journeys.passwordChanges.linkGood(link))
                .contains(new PasswordChanges.LinkOwner(person.account.id(), person.account.email(), false));
        assertThat(journeys.passwordChanges.byLink(link, "short", HOME)).isInstanceOf(NewPasswordOutcome.Refused.class);
        long sessions = journeys.count("select count(*) from session where epoch > 1");

        assertThat(journeys.passwordChanges.byLink(link, NEW, HOME)).isInstanceOf(NewPasswordOutcome.Changed.class);

        assertThat(journeys.count("select count(*) from session where epoch > 1"))
                .isEqualTo(sessions);
        assertThat(person.present(in)).isFalse();
        assertThat(person.start(NEW, HOME)).isInstanceOf(Challenged.class);
        assertThat(journeys.passwordChanges.byLink(second, NEW, HOME))
                .isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
        assertThat(journeys.passwordChanges.byLink(link, NEW, HOME)).isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
        assertThat(journeys.events(person))
                .contains("password-link-made", "password-link-used", "password-changed", "link-reused");

        String late = journeys.passwordChanges.newLink(person.account.id()).text();
        journeys.clock.advance(PasswordChanges.LINK);
        assertThat(journeys.passwordChanges.linkGood(late)).isEmpty();
        assertThat(journeys.passwordChanges.byLink(late, NEW, HOME)).isInstanceOf(NewPasswordOutcome.LinkNotGood.class);
    }
}
