package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

/// Open sessions: how long they last, and who ends them.
class VisitsTest {

    @EachDatabase
    void sessionWhenItsTimeIsOverThenItIsGoneAndAShorterPolicyIsFeltAtOnce(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        journeys.clock.advance(Duration.ofDays(180).minusMillis(1));
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.restarted(p -> p.sessionMinutes(60))
                        .visits
                        .present(in.token().text()))
                .isInstanceOf(Presence.Absent.class);
        journeys.clock.advance(Duration.ofMillis(1));
        assertThat(person.present(in)).isFalse();
        assertThat(journeys.visits.present("cs_session_nonsense")).isInstanceOf(Presence.Absent.class);
        assertThat(journeys.visits.present("")).isInstanceOf(Presence.Absent.class);
    }

    @EachDatabase
    void sessionWhenIdleForLongerThanPolicyAllowsThenItIsGone(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.idleMinutes(30));
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        for (int i = 0; i < 5; i++) {
            journeys.clock.advance(Duration.ofMinutes(29));
            assertThat(person.present(in)).isTrue();
        }
        journeys.clock.advance(Duration.ofMinutes(31));
        assertThat(person.present(in)).isFalse();
    }

    @EachDatabase
    void adminsWhenIdleThenTheirOwnLimitEndsTheirsOnly(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.idleMinutes(60).adminIdleMinutes(15));
        Journeys.Person owner = journeys.person();
        Journeys.Person member = journeys.person();
        journeys.rooms.organisations().create("Herons", owner.account.id(), journeys.clock.instant());
        SignedIn owners = owner.signIn();
        SignedIn members = member.signIn();
        journeys.clock.advance(Duration.ofMinutes(16));

        assertThat(owner.present(owners)).isFalse();
        assertThat(member.present(members)).isTrue();
    }

    @EachDatabase
    void useWhenNotedThenToTheMinuteAndNeverBackwards(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        var created = journeys.clock.instant();
        journeys.clock.advance(Duration.ofSeconds(59));
        person.present(in);
        assertThat(lastUsed(journeys, in)).isEqualTo(created);
        journeys.clock.advance(Duration.ofSeconds(2));
        person.present(in);
        assertThat(lastUsed(journeys, in)).isEqualTo(journeys.clock.instant());
        var latest = journeys.clock.instant();
        journeys.clock.advance(Duration.ofHours(-2));
        assertThat(person.present(in)).isTrue();
        assertThat(lastUsed(journeys, in)).isEqualTo(latest);
    }

    @EachDatabase
    void sessionsWhenEndedFromTheListThenThoseAndOnlyThose(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn strangers = journeys.person().signIn();
        SignedIn one = person.signIn();
        SignedIn two = person.signIn();
        SignedIn three = person.signIn();

        assertThat(journeys.visits.sessions(one.session())).hasSize(3);
        assertThat(journeys.visits.endSession(one.session(), strangers.session().id(), HOME))
                .isFalse();
        assertThat(journeys.visits.endSession(one.session(), two.session().id(), HOME))
                .isTrue();
        assertThat(person.present(two)).isFalse();
        assertThat(journeys.visits.endOtherSessions(one.session(), HOME)).isEqualTo(1);
        assertThat(person.present(one)).isTrue();
        assertThat(person.present(three)).isFalse();
        assertThat(person.present(strangers)).isTrue();
        assertThat(journeys.events(person)).contains("session-ended", "other-sessions-ended");
    }

    @EachDatabase
    void othersWhenEndedThenThoseThatWereOverAlreadyAreNotCounted(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        person.signIn();
        person.signIn();
        SignedIn in = as(SignedIn.class, person.enrol(person.signIn()).entry());

        assertThat(journeys.visits.sessions(in.session())).hasSize(1);
        assertThat(journeys.visits.endOtherSessions(in.session(), HOME)).isZero();
    }

    @EachDatabase
    void profileWhenChangedThenItIsKeptAndOnRecord(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();

        journeys.visits.changeProfile(in.session(), "Ada Lovelace", "es", "Europe/Madrid", HOME);

        assertThat(person.now())
                .extracting(a -> a.name(), a -> a.locale(), a -> a.timeZone(), a -> a.epoch())
                .containsExactly("Ada Lovelace", "es", "Europe/Madrid", 0L);
        assertThat(journeys.events(person)).contains("profile-changed");
        assertThat(person.present(in)).isTrue();
    }

    @EachDatabase
    void bannerWhenPutAwayThenItIsHiddenForAWeek(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        journeys.enrolments.hideBanner(in.session());
        assertThat(((Presence.Present) journeys.visits.present(in.token().text())).bannerHidden())
                .isTrue();
        journeys.clock.advance(Duration.ofDays(7));
        assertThat(((Presence.Present) journeys.visits.present(in.token().text())).bannerHidden())
                .isFalse();
    }

    private static java.time.Instant lastUsed(Journeys journeys, SignedIn in) {
        return journeys.visits.sessions(in.session()).stream()
                .filter(s -> s.id().equals(in.session().id()))
                .findFirst()
                .orElseThrow()
                .lastUsedAt();
    }
}
