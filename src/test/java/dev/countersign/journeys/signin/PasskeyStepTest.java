package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.util.List;

/// A passkey as the second step, and as fresh proof.
class PasskeyStepTest {
    private static final String ORIGIN = "http://localhost";

    private static SoftKey possession() {
        return SoftKey.es256(ORIGIN).flags(SoftKey.PRESENT);
    }

    private static VerifyOutcome answer(Journeys.Person person, Challenged challenged, String credential) {
        return person.answer(challenged, FactorType.PASSKEY, credential, false);
    }

    @EachDatabase
    void keyWhenItVerifiesNobodyThenIsPossessionAfterThePassword(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = possession();
        person.addPasskey(person.signIn(), key);

        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().factor()).isEqualTo(FactorType.PASSKEY);
        SignedIn in = as(SignedIn.class, answer(person, challenged, person.sign(challenged, key)));

        assertThat(in.session().amr()).containsExactly("pwd", "hwk", "mfa");
        assertThat(person.signIn(key)).isInstanceOf(PasskeySignInOutcome.Refused.class);
    }

    @EachDatabase
    void answerWhenForAnotherChallengeOrByAnotherKeyThenCostsAnAttempt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        Journeys.Person other = journeys.person();
        SoftKey theirs = SoftKey.es256(ORIGIN);
        other.addPasskey(other.signIn(), theirs);

        Challenged first = person.challenged();
        Challenged second = person.challenged();
        String forFirst = person.sign(first, key);
        assertThat(answer(person, second, forFirst)).isInstanceOf(VerifyOutcome.CodeExpired.class);
        assertThat(answer(person, second, person.sign(second, theirs))).isEqualTo(new VerifyOutcome.Incorrect(4, null));
        assertThat(answer(person, second, person.sign(second, SoftKey.es256(ORIGIN))))
                .isInstanceOf(VerifyOutcome.UnknownPasskey.class);
        assertThat(answer(person, second, "nonsense")).isEqualTo(new VerifyOutcome.Incorrect(2, null));
        assertThat(answer(
                        person,
                        second,
                        key.get(
                                journeys.signIns
                                        .passkeyOptions(second.challenge())
                                        .orElseThrow()
                                        .json(),
                                draft -> draft.signature = bytes -> bytes[9] ^= 1)))
                .isEqualTo(new VerifyOutcome.Incorrect(1, null));
        assertThat(answer(person, second, "nonsense")).isInstanceOf(VerifyOutcome.Spent.class);
        assertThat(answer(person, second, person.sign(second, key))).isInstanceOf(VerifyOutcome.Spent.class);
        // None of that counts against the account.
        assertThat(answer(person, first, person.sign(first, key))).isInstanceOf(SignedIn.class);
        assertThat(journeys.events(person)).contains("second-step-failed");
    }

    @EachDatabase
    void answersWhenSentAtOnceThenOneWins(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        Challenged challenged = person.challenged();
        List<String> answers =
                List.of(person.sign(challenged, key), person.sign(challenged, key), person.sign(challenged, key));

        List<VerifyOutcome> outcomes = AtOnce.run(
                3,
                number -> journeys.signIns.verify(new Response(
                        challenged.token().text(),
                        FactorType.PASSKEY,
                        answers.get(number),
                        false,
                        person.device,
                        HOME)));

        assertThat(outcomes).filteredOn(SignedIn.class::isInstance).hasSize(1);
    }

    @EachDatabase
    void accountWhenItChangesMeanwhileThenTheAnswerIsTooLate(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        Challenged challenged = person.challenged();
        String answer = person.sign(challenged, key);
        journeys.rooms.accounts().advanceEpoch(person.account.id());

        assertThat(answer(person, challenged, answer)).isInstanceOf(VerifyOutcome.Expired.class);
    }

    @EachDatabase
    void passkeyWhenRemovedMeanwhileThenIsUnknown(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        Challenged challenged = person.challenged();
        String answer = person.sign(challenged, key);
        journeys.rooms.passkeys().removeAll(person.account.id());

        assertThat(answer(person, challenged, answer)).isInstanceOf(VerifyOutcome.NotOffered.class);
    }

    @EachDatabase
    void challengeWhenItIsAnotherBrowsersThenTakesNoPasskey(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        Challenged challenged = person.challenged();

        assertThat(journeys.signIns.verify(new Response(
                        challenged.token().text(),
                        FactorType.PASSKEY,
                        person.sign(challenged, key),
                        false,
                        null,
                        HOME)))
                .isInstanceOf(VerifyOutcome.Expired.class);
    }

    @EachDatabase
    void sessionWhenSteppedUpByPasskeyThenIsFreshAndKeepsWhatItHas(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        SoftKey cable = possession();
        SignedIn in = as(SignedIn.class, person.addPasskey(person.signIn(), key).entry());
        person.addPasskey(in, cable);
        in = as(SignedIn.class, person.signIn(key));
        journeys.clock.advance(Duration.ofMinutes(11));
        assertThat(journeys.stepUps.fresh(in.session())).isFalse();

        String options =
                journeys.stepUps.passkeyOptions(in.session()).orElseThrow().json();
        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        var up = as(
                VerifyOutcome.SteppedUp.class,
                journeys.signIns.verify(Response.toStepUp(
                        in.session(),
                        opened.token().text(),
                        FactorType.PASSKEY,
                        cable.get(options),
                        person.device,
                        HOME)));

        assertThat(journeys.stepUps.fresh(up.session())).isTrue();
        assertThat(up.session().amr()).containsExactly("hwk", "user", "mfa");
    }

    @EachDatabase
    void answerWhenAskedInAnotherSessionThenRaisesNothing(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        SignedIn one = as(SignedIn.class, person.signIn(key));
        SignedIn two = as(SignedIn.class, person.signIn(key));
        String forTwo = key.get(
                journeys.stepUps.passkeyOptions(two.session()).orElseThrow().json());
        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(one.session(), HOME));

        assertThat(journeys.signIns.verify(Response.toStepUp(
                        one.session(), opened.token().text(), FactorType.PASSKEY, forTwo, person.device, HOME)))
                .isInstanceOf(VerifyOutcome.CodeExpired.class);
    }
}
