package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.Notices;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// "This wasn't me", and all that it ends.
class NotMeTest {
    private static final String NEW = "a wholly new heron";

    @EachDatabase
    void linkWhenUsedThenEverythingIsOverButTheFactors(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        SignedIn in = person.signIn(true);
        String remembered = person.device;
        person.device = null;
        Challenged half = person.challenged();
        var pending = as(
                        BeginOutcome.Begun.class,
                        journeys.enrolments.beginTotp(new Enroller.BySession(in.session()), "aegis", HOME))
                .pending();
        String oldLink = journeys.passwordChanges.newLink(person.account.id()).text();
        String link = token(notice(journeys));
        journeys.passwordChanges.sendLink(person.account.email(), ELSEWHERE);

        assertThat(journeys.notMe.look(link, HOME)).contains(person.account.email());
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.notMe.act(link, HOME)).contains(person.account.email());

        assertThat(person.present(in)).isFalse();
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(half, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(journeys.enrolments.confirm(new Enroller.BySession(in.session()), pending.id(), person.code(), HOME))
                .isNotInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(journeys.passwordChanges.linkGood(oldLink)).isEmpty();
        person.device = remembered;
        assertThat(person.start()).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
        assertThat(journeys.events(person)).contains("not-me", "password-link-made");

        // The link that was asked for before, and had not gone out, never does.
        Message mail = mailed(journeys);
        assertThat(mail.to()).isEqualTo(person.account.email());
        assertThat(journeys.passwordChanges.byLink(token(mail), NEW, HOME))
                .isInstanceOf(NewPasswordOutcome.Changed.class);
        Challenged challenged = as(Challenged.class, person.start(NEW, HOME));
        assertThat(person.answer(challenged, person.code())).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void linkWhenUsedTwentyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        person.signIn();
        String link = token(notice(journeys));
        long epoch = person.now().epoch();

        List<Optional<String>> outcomes = AtOnce.run(20, _ -> journeys.notMe.act(link, HOME));

        assertThat(outcomes).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(person.now().epoch()).isEqualTo(epoch + 1);
        mailed(journeys);
        assertThat(journeys.events(person)).filteredOn("not-me"::equals).hasSize(1);
        assertThat(journeys.events(person)).filteredOn("link-reused"::equals).hasSize(19);
    }

    @EachDatabase
    void linkWhenOldUsedOrUnknownThenIsRefusedAndAReuseIsOnRecord(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        person.signIn();
        String late = token(notice(journeys));
        journeys.clock.advance(Notices.LIFE.minusMillis(1));
        assertThat(journeys.notMe.look(late, HOME)).isPresent();
        journeys.clock.advance(Duration.ofMillis(1));

        assertThat(journeys.notMe.look(late, HOME)).isEmpty();
        assertThat(journeys.notMe.act(late, HOME)).isEmpty();
        assertThat(journeys.notMe.act("cs_notme_" + "a".repeat(43), HOME)).isEmpty();
        assertThat(person.now().epoch()).isEqualTo(1);
        assertThat(journeys.events(person)).doesNotContain("link-reused", "not-me");

        person.device = null;
        person.signIn();
        String link = token(notice(journeys));
        journeys.notMe.act(link, HOME);
        journeys.sent();
        assertThat(journeys.notMe.look(link, ELSEWHERE)).isEmpty();
        assertThat(journeys.events(person)).contains("link-reused");
        assertThat(journeys.notMe.act(link, ELSEWHERE)).isEmpty();
        assertThat(journeys.sent()).isEmpty();
    }

    /// Whoever took the account over has changed the password since, and perhaps more.
    @EachDatabase
    void linkWhenTheEpochHasMovedOnThenStillWorks(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        SignedIn thief = person.signIn();
        String link = token(notice(journeys));
        journeys.passwordChanges.change(thief.session(), PASSWORD, NEW, ELSEWHERE);
        journeys.sent();

        assertThat(journeys.notMe.act(link, HOME)).isPresent();

        assertThat(person.present(thief)).isFalse();
        assertThat(person.start(NEW, ELSEWHERE)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
    }

    @EachDatabase
    void linkWhenTheAddressWasChangedThenThePasswordLinkGoesToTheOneBefore(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = enrolled(journeys);
        journeys.rooms
                .notices()
                .tellAt(
                        "new@example.org",
                        person.now(),
                        NoticeEvent.EMAIL_CHANGED,
                        Map.of(),
                        ELSEWHERE,
                        journeys.clock.instant());
        Message told = notice(journeys);
        assertThat(told.to()).isEqualTo("new@example.org");

        assertThat(journeys.notMe.act(token(told), HOME)).contains(person.account.email());

        assertThat(mailed(journeys).to()).isEqualTo(person.account.email());
    }

    private static Person enrolled(Journeys journeys) {
        Person person = journeys.confirmed("en", "UTC");
        person.enrol(as(SignedIn.class, person.arrive()));
        person.device = null;
        journeys.clock.advance(Duration.ofSeconds(30));
        journeys.sent();
        return person;
    }

    private static Message notice(Journeys journeys) {
        return single(journeys, MessageKind.NOTICE);
    }

    private static Message mailed(Journeys journeys) {
        return single(journeys, MessageKind.PASSWORD_LINK);
    }

    private static Message single(Journeys journeys, MessageKind kind) {
        List<Message> mails = journeys.sent();
        assertThat(mails).singleElement().extracting(Message::kind).isEqualTo(kind);
        return mails.getFirst();
    }

    private static String token(Message mail) {
        return mail.fields().get("link").replaceFirst(".*/", "");
    }
}
