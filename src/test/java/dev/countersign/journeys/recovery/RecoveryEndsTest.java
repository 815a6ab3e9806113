package dev.countersign.journeys.recovery;

import static dev.countersign.journeys.recovery.LostPhone.ALLOWED;
import static dev.countersign.journeys.recovery.LostPhone.WAIT;
import static dev.countersign.journeys.recovery.LostPhone.begun;
import static dev.countersign.journeys.recovery.LostPhone.enrolled;
import static dev.countersign.journeys.recovery.LostPhone.finish;
import static dev.countersign.journeys.recovery.LostPhone.link;
import static dev.countersign.journeys.recovery.LostPhone.only;
import static dev.countersign.journeys.recovery.LostPhone.standing;
import static dev.countersign.journeys.recovery.LostPhone.token;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginSmsOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome.Finished;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome.NotThere;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome.NotYet;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.StepUpOutcome;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.util.List;

/// What cancels an account recovery that waits, what makes it wait anew, and what leaves it dead.
class RecoveryEndsTest {
    @EachDatabase
    void recoveryWhenAnyNoticeSaysNotMeThenIsCancelled(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        person.signIn();
        String earlier = token(only(journeys.sent(), MessageKind.NOTICE));
        person.device = null;
        begun(journeys, person);

        assertThat(journeys.notMe.act(earlier, HOME)).isPresent();

        assertThat(journeys.recoveries.of(person.now())).isEmpty();
        List<Message> mails = journeys.sent();
        assertThat(mails)
                .anySatisfy(mail ->
                        assertThat(mail.fields()).containsEntry("event", NoticeEvent.RECOVERY_CANCELLED.word()));
        assertThat(journeys.events(person)).contains("recovery-cancelled");
        String link = token(mails.stream()
                .filter(mail -> mail.kind() == MessageKind.PASSWORD_LINK)
                .findFirst()
                .orElseThrow());
        journeys.passwordChanges.byLink(link, "a wholly new heron", HOME);
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
        assertThat(journeys.count("select count(*) from recovery")).isZero();
    }

    @EachDatabase
    void recoveryWhenASecondStepIsPassedThenIsCancelled(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        SignedIn in = person.signIn();

        begun(journeys, person);
        Challenged challenged = person.challenged();
        assertThat(person.answer(challenged, person.wrongCode())).isInstanceOf(VerifyOutcome.Incorrect.class);
        assertThat(journeys.recoveries.of(person.now())).isPresent();
        as(SignedIn.class, person.answer(challenged, FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false));
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
        assertThat(journeys.sent())
                .anySatisfy(
                        mail -> assertThat(mail.fields().toString()).contains(NoticeEvent.RECOVERY_CANCELLED.word()));

        begun(journeys, person);
        var stepUp = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        journeys.clock.advance(Duration.ofSeconds(30));
        var up = journeys.signIns.verify(
                Response.toStepUp(in.session(), stepUp.token().text(), FactorType.TOTP, person.code(), null, HOME));
        as(VerifyOutcome.SteppedUp.class, up);
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
    }

    /// A remembered device proves no second step, but whoever is signed in can cancel.
    @EachDatabase
    void recoveryWhenSignedInOnARememberedDeviceThenGoesOnUntilItIsCancelledThere(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        person.signIn(true);
        String remembered = person.device;
        person.device = null;
        begun(journeys, person);
        person.device = remembered;

        SignedIn in = as(SignedIn.class, person.start());
        assertThat(journeys.recoveries.of(person.now())).isPresent();
        journeys.sent();
        assertThat(journeys.recoveries.cancel(in.session(), HOME)).isTrue();
        assertThat(journeys.recoveries.cancel(in.session(), HOME)).isFalse();
        assertThat(only(journeys.sent(), MessageKind.NOTICE).fields())
                .containsEntry("event", NoticeEvent.RECOVERY_CANCELLED.word());
        journeys.clock.advance(WAIT);
        person.device = null;
        assertThat(finish(journeys, person, person.challenged())).isInstanceOf(NotThere.class);
    }

    @EachDatabase
    void recoveryWhenThePasswordIsChangedThenWaitsAnew(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        begun(journeys, person);
        journeys.clock.advance(Duration.ofHours(71));
        String link = journeys.passwordChanges.newLink(person.account.id()).text();
        journeys.passwordChanges.byLink(link, "a wholly new heron", HOME);

        Waiting anew = journeys.recoveries.of(person.now()).orElseThrow();
        assertThat(anew.readyAt()).isEqualTo(journeys.clock.instant().plus(WAIT));
        assertThat(journeys.sent())
                .anySatisfy(mail -> assertThat(mail.fields().toString())
                        .contains(
                                NoticeEvent.RECOVERY_STARTED.word(),
                                String.valueOf(anew.readyAt().toEpochMilli())));
        assertThat(journeys.events(person)).contains("recovery-restarted");
        journeys.clock.advance(Duration.ofHours(1));
        Challenged soon = as(Challenged.class, person.start("a wholly new heron", HOME));
        assertThat(finish(journeys, person, soon)).isInstanceOf(NotYet.class);
        journeys.clock.advance(Duration.ofHours(71));
        Challenged back = as(Challenged.class, person.start("a wholly new heron", HOME));
        assertThat(finish(journeys, person, back)).isInstanceOf(Finished.class);
    }

    @EachDatabase
    void recoveryWhenFactorsChangeOrSupportResetsThenIsOver(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        journeys.clock.advance(Duration.ofSeconds(30));
        SignedIn fresh = person.signIn();
        person.device = null;
        begun(journeys, person);
        person.enrol(fresh);
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
        journeys.clock.advance(WAIT);
        assertThat(finish(journeys, person, person.challenged())).isInstanceOf(NotThere.class);
        journeys.recoveries.sweep(journeys.clock.instant());
        assertThat(journeys.count("select count(*) from recovery")).isZero();

        begun(journeys, person);
        journeys.resets.reset(person.account.id(), null, "lost phone");
        assertThat(journeys.count("select count(*) from recovery")).isZero();
        assertThat(journeys.events(person)).contains("recovery-cancelled");
    }

    /// What was begun by the mailbox of another address counts for nothing.
    @EachDatabase
    void recoveryWhenTheAddressChangesThenIsOverAndItsLinksToo(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        String first = link(journeys, person);
        String second = link(journeys, person);
        assertThat(journeys.recoveries.begin(first, HOME)).isPresent();
        journeys.db.inTransaction(() -> {
            journeys.db
                    .sql()
                    .sql("update account set email = ? where id = ?")
                    .params("elsewhere@example.org", person.account.id())
                    .update();
        });

        assertThat(journeys.recoveries.of(person.now())).isEmpty();
        assertThat(journeys.recoveries.look(second, HOME)).isEmpty();
        assertThat(journeys.recoveries.begin(second, HOME)).isEmpty();
        journeys.clock.advance(WAIT);
        Challenged back = person.challenged();
        assertThat(finish(journeys, person, back)).isInstanceOf(NotThere.class);
    }

    @EachDatabase
    void recoveryWhenPolicyTurnsItOffOrWaitsLongerThenThatHolds(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        Waiting waiting = begun(journeys, person);
        journeys.clock.advance(WAIT);

        Journeys longer = journeys.mailing(p -> p.recovery(Recovery.WAIT).recoveryWaitHours(100));
        assertThat(finish(longer, person, person.challenged()))
                .isEqualTo(new NotYet(waiting.begunAt().plus(Duration.ofHours(100))));
        Journeys off = journeys.mailing(p -> p);
        Challenged challenged = person.challenged();
        assertThat(finish(off, person, challenged)).isInstanceOf(NotThere.class);
        assertThat(standing(off, person, challenged)).isInstanceOf(RecoveryStanding.NotOffered.class);
        off.recoveries.sweep(off.clock.instant());
        assertThat(finish(journeys, person, challenged)).isInstanceOf(NotThere.class);
    }

    @EachDatabase
    void recoveryWhenBegunThenAPhoneIsToldByText(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = withPhone(journeys);

        assertThat(journeys.recoveries.begin(link(journeys, person), HOME)).isPresent();

        Message text = only(journeys.sent(Channel.TEXT), MessageKind.NOTICE);
        assertThat(text.to()).isEqualTo("+4915123456789");
        assertThat(text.fields()).containsEntry("event", NoticeEvent.RECOVERY_STARTED.word());
        assertThat(journeys.notMe.act(token(text), HOME)).isPresent();
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
    }

    @EachDatabase
    void recoveryWhenFinishedThenThePhoneThatWasRemovedIsToldWithAWayOut(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = withPhone(journeys);
        begun(journeys, person);
        journeys.sent(Channel.TEXT);
        journeys.clock.advance(WAIT);

        assertThat(finish(journeys, person, person.challenged())).isInstanceOf(Finished.class);

        Message text = only(journeys.sent(Channel.TEXT), MessageKind.NOTICE);
        assertThat(text.to()).isEqualTo("+4915123456789");
        assertThat(text.fields()).containsEntry("event", NoticeEvent.RECOVERY_FINISHED.word());
        assertThat(journeys.notMe.act(token(text), HOME)).isPresent();
        assertThat(person.start()).isInstanceOf(SignInOutcome.InvalidCredentials.class);
    }

    private static Person withPhone(Journeys journeys) {
        Person person = journeys.confirmed("en", "UTC");
        SignedIn in = as(SignedIn.class, person.arrive());
        var enroller = new Enroller.BySession(in.session());
        var phone = as(BeginSmsOutcome.Begun.class, journeys.enrolments.beginSms(enroller, "+49 1512 3456789", HOME));
        as(
                ConfirmOutcome.Confirmed.class,
                journeys.enrolments.confirm(enroller, phone.id(), journeys.textedCode(), HOME));
        person.device = null;
        return person;
    }
}
