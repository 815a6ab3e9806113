package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInOutcome.LinkNeeded;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.List;

class SignInPermitsTest {
    /// Strangers' failures of a day, on record without a hash for each.
    private static void attack(Journeys journeys, String email) {
        String hash = journeys.rooms.box().keyedHash("email", new EmailAddress(email).key());
        for (int i = 0; i < Limits.PASSWORDS_A_DAY; i++) {
            journeys.rooms.throttle().tally(Limits.passwordTally(hash), journeys.clock.instant());
        }
    }

    private static SignInOutcome start(Journeys journeys, String email, Origin origin) {
        return journeys.signIns.start(new PasswordSignIn(email, PASSWORD, null, true, origin));
    }

    private static String token(Message mail) {
        String link = String.valueOf(mail.fields().get("link"));
        return link.substring(link.lastIndexOf('/') + 1);
    }

    private static Person attacked(Journeys journeys) {
        Person person = journeys.confirmed("en", "UTC");
        person.arrive();
        attack(journeys, person.account.email());
        journeys.sent();
        return person;
    }

    @EachDatabase
    void signInWhenUnderAttackThenNeedsTheLinkOnANewDeviceAndNoneOnAKnownOne(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = attacked(journeys);
        String email = person.account.email();

        as(LinkNeeded.class, start(journeys, email, ELSEWHERE));
        as(SignInOutcome.SignedIn.class, person.start());

        Message mail = journeys.sent().getFirst();
        assertThat(mail.kind()).isEqualTo(MessageKind.SIGN_IN_LINK);
        assertThat(mail.to()).isEqualTo(email);
        assertThat(mail.fields())
                .containsEntry("network", ELSEWHERE.network())
                .containsEntry("browser", ELSEWHERE.browser());
        String token = token(mail);
        assertThat(journeys.signInPermits.look(token, HOME)).isPresent();
        as(LinkNeeded.class, start(journeys, email, ELSEWHERE));

        assertThat(journeys.signInPermits.allow(token, HOME)).isPresent();
        as(SignInOutcome.Challenged.class, start(journeys, email, ELSEWHERE));
        as(LinkNeeded.class, start(journeys, email, new Origin("203.0.113.77", "curl")));
        assertThat(journeys.signInPermits.allow(token, HOME)).isEmpty();
        assertThat(journeys.events(person)).contains("sign-in-link-sent", "sign-in-allowed", "link-reused");

        journeys.clock.advance(SignInPermits.ALLOWED);
        as(LinkNeeded.class, start(journeys, email, ELSEWHERE));
    }

    @EachDatabase
    void linkWhenOpenedByTheNetworkOfSomebodyElseThenLetsTheAskerInAndNotTheOpener(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = attacked(journeys);
        start(journeys, person.account.email(), ELSEWHERE);
        journeys.signInPermits.allow(token(journeys.sent().getFirst()), HOME);

        as(LinkNeeded.class, start(journeys, person.account.email(), HOME));
    }

    @EachDatabase
    void linkWhenTooOldThenAllowsNothing(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = attacked(journeys);
        start(journeys, person.account.email(), ELSEWHERE);
        String token = token(journeys.sent().getFirst());
        journeys.clock.advance(SignInPermits.LINK);

        assertThat(journeys.signInPermits.look(token, HOME)).isEmpty();
        assertThat(journeys.signInPermits.allow(token, HOME)).isEmpty();
        assertThat(journeys.signInPermits.allow("cs_permit_unknown", HOME)).isEmpty();
    }

    @EachDatabase
    void linkWhenUsedTwentyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = attacked(journeys);
        start(journeys, person.account.email(), ELSEWHERE);
        String token = token(journeys.sent().getFirst());

        var allowed =
                AtOnce.run(20, _ -> journeys.signInPermits.allow(token, HOME).isPresent());

        assertThat(allowed).containsOnlyOnce(true);
    }

    @EachDatabase
    void passwordWhenGuessedWithoutALinkThenIsNeverLookedAtAndMailsAreFew(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Person person = attacked(journeys);
        for (int i = 0; i < 20; i++) {
            as(LinkNeeded.class, start(journeys, person.account.email(), new Origin("203.0.113." + i, "curl")));
            as(
                    LinkNeeded.class,
                    journeys.signIns.start(
                            new PasswordSignIn(person.account.email(), "wrong " + i, null, false, ELSEWHERE)));
        }

        List<Message> mails = journeys.sent();
        assertThat(mails).hasSizeLessThanOrEqualTo(4).isNotEmpty();
        assertThat(journeys.count("select count(*) from audit_event where type = 'sign-in-failed'"))
                .isZero();
    }

    @EachDatabase
    void addressWhenItHasNoAccountThenIsAnsweredTheSameAndNothingIsSent(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        attack(journeys, "nobody@example.org");

        as(LinkNeeded.class, start(journeys, "nobody@example.org", ELSEWHERE));
        assertThat(journeys.sent()).isEmpty();
    }

    @EachDatabase
    void signInWhereNoMailCanBeSentThenStrangersWaitLongerInstead(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Person person = journeys.person();
        attack(journeys, person.account.email());

        as(SignInOutcome.SignedIn.class, start(journeys, person.account.email(), ELSEWHERE));
        as(
                SignInOutcome.InvalidCredentials.class,
                journeys.signIns.start(new PasswordSignIn(person.account.email(), "wrong", null, true, ELSEWHERE)));
        journeys.signIns.start(new PasswordSignIn(person.account.email(), "wrong", null, true, ELSEWHERE));
        SignInOutcome.Delayed delayed =
                as(SignInOutcome.Delayed.class, start(journeys, person.account.email(), ELSEWHERE));
        assertThat(delayed.until()).isAfter(journeys.clock.instant().plus(Duration.ofMinutes(14)));
    }
}
