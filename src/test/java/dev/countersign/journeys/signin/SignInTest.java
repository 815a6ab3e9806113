package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The first step, and what it leads to.
class SignInTest {

    @EachDatabase
    void passwordWhenTheAccountHasNoFactorThenASessionThatSaysSo(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();

        SignedIn in = as(SignedIn.class, person.start());

        assertThat(in.owes()).containsExactly(Owed.ENROLMENT_RECOMMENDED);
        assertThat(in.session().amr()).containsExactly("pwd");
        assertThat(in.session().acr(Duration.ofHours(24), journeys.clock.instant()))
                .isEqualTo("urn:countersign:aal1");
        assertThat(in.session().authTime()).isEqualTo(journeys.clock.instant());
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.events(person))
                .containsExactlyInAnyOrder("account-created", "signed-in", "new-device-signed-in");
    }

    @EachDatabase
    void emailWhenTypedInAnotherCaseThenItIsTheSameAccount(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();

        SignInOutcome outcome = journeys.signIns.start(new PasswordSignIn(
                "  " + person.account.email().toUpperCase(java.util.Locale.ROOT) + " ", PASSWORD, null, true, HOME));

        assertThat(as(SignedIn.class, outcome).account().id()).isEqualTo(person.account.id());
    }

    @EachDatabase
    void passwordAndCodeWhenRightThenASessionWithBothProofs(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();

        Challenged challenged = person.challenged();
        Instant passwordAt = journeys.clock.instant();
        journeys.clock.advance(Duration.ofSeconds(30));
        SignedIn in = as(SignedIn.class, person.answer(challenged, person.code()));

        assertThat(challenged.challenge().ways())
                .extracting(Challenge.Way::type)
                .containsExactly(FactorType.TOTP, FactorType.BACKUP_CODE);
        assertThat(challenged.challenge().attemptsLeft()).isEqualTo(5);
        assertThat(in.session().amr()).containsExactly("pwd", "otp", "mfa");
        assertThat(in.session().provenAt(FactorType.PASSWORD)).contains(passwordAt);
        assertThat(in.session().authTime()).isEqualTo(journeys.clock.instant());
        assertThat(in.session().acr(Duration.ofHours(24), journeys.clock.instant()))
                .isEqualTo("urn:countersign:aal2");
        assertThat(in.session()
                        .acr(Duration.ofHours(24), journeys.clock.instant().plus(Duration.ofHours(25))))
                .isEqualTo("urn:countersign:aal1");
        assertThat(journeys.visits.present(in.token().text())).isInstanceOf(Presence.Present.class);
    }

    @EachDatabase
    void policyWhenItRequiresThenOnlyTheLeaveToEnrolIsGivenAndItEndsInASession(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.enrolment(Enrolment.REQUIRED));
        Journeys.Person person = journeys.person();

        var must = as(SignInOutcome.MustEnrol.class, person.start());
        assertThat(must.grant().skippableUntil()).isNull();
        assertThat(must.grant().types()).containsExactlyInAnyOrder(FactorType.PASSKEY, FactorType.TOTP);
        assertThat(journeys.count("select count(*) from session")).isZero();
        assertThat(journeys.visits.present(must.token().text())).isInstanceOf(Presence.Absent.class);
        assertThat(journeys.enrolments.skip(must.grant(), HOME))
                .isInstanceOf(dev.countersign.journeys.enrolment.SkipOutcome.Refused.class);

        var confirmed = person.enrol(new dev.countersign.journeys.enrolment.Enroller.ByGrant(must.grant()));
        SignedIn in = as(SignedIn.class, confirmed.entry());
        assertThat(confirmed.backupCodes()).hasSize(10);
        assertThat(in.session().amr()).containsExactly("pwd", "otp", "mfa");
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.signIns.grant(must.token().text())).isEmpty();
    }

    @EachDatabase
    void unknownAddressAndWrongPasswordWhenTriedThenTheyAreAlike(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Map<String, Long> before = counts(journeys);

        SignInOutcome wrong = journeys.signIns.start(attempt(person.account.email(), "wrong password", HOME));
        Map<String, Long> afterWrong = counts(journeys);
        SignInOutcome unknown = journeys.signIns.start(attempt("nobody@example.org", "wrong password", HOME));
        Map<String, Long> afterUnknown = counts(journeys);
        SignInOutcome nonsense = journeys.signIns.start(attempt("no address", "wrong password", HOME));
        Map<String, Long> afterNonsense = counts(journeys);

        assertThat(wrong).isEqualTo(unknown).isEqualTo(nonsense).isEqualTo(new SignInOutcome.InvalidCredentials());
        Map<String, Long> written = minus(afterWrong, before);
        assertThat(written)
                .containsEntry("audit_event", 1L)
                .containsEntry("throttle", 1L)
                .containsEntry("challenge", 0L);
        assertThat(minus(afterUnknown, afterWrong)).isEqualTo(written);
        assertThat(minus(afterNonsense, afterUnknown)).isEqualTo(written);
        assertThat(journeys.rows("select distinct type from audit_event where type like 'sign-in%'"))
                .hasSize(1);
    }

    @EachDatabase
    void failuresWhenFiveAreMadeThenWaitsDoubleForKnownAndUnknownAlike(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        String known = journeys.person().account.email();
        for (String email : List.of(known, "nobody@example.org")) {
            for (int i = 0; i < 5; i++) {
                assertThat(journeys.signIns.start(attempt(email, "wrong password", ELSEWHERE)))
                        .isInstanceOf(SignInOutcome.InvalidCredentials.class);
            }
            long wait = 1;
            for (int i = 0; i < 12; i++) {
                Instant until = journeys.clock.instant().plusSeconds(Math.min(wait, 900));
                assertThat(journeys.signIns.start(attempt(email, "wrong password", ELSEWHERE)))
                        .isEqualTo(new SignInOutcome.Delayed(until));
                journeys.clock.set(until);
                assertThat(journeys.signIns.start(attempt(email, "wrong password", ELSEWHERE)))
                        .isInstanceOf(SignInOutcome.InvalidCredentials.class);
                wait *= 2;
            }
        }
    }

    @EachDatabase
    void strangerWhenFailingElsewhereThenTheOwnerIsNeitherDelayedNorLocked(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn before = person.signIn();
        fail(journeys, person, 20, ELSEWHERE);

        assertThat(person.signIn().account()).isEqualTo(person.now());
        assertThat(person.present(before)).isTrue();

        // The owner at the same address as the stranger: a device that was seen before has a budget of its own.
        fail(journeys, person, 20, HOME);
        assertThat(person.start()).isInstanceOf(Challenged.class);
        String own = person.device;
        person.device = null;
        assertThat(person.start()).isInstanceOf(SignInOutcome.Delayed.class);

        // The device's own budget ends as well.
        person.device = own;
        for (int i = 0; i < 5; i++) {
            assertThat(person.start("wrong password", HOME)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        }
        assertThat(person.start()).isInstanceOf(SignInOutcome.Delayed.class);
    }

    @EachDatabase
    void failuresWhenAHundredAreMadeInADayThenStrangersWaitLongerAndKnownDevicesDoNot(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        person.signIn();
        String own = person.device;
        for (int network = 0; network < 20; network++) {
            fail(journeys, person, 5, new Origin("10.0.0." + network, "curl"));
        }
        Origin fresh = new Origin("10.9.9.9", "curl");

        assertThat(journeys.signIns.start(attempt(person.account.email(), "wrong password", fresh)))
                .isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(journeys.signIns.start(attempt(person.account.email(), PASSWORD, fresh)))
                .isEqualTo(new SignInOutcome.Delayed(journeys.clock.instant().plus(Duration.ofMinutes(15))));
        person.device = own;
        assertThat(person.start()).isInstanceOf(SignedIn.class);

        journeys.clock.advance(Duration.ofDays(1));
        for (int i = 0; i < 4; i++) {
            assertThat(journeys.signIns.start(
                            attempt(person.account.email(), "wrong password", new Origin("10.7.7.7", "curl"))))
                    .isInstanceOf(SignInOutcome.InvalidCredentials.class);
        }
    }

    @EachDatabase
    void waitWhenItIsAskedThenItIsOnRecord(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        fail(journeys, person, 6, ELSEWHERE);

        assertThat(journeys.events(person).stream().filter("sign-in-failed"::equals))
                .hasSize(5);
        assertThat(journeys.events(person)).containsOnlyOnce("sign-in-delayed");
    }

    @EachDatabase
    void successWhenItComesAfterFailuresThenTheRunIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        fail(journeys, person, 4, ELSEWHERE);
        assertThat(journeys.signIns.start(attempt(person.account.email(), PASSWORD, ELSEWHERE)))
                .isInstanceOf(SignedIn.class);
        fail(journeys, person, 4, ELSEWHERE);

        assertThat(journeys.signIns.start(attempt(person.account.email(), PASSWORD, ELSEWHERE)))
                .isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void passwordWhenLongerThanAnyThenItIsWrongAndNothingElse(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();

        assertThat(person.start("x".repeat(300), HOME)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(person.start("", HOME)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(journeys.signIns.start(attempt("x".repeat(5_000), "y", HOME)))
                .isInstanceOf(SignInOutcome.InvalidCredentials.class);
    }

    private static void fail(Journeys journeys, Journeys.Person person, int times, Origin origin) {
        IntStream.range(0, times)
                .forEach(i -> journeys.signIns.start(attempt(person.account.email(), "wrong password", origin)));
    }

    private static PasswordSignIn attempt(String email, String password, Origin origin) {
        return new PasswordSignIn(email, password, null, true, origin);
    }

    private static Map<String, Long> counts(Journeys journeys) {
        return List.of("audit_event", "throttle", "throttle_day", "challenge", "session", "device", "account").stream()
                .collect(java.util.stream.Collectors.toMap(t -> t, t -> journeys.count("select count(*) from " + t)));
    }

    private static Map<String, Long> minus(Map<String, Long> after, Map<String, Long> before) {
        return after.keySet().stream()
                .collect(java.util.stream.Collectors.toMap(t -> t, t -> after.get(t) - before.get(t)));
    }
}
