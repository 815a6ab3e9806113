package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.enrolment.SkipOutcome;
import dev.countersign.journeys.signin.Challenge.Purpose;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

/// After a reset the way back leads through the code that support hands over, whatever policy says.
class ResetTest {

    @EachDatabase
    void resetWhenDoneThenEverythingOfBeforeIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.rememberDevice(RememberDevice.ALWAYS));
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        Challenged half = challengedElsewhere(person);
        var pending = as(
                        BeginOutcome.Begun.class,
                        journeys.enrolments.beginTotp(new Enroller.BySession(in.session()), "aegis", HOME))
                .pending();
        String link = journeys.passwordChanges.newLink(person.account.id()).text();
        String code = person.code(Duration.ofSeconds(30));

        journeys.resets.reset(person.account.id(), null, "lost phone");

        assertThat(person.present(in)).isFalse();
        assertThat(person.answer(half, code)).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(journeys.enrolments.confirm(new Enroller.BySession(in.session()), pending.id(), "123456", HOME))
                .isInstanceOfAny(ConfirmOutcome.StepUpRequired.class, ConfirmOutcome.Expired.class);
        assertThat(journeys.passwordChanges.linkGood(link)).isEmpty();
        assertThat(journeys.rooms.factors().list(person.account.id())).isEmpty();
        assertThat(journeys.backupCodeSets.standing(person.account.id()).of()).isZero();
        assertThat(journeys.rooms.devices().list(person.account.id(), journeys.clock.instant()))
                .isEmpty();
        assertThat(as(Challenged.class, person.start()).challenge().purpose()).isEqualTo(Purpose.ENROLMENT);
        assertThat(journeys.events(person)).contains("two-step-reset");
    }

    @EachDatabase
    void passwordAloneWhenAfterAResetThenNoPolicyLetsItInOrEnrol(Databases databases) {
        for (Enrolment enrolment : Enrolment.values()) {
            Journeys journeys =
                    Journeys.on(databases, p -> p.enrolment(enrolment).graceDays(30));
            Journeys.Person person = journeys.enrolled();
            var handOver = journeys.resets
                    .reset(person.account.id(), null, "lost phone")
                    .orElseThrow();
            Journeys.Person thief = journeys.person(person.account);

            Challenged theirs = as(Challenged.class, thief.start());
            assertThat(theirs.challenge().ways()).extracting(way -> way.type()).containsExactly(FactorType.HAND_OVER);
            for (FactorType type : new FactorType[] {FactorType.TOTP, FactorType.BACKUP_CODE}) {
                assertThat(thief.answer(theirs, type, person.code(), false))
                        .isInstanceOf(VerifyOutcome.NotOffered.class);
            }
            assertThat(thief.answer(theirs, FactorType.HAND_OVER, "22222-22222", false))
                    .isInstanceOf(VerifyOutcome.Incorrect.class);
            assertThat(journeys.signUps.signUp(journeys.form(person.account.email())))
                    .isInstanceOf(SignUpOutcome.Refused.class);

            // The person is half-way: the code is used, nothing is enrolled yet. The thief gets no further for it.
            MustEnrol must = as(
                    MustEnrol.class,
                    person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, handOver.code(), false));
            assertThat(must.grant().skippableUntil()).isNull();
            assertThat(journeys.signIns.grant(must.token().text()).orElseThrow().skippableUntil())
                    .isNull();
            assertThat(journeys.enrolments.skip(must.grant(), HOME)).isInstanceOf(SkipOutcome.Refused.class);
            assertThat(as(Challenged.class, thief.start()).challenge().purpose())
                    .isEqualTo(Purpose.ENROLMENT);
            assertThat(thief.answer(as(Challenged.class, thief.start()), FactorType.HAND_OVER, handOver.code(), false))
                    .isInstanceOf(VerifyOutcome.Incorrect.class);

            SignedIn in = as(
                    SignedIn.class,
                    person.enrol(new Enroller.ByGrant(must.grant())).entry());
            assertThat(person.backupCodes).hasSize(10);
            assertThat(in.session().amr()).contains("mfa");
            assertThat(as(Challenged.class, thief.start()).challenge().purpose())
                    .isEqualTo(Purpose.SIGN_IN);
            assertThat(journeys.events(person)).contains("hand-over-code-used");
        }
    }

    @EachDatabase
    void passwordLinkWhenUsedAfterAResetThenTheCodeIsStillNeeded(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.enrolment(Enrolment.OPTIONAL));
        Journeys.Person person = journeys.enrolled();
        var handOver =
                journeys.resets.reset(person.account.id(), null, "lost phone").orElseThrow();
        String link = journeys.passwordChanges.newLink(person.account.id()).text();

        assertThat(journeys.passwordChanges.byLink(link, "a wholly new heron", HOME))
                .isInstanceOf(NewPasswordOutcome.Changed.class);
        Challenged challenged = as(Challenged.class, person.start("a wholly new heron", HOME));
        assertThat(challenged.challenge().purpose()).isEqualTo(Purpose.ENROLMENT);
        String typed = handOver.code().toLowerCase(java.util.Locale.ROOT).replace('-', ' ');
        assertThat(person.answer(challenged, FactorType.HAND_OVER, typed, false))
                .isInstanceOf(MustEnrol.class);
    }

    @EachDatabase
    void codeWhenThreeDaysOldThenItIsOverAndASecondResetGivesAnother(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        var first =
                journeys.resets.reset(person.account.id(), null, "lost phone").orElseThrow();
        journeys.clock.set(first.expiresAt());
        assertThat(person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, first.code(), false))
                .isInstanceOf(VerifyOutcome.Incorrect.class);

        var second = journeys.resets.reset(person.account.id(), null, "again").orElseThrow();
        assertThat(person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, first.code(), false))
                .isInstanceOf(VerifyOutcome.Incorrect.class);
        assertThat(person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, second.code(), false))
                .isInstanceOf(MustEnrol.class);
    }

    @EachDatabase
    void codesWhenGuessedThenTheyAreLockedLikeAnyOther(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        var handOver =
                journeys.resets.reset(person.account.id(), null, "lost phone").orElseThrow();
        for (int i = 0; i < 10; i++) {
            person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, "22222-2222" + i, false);
        }
        assertThat(person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, handOver.code(), false))
                .isInstanceOf(VerifyOutcome.LockedOut.class);
    }

    @EachDatabase
    void accountWhenSetUpAgainAndTurnedOffThenItIsAnOrdinaryOne(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        var handOver =
                journeys.resets.reset(person.account.id(), null, "lost phone").orElseThrow();
        MustEnrol must = as(
                MustEnrol.class,
                person.answer(as(Challenged.class, person.start()), FactorType.HAND_OVER, handOver.code(), false));
        var confirmed = person.enrol(new Enroller.ByGrant(must.grant()));
        SignedIn in = as(SignedIn.class, confirmed.entry());

        assertThat(journeys.enrolments.remove(in.session(), confirmed.factor().id(), HOME))
                .isInstanceOf(RemoveOutcome.Removed.class);
        assertThat(person.present(in)).isTrue();
        assertThat(person.start()).isInstanceOf(SignedIn.class);
    }

    private static Challenged challengedElsewhere(Journeys.Person person) {
        person.device = null;
        return person.challenged();
    }
}
