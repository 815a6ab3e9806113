package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginSmsOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;

class TextSignInTest {
    private static final String NUMBER = "+49 1512 3456789";
    private static final String OTHER = "+49 1512 3456790";

    private static Journeys texts(Databases databases) {
        return Journeys.withTexts(databases, p -> p);
    }

    private static ConfirmOutcome.Confirmed verified(Journeys journeys, Enroller enroller, String number) {
        var begun = as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(enroller, number, HOME));
        return as(
                ConfirmOutcome.Confirmed.class,
                journeys.enrolments.confirm(enroller, begun.id(), journeys.textedCode(), HOME));
    }

    /// Somebody whose only second step is a phone; an hour has passed since the code that verified it.
    private static Journeys.Person withPhone(Journeys journeys) {
        return withPhone(journeys, journeys.person());
    }

    private static Journeys.Person withPhone(Journeys journeys, Journeys.Person person) {
        SignedIn in = as(SignedIn.class, person.arrive());
        person.backupCodes =
                verified(journeys, new Enroller.BySession(in.session()), NUMBER).backupCodes();
        journeys.clock.advance(Duration.ofHours(1));
        return person;
    }

    private static SendOutcome send(Journeys journeys, Journeys.Person person, Challenged challenged) {
        return journeys.signIns.send(challenged.token().text(), person.device, FactorType.SMS, HOME);
    }

    private static String other(String code) {
        return code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);
    }

    @EachDatabase
    void phoneWhenVerifiedThenItIsTheSecondStepAndSignsIn(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);

        assertThat(person.backupCodes).hasSize(10);
        Challenged challenged = person.challenged();
        assertThat(challenged.challenge().factor()).isEqualTo(FactorType.SMS);
        assertThat(challenged.challenge().ways().getFirst().label()).isEqualTo("+49 ••• ••••89");
        var sent = as(SendOutcome.Sent.class, send(journeys, person, challenged));
        assertThat(sent.hint()).isEqualTo("+49 ••• ••••89");
        String code = journeys.textedCode();
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.SMS, code, false));
        assertThat(in.session().amr()).contains("sms");
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.events(person)).contains("code-sent", "factor-added");
        assertThat(journeys.rows("select data from audit_event").toString())
                .doesNotContain("3456789")
                .doesNotContain(code);
    }

    @EachDatabase
    void codeWhenAnotherFollowsThenOnlyTheNewestWorksAndTheWaitGrows(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        var first = as(SendOutcome.Sent.class, send(journeys, person, challenged));
        String old = journeys.textedCode();
        assertThat(first.nextSendAt()).isEqualTo(journeys.clock.instant().plusSeconds(30));

        var soon = as(SendOutcome.TooSoon.class, send(journeys, person, challenged));
        assertThat(soon.retryAt()).isEqualTo(first.nextSendAt());
        journeys.clock.advance(Duration.ofSeconds(30));
        var second = as(SendOutcome.Sent.class, send(journeys, person, challenged));
        assertThat(second.nextSendAt()).isEqualTo(journeys.clock.instant().plusSeconds(60));
        String newest = journeys.textedCode();

        if (!old.equals(newest)) {
            as(VerifyOutcome.Incorrect.class, person.answer(challenged, FactorType.SMS, old, false));
        }
        as(SignedIn.class, person.answer(challenged, FactorType.SMS, newest, false));
    }

    @EachDatabase
    void codeWhenTheOneBeforeWasLostThenTheAnswerSaysThatTextsMayNotCome(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        assertThat(as(SendOutcome.Sent.class, send(journeys, person, challenged))
                        .late())
                .isFalse();
        journeys.db.inTransaction(() -> journeys.db
                .sql()
                .sql("update message set status = 'failed' where kind = 'sign-in-code'")
                .update());
        journeys.clock.advance(Duration.ofSeconds(30));

        assertThat(as(SendOutcome.Sent.class, send(journeys, person, challenged))
                        .late())
                .isTrue();
    }

    @EachDatabase
    void codeWhenItHasRunOutThenItCostsNoTry(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged before = person.challenged();
        journeys.clock.advance(Duration.ofSeconds(1));
        as(SendOutcome.Sent.class, send(journeys, person, before));
        String code = journeys.textedCode();
        journeys.db.inTransaction(() -> journeys.db
                .sql()
                .sql("update sent_code set expires_at = ?")
                .param(journeys.clock.instant().toEpochMilli())
                .update());

        var over = as(VerifyOutcome.CodeExpired.class, person.answer(before, FactorType.SMS, code, false));
        assertThat(over.attemptsLeft()).isEqualTo(5);
        assertThat(journeys.signIns.challenge(before.token().text(), person.device))
                .get()
                .extracting(Challenge::attemptsLeft)
                .isEqualTo(5);
    }

    @EachDatabase
    void codeWhenSentFiftyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        send(journeys, person, challenged);
        String code = journeys.textedCode();

        List<VerifyOutcome> outcomes = AtOnce.run(
                50,
                _ -> journeys.signIns.verify(
                        new Response(challenged.token().text(), FactorType.SMS, code, false, person.device, HOME)));

        assertThat(outcomes).filteredOn(SignedIn.class::isInstance).hasSize(1);
        assertThat(outcomes).hasSize(50);
    }

    @EachDatabase
    void codeWhenAskedForFiftyTimesAtOnceThenOneGoesOut(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        journeys.sent(dev.countersign.people.delivery.Channel.TEXT);

        List<SendOutcome> outcomes = AtOnce.run(50, _ -> send(journeys, person, challenged));

        assertThat(outcomes).filteredOn(SendOutcome.Sent.class::isInstance).hasSize(1);
        assertThat(journeys.sent(dev.countersign.people.delivery.Channel.TEXT)).hasSize(1);
    }

    @EachDatabase
    void challengeWhenOfAnotherBrowserPurposeOrPersonThenNothingIsSentAndNothingAccepted(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        var stranger = withPhone(journeys);
        Challenged challenged = person.challenged();
        String token = challenged.token().text();

        as(SendOutcome.Expired.class, journeys.signIns.send(token, null, FactorType.SMS, ELSEWHERE));
        as(SendOutcome.Expired.class, journeys.signIns.send("cs_challenge_x", person.device, FactorType.SMS, HOME));
        as(SendOutcome.NotOffered.class, journeys.signIns.send(token, person.device, FactorType.EMAIL, HOME));
        Challenged other = stranger.challenged();
        as(SendOutcome.Sent.class, send(journeys, stranger, other));
        String code = journeys.textedCode();
        as(VerifyOutcome.Incorrect.class, person.answer(challenged, FactorType.SMS, code, false));
        SignedIn in = as(SignedIn.class, stranger.answer(other, FactorType.SMS, code, false));
        as(
                SendOutcome.Expired.class,
                journeys.signIns.sendToStepUp(in.session(), token, person.device, FactorType.SMS, HOME));
    }

    @EachDatabase
    void stepUpWhenAnsweredByTextThenSessionIsFresh(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        send(journeys, person, challenged);
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.SMS, journeys.textedCode(), false));
        journeys.clock.advance(Duration.ofHours(2));
        assertThat(journeys.stepUps.fresh(in.session())).isFalse();

        var opened = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        String token = opened.token().text();
        as(SendOutcome.Expired.class, journeys.signIns.send(token, person.device, FactorType.SMS, HOME));
        as(
                SendOutcome.Sent.class,
                journeys.signIns.sendToStepUp(in.session(), token, person.device, FactorType.SMS, HOME));
        var up = as(
                VerifyOutcome.SteppedUp.class,
                journeys.signIns.verify(Response.toStepUp(
                        in.session(), token, FactorType.SMS, journeys.textedCode(), person.device, HOME)));
        assertThat(journeys.stepUps.fresh(up.session())).isTrue();
    }

    @EachDatabase
    void wrongCodesWhenOfSeveralFactorsThenCountTogetherAndLockSendingToo(Databases databases) {
        Journeys journeys = texts(databases);
        var person = journeys.enrolled();
        SignedIn in = person.signIn();
        verified(journeys, new Enroller.BySession(in.session()), NUMBER);
        journeys.clock.advance(Duration.ofHours(1));

        Challenged first = person.challenged();
        send(journeys, person, first);
        String code = journeys.textedCode();
        for (int i = 0; i < 5; i++) {
            person.answer(first, FactorType.SMS, other(code), false);
        }
        Challenged second = person.challenged();
        for (int i = 0; i < 5; i++) {
            person.answer(second, FactorType.TOTP, person.wrongCode(), false);
        }

        Challenged third = person.challenged();
        as(VerifyOutcome.LockedOut.class, person.answer(third, FactorType.SMS, code, false));
        as(SendOutcome.LockedOut.class, send(journeys, person, third));
    }

    @EachDatabase
    void numberWhenChangedThenOldOneWorksUntilTheNewOneIsConfirmed(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        send(journeys, person, challenged);
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.SMS, journeys.textedCode(), false));
        Enroller enroller = new Enroller.BySession(in.session());
        var begun = as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(enroller, OTHER, HOME));
        String newCode = journeys.textedCode();
        journeys.clock.advance(Duration.ofSeconds(60));

        Challenged meanwhile = person.challenged();
        assertThat(as(SendOutcome.Sent.class, send(journeys, person, meanwhile)).hint())
                .endsWith("89");
        as(SignedIn.class, person.answer(meanwhile, FactorType.SMS, journeys.textedCode(), false));

        var confirmed =
                as(ConfirmOutcome.Confirmed.class, journeys.enrolments.confirm(enroller, begun.id(), newCode, HOME));
        assertThat(confirmed.backupCodes()).isEmpty();
        journeys.clock.advance(Duration.ofHours(1));
        Challenged after = person.challenged();
        assertThat(as(SendOutcome.Sent.class, send(journeys, person, after)).hint())
                .endsWith("90");
        assertThat(journeys.events(person)).contains("factor-replaced");
    }

    @EachDatabase
    void numberWhenChangedThenTheOldOneIsToldByTextAndTheAddressByMail(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var person = withPhone(journeys, journeys.confirmed("es", "Europe/Madrid"));
        Challenged challenged = person.challenged();
        send(journeys, person, challenged);
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.SMS, journeys.textedCode(), false));
        journeys.sent();

        verified(journeys, new Enroller.BySession(in.session()), OTHER);

        assertThat(journeys.sent(Channel.TEXT)).singleElement().satisfies(text -> {
            assertThat(text.to()).isEqualTo("+4915123456789");
            assertThat(text.kind()).isEqualTo(MessageKind.NOTICE);
            assertThat(text.locale()).isEqualTo("es");
            assertThat(text.fields()).containsEntry("event", "phone-changed");
            assertThat(text.fields().get("link")).startsWith("http://localhost/not-me/cs_notme_");
        });
        // What the texts' postman could not hand over comes a little later.
        journeys.clock.advance(Duration.ofMinutes(1));
        assertThat(journeys.sent())
                .filteredOn(mail -> "phone-changed".equals(mail.fields().get("event")))
                .singleElement()
                .satisfies(mail -> assertThat(mail.to()).isEqualTo(person.account.email()));
    }

    @EachDatabase
    void numberWhenVerifiedAgainThenNoTextSaysThatItIsGone(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        send(journeys, person, challenged);
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.SMS, journeys.textedCode(), false));

        verified(journeys, new Enroller.BySession(in.session()), NUMBER);

        assertThat(journeys.sent(Channel.TEXT)).isEmpty();
    }

    @EachDatabase
    void enrolmentWhenOfSomebodyElseThenIsNotFound(Databases databases) {
        Journeys journeys = texts(databases);
        var person = journeys.person();
        var stranger = journeys.person();
        Enroller mine =
                new Enroller.BySession(as(SignedIn.class, person.start()).session());
        Enroller theirs =
                new Enroller.BySession(as(SignedIn.class, stranger.start()).session());
        var begun = as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(mine, NUMBER, HOME));
        String code = journeys.textedCode();
        journeys.clock.advance(Duration.ofSeconds(30));

        as(ConfirmOutcome.Expired.class, journeys.enrolments.confirm(theirs, begun.id(), code, HOME));
        as(SendOutcome.Expired.class, journeys.enrolments.sendSms(theirs, begun.id(), HOME));
        as(SendOutcome.Sent.class, journeys.enrolments.sendSms(mine, begun.id(), HOME));
        as(ConfirmOutcome.Confirmed.class, journeys.enrolments.confirm(mine, begun.id(), journeys.textedCode(), HOME));
    }

    @EachDatabase
    void enrolmentWhenConfirmedFiftyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = texts(databases);
        var person = journeys.person();
        Enroller enroller =
                new Enroller.BySession(as(SignedIn.class, person.start()).session());
        var begun = as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(enroller, NUMBER, HOME));
        String code = journeys.textedCode();

        List<ConfirmOutcome> outcomes =
                AtOnce.run(50, _ -> journeys.enrolments.confirm(enroller, begun.id(), code, HOME));

        assertThat(outcomes)
                .filteredOn(ConfirmOutcome.Confirmed.class::isInstance)
                .hasSize(1);
    }

    @EachDatabase
    void numberWhenItIsNoneThenSaysSoAndNothingIsSent(Databases databases) {
        Journeys journeys = texts(databases);
        Enroller enroller = new Enroller.BySession(
                as(SignedIn.class, journeys.person().start()).session());

        as(BeginSmsOutcome.NotANumber.class, journeys.enrolments.beginSms(enroller, "call me", HOME));
        as(BeginSmsOutcome.NotMobile.class, journeys.enrolments.beginSms(enroller, "+49 30 901820", HOME));
        as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(enroller, NUMBER, HOME));
        as(BeginSmsOutcome.TooSoon.class, journeys.enrolments.beginSms(enroller, OTHER, HOME));
        assertThat(journeys.enrolments.pendingSms(enroller)).isPresent();
    }

    @EachDatabase
    void serverWhenItCannotSendTextsOrPolicyHasNoneThenPhonesAreNotOffered(Databases databases) {
        for (Journeys journeys :
                List.of(Journeys.on(databases), Journeys.withTexts(databases, p -> p.factors(FactorType.TOTP)))) {
            Enroller enroller = new Enroller.BySession(
                    as(SignedIn.class, journeys.person().start()).session());
            assertThat(journeys.enrolments.offered(enroller))
                    .contains(FactorType.TOTP)
                    .doesNotContain(FactorType.SMS);
            as(BeginSmsOutcome.NotAllowed.class, journeys.enrolments.beginSms(enroller, NUMBER, HOME));
        }
        Journeys journeys = texts(databases);
        assertThat(journeys.enrolments.offered(new Enroller.BySession(
                        as(SignedIn.class, journeys.person().start()).session())))
                .containsExactly(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS);
    }

    @EachDatabase
    void phoneWhenRemovedThenPasswordAloneSignsIn(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        Challenged challenged = person.challenged();
        send(journeys, person, challenged);
        SignedIn in = as(SignedIn.class, person.answer(challenged, FactorType.SMS, journeys.textedCode(), false));
        String id =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();

        assertThat(journeys.enrolments.rename(in.session(), id, "Mine")).isFalse();
        as(RemoveOutcome.Removed.class, journeys.enrolments.remove(in.session(), id, HOME));
        as(SignedIn.class, person.start());
    }

    @EachDatabase
    void accountWhenResetThenItsPhoneIsGone(Databases databases) {
        Journeys journeys = texts(databases);
        var person = withPhone(journeys);
        journeys.resets.reset(person.account.id(), null, "lost phone");

        assertThat(journeys.rooms.phones().numbers().active(person.account.id()))
                .isEmpty();
        assertThat(person.challenged().challenge().factor()).isEqualTo(FactorType.HAND_OVER);
    }
}
