package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.NewCodesOutcome;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

/// Fresh proof before something sensitive.
class StepUpTest {

    @EachDatabase
    void sessionWhenItsProofIsOverTenMinutesOldThenNothingSensitiveIsDone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        String factor =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();
        journeys.clock.advance(Duration.ofMinutes(10));
        assertThat(journeys.stepUps.fresh(in.session())).isTrue();
        journeys.clock.advance(Duration.ofMillis(1));

        assertThat(journeys.stepUps.fresh(in.session())).isFalse();
        assertThat(journeys.enrolments.beginTotp(new Enroller.BySession(in.session()), "aegis", HOME))
                .isInstanceOf(BeginOutcome.StepUpRequired.class);
        assertThat(journeys.enrolments.remove(in.session(), factor, HOME))
                .isInstanceOf(RemoveOutcome.StepUpRequired.class);
        assertThat(journeys.backupCodeSets.make(in.session(), HOME)).isInstanceOf(NewCodesOutcome.StepUpRequired.class);
        assertThat(journeys.passwordChanges.change(in.session(), PASSWORD, "a wholly new heron", HOME))
                .isInstanceOf(NewPasswordOutcome.StepUpRequired.class);
        assertThat(person.now().epoch()).isEqualTo(in.session().epoch());
    }

    @EachDatabase
    void sessionWhenSteppedUpThenItIsFreshWithANewTokenAndTheOldOneIsDead(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn(true);
        SignedIn remembered = as(SignedIn.class, person.start());
        assertThat(journeys.stepUps.passwordAgain(remembered.session(), PASSWORD, HOME))
                .isInstanceOf(PasswordAgainOutcome.SecondFactorNeeded.class);

        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(remembered.session(), HOME));
        assertThat(opened.challenge().purpose()).isEqualTo(Challenge.Purpose.STEP_UP);
        assertThat(opened.challenge().rememberDays()).isZero();
        journeys.clock.advance(Duration.ofSeconds(30));
        var up = as(
                VerifyOutcome.SteppedUp.class,
                journeys.signIns.verify(Response.toStepUp(
                        remembered.session(),
                        opened.token().text(),
                        FactorType.TOTP,
                        person.code(),
                        person.device,
                        HOME)));

        assertThat(up.session().id()).isEqualTo(remembered.session().id());
        assertThat(journeys.stepUps.fresh(up.session())).isTrue();
        assertThat(up.session().acr(Duration.ofHours(24), journeys.clock.instant()))
                .isEqualTo("urn:countersign:aal2");
        assertThat(up.session().byRememberedDevice()).isFalse();
        assertThat(person.present(remembered)).isFalse();
        assertThat(journeys.visits.present(up.token().text())).isInstanceOf(Presence.Present.class);
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.stepUps.fresh(in.session())).isTrue();
        assertThat(journeys.events(person)).contains("stepped-up");
    }

    @EachDatabase
    void challengeWhenItsSessionEndedThenItRaisesNothing(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        journeys.visits.signOut(in.session(), false, HOME);
        journeys.clock.advance(Duration.ofSeconds(30));

        assertThat(journeys.signIns.verify(Response.toStepUp(
                        in.session(), opened.token().text(), FactorType.TOTP, person.code(), person.device, HOME)))
                .isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(journeys.visits.sessions(in.session()))
                .noneMatch(session -> session.id().equals(in.session().id()));
        assertThat(journeys.events(person)).doesNotContain("stepped-up");
    }

    @EachDatabase
    void challengeWhenAnsweredWithoutItsSessionOrWithAnotherThenItRaisesNothingAndLosesNoAttempt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn victim = person.signIn();
        journeys.clock.advance(Duration.ofSeconds(30));
        SignedIn other = person.signIn();
        String challenge = as(StepUpOutcome.Opened.class, journeys.stepUps.open(victim.session(), HOME))
                .token()
                .text();
        journeys.clock.advance(Duration.ofSeconds(30));
        String code = person.code();

        for (int i = 0; i < 2 * SessionIssuer.ATTEMPTS; i++) {
            assertThat(journeys.signIns.verify(
                            new Response(challenge, FactorType.TOTP, code, false, person.device, HOME)))
                    .isInstanceOf(VerifyOutcome.Expired.class);
            assertThat(journeys.signIns.verify(
                            Response.toStepUp(other.session(), challenge, FactorType.TOTP, code, person.device, HOME)))
                    .isInstanceOf(VerifyOutcome.Expired.class);
        }
        String signIn =
                as(SignInOutcome.Challenged.class, person.start()).token().text();
        assertThat(journeys.signIns.verify(
                        Response.toStepUp(other.session(), signIn, FactorType.TOTP, code, person.device, HOME)))
                .isInstanceOf(VerifyOutcome.Expired.class);

        assertThat(journeys.signIns.verify(
                        Response.toStepUp(victim.session(), challenge, FactorType.TOTP, code, person.device, HOME)))
                .isInstanceOf(VerifyOutcome.SteppedUp.class);
    }

    @EachDatabase
    void passwordWhenTypedAgainWithoutAFactorThenTheSessionIsFresh(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        journeys.clock.advance(Duration.ofMinutes(11));
        assertThat(journeys.stepUps.fresh(in.session())).isFalse();
        assertThat(journeys.stepUps.open(in.session(), HOME)).isInstanceOf(StepUpOutcome.PasswordInstead.class);
        assertThat(journeys.stepUps.passwordAgain(in.session(), "wrong password", HOME))
                .isInstanceOf(PasswordAgainOutcome.Incorrect.class);

        var up = as(PasswordAgainOutcome.SteppedUp.class, journeys.stepUps.passwordAgain(in.session(), PASSWORD, HOME));
        assertThat(journeys.stepUps.fresh(up.session())).isTrue();
        assertThat(person.present(in)).isFalse();
        for (int i = 0; i < 5; i++) {
            journeys.stepUps.passwordAgain(up.session(), "wrong password", ELSEWHERE);
        }
        assertThat(journeys.stepUps.passwordAgain(up.session(), PASSWORD, HOME))
                .isInstanceOf(PasswordAgainOutcome.Delayed.class);
        assertThat(person.start()).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void backupCodeWhenUsedThenItIsFreshAndALostPhoneCanBeReplaced(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        String old = person.secret;
        SignedIn in = as(
                SignedIn.class,
                person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false));

        var confirmed = person.enrol(in);
        assertThat(confirmed.backupCodes()).isEmpty();
        assertThat(person.secret).isNotEqualTo(old);
        assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
        assertThat(journeys.backupCodeSets.standing(person.account.id()).left()).isEqualTo(9);
    }
}
