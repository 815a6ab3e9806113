package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;

class EmailCodeTest {
    private static Journeys.Person person(Journeys journeys) {
        Journeys.Person person = journeys.confirmed("en", "UTC");
        journeys.clock.advance(Duration.ofSeconds(1));
        return person;
    }

    private static String other(String code) {
        return code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);
    }

    private static Enroller by(SignedIn in) {
        return new Enroller.BySession(in.session());
    }

    @EachDatabase
    void signInWhenOnANewDeviceWithoutAFactorThenNeedsTheMailedCodeThereAndOnlyThere(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);

        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().ways())
                .containsExactly(new Challenge.Way(FactorType.EMAIL, "p•••@example.org"));
        assertThat(challenged.challenge().mayRemember()).isFalse();
        SignedIn in =
                as(SignedIn.class, person.answer(challenged, FactorType.EMAIL, person.mailedCode(challenged), true));

        assertThat(in.session().acr(Duration.ofHours(24), journeys.clock.instant()))
                .isEqualTo("urn:countersign:aal1");
        assertThat(in.session().amr()).containsExactlyInAnyOrder("pwd", "otp");
        assertThat(journeys.rooms.devices().list(person.account.id(), journeys.clock.instant()))
                .as("an emailed code remembers no device")
                .isEmpty();
        as(SignedIn.class, person.start());
    }

    @EachDatabase
    void signInWhenTheBrowserKeepsNoSecretThenIsGivenADeviceAndAskedNoMore(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        var password = new PasswordSignIn(person.account.email(), Journeys.PASSWORD, null, false, HOME);

        Challenged challenged = as(Challenged.class, journeys.signIns.start(password));
        SignedIn in =
                as(SignedIn.class, person.answer(challenged, FactorType.EMAIL, person.mailedCode(challenged), false));

        assertThat(in.device()).isNotNull();
        as(SignedIn.class, person.start());
    }

    @EachDatabase
    void enrolmentWhenEmailCodeIsOffThenStillNeedsTheMailedCodeOnANewDevice(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(p -> p.emailCode(EmailCode.OFF));
        var person = person(journeys);

        SignedIn in = as(SignedIn.class, person.start());
        as(BeginOutcome.StepUpRequired.class, journeys.enrolments.beginTotp(by(in), "aegis", HOME));
        StepUpOutcome.Opened opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        assertThat(opened.challenge().factor()).isEqualTo(FactorType.EMAIL);
        String token = opened.token().text();
        as(SendOutcome.Expired.class, journeys.signIns.send(token, person.device, FactorType.EMAIL, HOME));
        as(
                SendOutcome.Sent.class,
                journeys.signIns.sendToStepUp(in.session(), token, person.device, FactorType.EMAIL, HOME));
        String code = String.valueOf(journeys.sent().getLast().fields().get("code"));
        var up = as(
                VerifyOutcome.SteppedUp.class,
                journeys.signIns.verify(
                        Response.toStepUp(in.session(), token, FactorType.EMAIL, code, person.device, HOME)));

        person.enrol(new Enroller.BySession(up.session()));
        assertThat(person.now().epoch()).isGreaterThan(person.account.epoch());
    }

    @EachDatabase
    void enrolmentWhenTheDeviceWasSignedInOnBeforeThenThePasswordIsEnough(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(p -> p.emailCode(EmailCode.OFF));
        var person = person(journeys);
        person.start();
        journeys.clock.advance(Duration.ofMinutes(1));

        person.enrol(as(SignedIn.class, person.start()));
    }

    @EachDatabase
    void enrolmentWhenRequiredOnANewDeviceThenThePasswordAloneGivesNoGrant(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(p -> p.enrolment(Enrolment.REQUIRED).emailCode(EmailCode.OFF));
        var person = person(journeys);

        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().purpose()).isEqualTo(Challenge.Purpose.ENROLMENT);
        assertThat(journeys.signIns.grant(challenged.token().text())).isEmpty();
        MustEnrol must =
                as(MustEnrol.class, person.answer(challenged, FactorType.EMAIL, person.mailedCode(challenged), false));
        person.enrol(new Enroller.ByGrant(must.grant()));
    }

    @EachDatabase
    void resetWhereMailIsSentThenTheMailedCodeOpensEnrolmentOnAnyDeviceAndNothingIsHandedOver(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        person.enrol(as(SignedIn.class, person.arrive()));

        assertThat(journeys.resets.reset(person.account.id(), null, "lost phone"))
                .isEmpty();

        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().ways())
                .extracting(Challenge.Way::type)
                .containsExactly(FactorType.EMAIL);
        as(VerifyOutcome.NotOffered.class, person.answer(challenged, FactorType.HAND_OVER, "ABCDE-FGHJK", false));
        journeys.clock.advance(Duration.ofMinutes(1));
        MustEnrol must =
                as(MustEnrol.class, person.answer(challenged, FactorType.EMAIL, person.mailedCode(challenged), false));
        person.enrol(new Enroller.ByGrant(must.grant()));
        journeys.clock.advance(Duration.ofSeconds(30));
        as(SignedIn.class, person.answer(person.challenged(), person.code()));
    }

    @EachDatabase
    void codeWhenOfAnotherChallengePurposeOrAccountThenOpensNothing(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        Challenged first = person.challenged();
        String code = person.mailedCode(first);
        Challenged second = person.challenged();
        as(VerifyOutcome.Incorrect.class, person.answer(second, FactorType.EMAIL, code, false));
        as(VerifyOutcome.NotOffered.class, person.answer(first, FactorType.SMS, code, false));

        var stranger = person(journeys);
        Challenged theirs = stranger.challenged();
        as(VerifyOutcome.Incorrect.class, stranger.answer(theirs, FactorType.EMAIL, code, false));
        as(VerifyOutcome.Expired.class, stranger.answer(first, FactorType.EMAIL, code, false));
        as(SignedIn.class, person.answer(first, FactorType.EMAIL, code, false));
        as(VerifyOutcome.Expired.class, person.answer(first, FactorType.EMAIL, code, false));
    }

    @EachDatabase
    void codeWhenTheAccountHasAFactorThenIsNeitherSentNorTaken(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        person.enrol(as(SignedIn.class, person.arrive()));

        Challenged challenged = person.challenged();
        as(
                SendOutcome.NotOffered.class,
                journeys.signIns.send(challenged.token().text(), person.device, FactorType.EMAIL, HOME));
        as(VerifyOutcome.NotOffered.class, person.answer(challenged, FactorType.EMAIL, "123456", false));
    }

    @EachDatabase
    void codeWhenTheAddressChangesOnTheWayThenIsTakenNoMore(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        Challenged challenged = person.challenged();
        String code = person.mailedCode(challenged);
        journeys.db.inTransaction(() -> journeys.db
                .sql()
                .sql("update account set email = ?, email_key = ? where id = ?")
                .params("else@example.org", new EmailAddress("else@example.org").key(), person.account.id())
                .update());

        as(VerifyOutcome.Incorrect.class, person.answer(challenged, FactorType.EMAIL, code, false));
    }

    @EachDatabase
    void codeWhenSentFiftyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        Challenged challenged = person.challenged();
        String code = person.mailedCode(challenged);

        List<VerifyOutcome> outcomes = AtOnce.run(
                50,
                _ -> journeys.signIns.verify(
                        new Response(challenged.token().text(), FactorType.EMAIL, code, false, person.device, HOME)));

        assertThat(outcomes).filteredOn(SignedIn.class::isInstance).hasSize(1);
    }

    @EachDatabase
    void codeWhenANewerIsAskedForBeforeItWentOutThenOnlyTheNewerGoes(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        Challenged challenged = person.challenged();
        journeys.sent();
        String token = challenged.token().text();
        as(SendOutcome.Sent.class, journeys.signIns.send(token, person.device, FactorType.EMAIL, HOME));
        as(SendOutcome.TooSoon.class, journeys.signIns.send(token, person.device, FactorType.EMAIL, HOME));
        journeys.clock.advance(Duration.ofSeconds(30));
        as(SendOutcome.Sent.class, journeys.signIns.send(token, person.device, FactorType.EMAIL, HOME));

        var mails = journeys.sent();
        assertThat(mails).hasSize(1);
        String code = String.valueOf(mails.getFirst().fields().get("code"));
        as(SignedIn.class, person.answer(challenged, FactorType.EMAIL, code, false));
    }

    @EachDatabase
    void codesWhenFiftyAreWrongInAMonthThenThePasswordIsVoidAndSessionsGoOn(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = person(journeys);
        SignedIn in = as(SignedIn.class, person.arrive());
        var thief = journeys.person(person.account);
        Challenged open = as(Challenged.class, thief.start(Journeys.PASSWORD, ELSEWHERE));
        int wrong = 0;
        VerifyOutcome last = new VerifyOutcome.Expired();
        while (wrong < 50) {
            journeys.clock.advance(Duration.ofHours(25));
            Challenged challenged = as(Challenged.class, thief.start(Journeys.PASSWORD, ELSEWHERE));
            String code = other(thief.mailedCode(challenged));
            last = thief.answer(challenged, FactorType.EMAIL, code, false);
            journeys.rooms.throttle().clear(Limits.SECOND_STEP, person.account.id());
            wrong++;
            if (wrong < 50 && wrong % 2 == 0) {
                last = thief.answer(challenged, FactorType.EMAIL, code, false);
                journeys.rooms.throttle().clear(Limits.SECOND_STEP, person.account.id());
                wrong++;
            }
        }

        as(VerifyOutcome.Expired.class, last);
        as(VerifyOutcome.Expired.class, thief.answer(open, FactorType.EMAIL, "123456", false));
        as(SignInOutcome.InvalidCredentials.class, thief.start(Journeys.PASSWORD, ELSEWHERE));
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.events(person)).contains("password-voided");
        assertThat(journeys.sent())
                .anySatisfy(mail -> assertThat(NoticeEvent.in(mail.fields())).contains(NoticeEvent.PASSWORD_VOIDED));
    }
}
