package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.time.Instant;

/// Wrong codes count against the account, across challenges, factors and restarts.
class LockOutTest {

    @EachDatabase
    void codesWhenTenAreWrongInARowThenTypedCodesAreLockedAndEachFurtherOneLocksForTwiceAsLong(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        wrong(person, 9);
        Instant until = journeys.clock.instant().plus(Duration.ofMinutes(10));
        assertThat(person.answer(person.challenged(), person.wrongCode()))
                .isEqualTo(new VerifyOutcome.LockedOut(until));

        assertThat(person.answer(person.challenged(), person.code())).isEqualTo(new VerifyOutcome.LockedOut(until));
        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false))
                .isEqualTo(new VerifyOutcome.LockedOut(until));

        long minutes = 10;
        for (int i = 0; i < 9; i++) {
            journeys.clock.set(until);
            minutes = Math.min(minutes * 2, 24 * 60);
            until = until.plus(Duration.ofMinutes(minutes));
            assertThat(person.answer(person.challenged(), person.wrongCode()))
                    .isEqualTo(new VerifyOutcome.LockedOut(until));
        }
        assertThat(minutes).isEqualTo(24 * 60);

        journeys.clock.set(until);
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
        wrong(person, 9);
        assertThat(journeys.events(person).stream().filter("second-step-locked"::equals))
                .hasSize(10);
    }

    @EachDatabase
    void lockWhenTheServerStartsAgainThenItHolds(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        wrong(person, 10);

        Journeys again = journeys.restarted(p -> p);
        Journeys.Person same = again.person(person.account);
        same.secret = person.secret;
        assertThat(same.answer(same.challenged(), same.code())).isInstanceOf(VerifyOutcome.LockedOut.class);
        same.device = null;
        assertThat(same.start()).isInstanceOf(Challenged.class);
    }

    @EachDatabase
    void runWhenCodesOfSeveralKindsAreWrongThenTheyCountTogether(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        for (int i = 0; i < 5; i++) {
            person.answer(person.challenged(), FactorType.BACKUP_CODE, "22222-2222" + (2 + i), false);
        }
        wrong(person, 5);

        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(VerifyOutcome.LockedOut.class);
    }

    @EachDatabase
    void successWhenItComesThenTheRunIsCleared(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        for (int round = 0; round < 3; round++) {
            wrong(person, 9);
            assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
            journeys.clock.advance(Duration.ofSeconds(30));
        }
        wrong(person, 9);
        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false))
                .isInstanceOf(SignedIn.class);
        wrong(person, 9);
    }

    @EachDatabase
    void strangerWhenWithoutThePasswordThenTheSecondStepCannotBeLocked(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        for (int i = 0; i < 30; i++) {
            person.start("wrong password", Journeys.ELSEWHERE);
        }

        assertThat(person.signIn().session().secondFactor()).isPresent();
    }

    @EachDatabase
    void lockWhenItHoldsThenOpenSessionsAndRememberedDevicesGoOn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn(true);
        String remembered = person.device;
        person.device = null;
        wrong(person, 10);

        assertThat(person.present(in)).isTrue();
        person.device = remembered;
        assertThat(person.start()).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void supportWhenItUnlocksThenTheRunIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        wrong(person, 10);
        journeys.resets.unlock(person.account.id());

        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
        assertThat(journeys.events(person)).contains("account-unlocked");
    }

    @EachDatabase
    void codesWhenAHundredAreWrongInAMonthThenTheAppIsSuspendedAndBackupCodesGoOn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        suspend(journeys, person);

        assertThat(journeys.events(person)).containsOnlyOnce("factor-suspended");
        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().ways())
                .extracting(Challenge.Way::type)
                .containsExactly(FactorType.BACKUP_CODE);
        assertThat(person.answer(challenged, person.code())).isInstanceOf(VerifyOutcome.NotOffered.class);
        assertThat(person.answer(challenged, FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false))
                .isInstanceOf(SignedIn.class);

        journeys.resets.unlock(person.account.id());
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
        wrong(person, 1);
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void appWhenItTakesThePlaceOfASuspendedOneThenItStartsWithoutItsWrongCodes(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        suspend(journeys, person);
        SignedIn in = as(
                SignedIn.class,
                person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false));
        person.enrol(new Enroller.BySession(in.session()));
        journeys.clock.advance(Duration.ofSeconds(30));

        wrong(person, 1);
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
    }

    private static void suspend(Journeys journeys, Journeys.Person person) {
        for (int day = 0; day < 12; day++) {
            wrong(person, 9);
            if (!(person.answer(person.challenged(), person.code()) instanceof SignedIn)) {
                return;
            }
            journeys.clock.advance(Duration.ofDays(1));
        }
        throw new AssertionError("never suspended");
    }

    private static void wrong(Journeys.Person person, int times) {
        Challenged challenged = person.challenged();
        for (int i = 0; i < times; i++) {
            challenged = i % 4 == 0 ? person.challenged() : challenged;
            assertThat(person.answer(challenged, person.wrongCode())).isNotInstanceOf(SignedIn.class);
        }
    }
}
