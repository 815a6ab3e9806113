package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Devices that skip the second step, and the secret that they are known by.
class RememberTest {

    @EachDatabase
    void deviceWhenThePersonTicksItThenItSkipsTheSecondStepAndTheSessionSaysSo(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().mayRemember()).isTrue();
        assertThat(challenged.challenge().rememberDays()).isEqualTo(180);
        as(SignedIn.class, person.answer(challenged, FactorType.TOTP, person.code(), true));

        SignedIn in = as(SignedIn.class, person.start());

        assertThat(in.session().byRememberedDevice()).isTrue();
        assertThat(in.session().amr()).containsExactly("pwd");
        assertThat(in.session().acr(Duration.ofHours(24), journeys.clock.instant()))
                .isEqualTo("urn:countersign:aal1");
        assertThat(in.session().authTime()).isEqualTo(journeys.clock.instant());
        assertThat(journeys.stepUps.fresh(in.session())).isFalse();
        assertThat(journeys.events(person)).contains("device-remembered");
    }

    @EachDatabase
    void deviceWhenNotTickedOrPolicySaysOffThenItIsNotRemembered(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        person.signIn(false);
        assertThat(person.start()).isInstanceOf(Challenged.class);

        Journeys off = Journeys.on(databases, p -> p.rememberDevice(RememberDevice.OFF));
        Journeys.Person other = off.enrolled();
        assertThat(other.challenged().challenge().rememberDays()).isZero();
        other.signIn(true);
        assertThat(other.start()).isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void deviceWhenPolicySaysAlwaysThenItIsRememberedUnaskedAndUntilPolicySaysOff(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.rememberDevice(RememberDevice.ALWAYS));
        Journeys.Person person = journeys.enrolled();
        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().mayRemember()).isFalse();
        person.answer(challenged, person.code());
        assertThat(person.start()).isInstanceOf(SignedIn.class);

        Journeys off = journeys.restarted(p -> p.rememberDevice(RememberDevice.OFF));
        assertThat(off.signIns.start(new PasswordSignIn(person.account.email(), PASSWORD, person.device, true, HOME)))
                .isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void deviceWhenItsTimeIsOverThenItIsAskedAgain(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        person.signIn(true);
        journeys.clock.advance(Duration.ofDays(180).minusSeconds(1));
        assertThat(person.start()).isInstanceOf(SignedIn.class);
        journeys.clock.advance(Duration.ofSeconds(1));
        assertThat(person.start()).isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void appWhenItHasNoCookiesThenItIsGivenADeviceToken(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Challenged challenged = as(
                Challenged.class,
                journeys.signIns.start(new PasswordSignIn(person.account.email(), PASSWORD, null, false, HOME)));
        assertThat(challenged.device()).isNull();
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.TOTP, person.code(), true));

        assertThat(in.device()).isNotNull();
        assertThat(journeys.signIns.start(new PasswordSignIn(
                        person.account.email(), PASSWORD, in.device().text(), false, HOME)))
                .isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void deviceWhenItIsRememberedForOneAccountThenNotForAnother(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Journeys.Person other = journeys.enrolled();
        person.signIn(true);
        other.device = person.device;

        assertThat(other.start()).isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void devicesWhenMoreThanTenThenTheLeastRecentlyUsedIsForgottenAndThatIsOnRecord(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            person.device = null;
            person.signIn(true);
            secrets.add(person.device);
        }

        assertThat(journeys.events(person).stream().filter("device-forgotten"::equals))
                .hasSize(1);
        person.device = secrets.get(1);
        assertThat(person.start()).isInstanceOf(SignedIn.class);
        person.device = secrets.get(0);
        assertThat(person.start()).isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void answersWhenLostThenTheSecretBeforeGoesOnUntilItsSuccessorIsShown(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        person.signIn(true);
        String first = person.device;
        for (int lost = 0; lost < 3; lost++) {
            person.device = first;
            journeys.clock.advance(Duration.ofDays(1));
            assertThat(person.start()).isInstanceOf(SignedIn.class);
        }
        String second = person.device;
        as(SignedIn.class, person.start());
        String third = person.device;

        // Two tabs: the older secret is good for a minute after its successor was shown.
        journeys.clock.advance(Duration.ofSeconds(59));
        person.device = first;
        assertThat(person.start()).isInstanceOf(SignedIn.class);
        person.device = third;
        assertThat(person.start()).isInstanceOf(SignedIn.class);
        person.device = second;
        assertThat(person.start()).isInstanceOf(SignedIn.class);
        assertThat(journeys.events(person)).doesNotContain("device-copied");
    }

    @EachDatabase
    void secretWhenAnOlderOneComesBackThenTheDeviceIsForgottenForAllItsAccounts(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Journeys.Person other = journeys.enrolled();
        person.signIn(true);
        other.device = person.device;
        other.signIn(true);
        String copied = person.device;
        person.device = other.device;
        as(SignedIn.class, person.start());
        as(SignedIn.class, person.start());
        String current = person.device;
        journeys.clock.advance(Duration.ofSeconds(61));

        person.device = copied;
        assertThat(person.start()).isInstanceOf(Challenged.class);
        person.device = current;
        assertThat(person.start()).isInstanceOf(Challenged.class);
        assertThat(journeys.events(person)).contains("device-copied");
        assertThat(journeys.events(other)).contains("device-copied");
    }

    @EachDatabase
    void copyWhenThePasswordIsWrongThenNothingIsForgotten(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        person.signIn(true);
        String old = person.device;
        as(SignedIn.class, person.start());
        as(SignedIn.class, person.start());
        String current = person.device;
        journeys.clock.advance(Duration.ofSeconds(61));

        person.device = old;
        person.start("wrong password", HOME);
        person.device = current;
        assertThat(person.start()).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void personWhenSigningOutThenTheDeviceIsForgottenIfAskedOrIfPolicySaysSo(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn(true);
        journeys.visits.signOut(in.session(), false, HOME);
        assertThat(person.present(in)).isFalse();
        SignedIn again = as(SignedIn.class, person.start());
        journeys.visits.signOut(again.session(), true, HOME);
        assertThat(person.start()).isInstanceOf(Challenged.class);

        SignedIn third = person.signIn(true);
        journeys.restarted(p -> p.signOutForgetsDevice(true)).visits.signOut(third.session(), false, HOME);
        assertThat(person.start()).isInstanceOf(Challenged.class);
        assertThat(journeys.events(person).stream().filter("device-forgotten"::equals))
                .hasSize(2);
        assertThat(journeys.events(person).stream().filter("signed-out"::equals))
                .hasSize(3);
    }

    @EachDatabase
    void listWhenReadThenItHoldsTheAccountsDevicesAndEachCanBeForgotten(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Journeys.Person other = journeys.enrolled();
        other.signIn(true);
        SignedIn in = person.signIn(true);
        person.device = null;
        person.signIn(true);
        var devices = journeys.visits.devices(in.session());

        assertThat(devices).hasSize(2).allMatch(d -> d.browser().equals("Firefox on Linux"));
        String foreign = journeys.rooms
                .devices()
                .list(other.account.id(), journeys.clock.instant())
                .getFirst()
                .id();
        assertThat(journeys.visits.forgetDevice(in.session(), foreign, HOME)).isFalse();
        assertThat(journeys.visits.forgetDevice(in.session(), devices.getFirst().id(), HOME))
                .isTrue();
        assertThat(person.start()).isInstanceOf(Challenged.class);
        assertThat(journeys.visits.forgetDevices(in.session(), HOME)).isEqualTo(1);
        assertThat(journeys.visits.devices(in.session())).isEmpty();
        assertThat(other.start()).isInstanceOf(SignedIn.class);
    }
}
