package dev.countersign.journeys.recovery;

import static dev.countersign.journeys.recovery.LostPhone.ALLOWED;
import static dev.countersign.journeys.recovery.LostPhone.WAIT;
import static dev.countersign.journeys.recovery.LostPhone.begun;
import static dev.countersign.journeys.recovery.LostPhone.enrolled;
import static dev.countersign.journeys.recovery.LostPhone.finish;
import static dev.countersign.journeys.recovery.LostPhone.link;
import static dev.countersign.journeys.recovery.LostPhone.only;
import static dev.countersign.journeys.recovery.LostPhone.standing;
import static dev.countersign.journeys.recovery.LostPhone.start;
import static dev.countersign.journeys.recovery.LostPhone.token;
import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome.Finished;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome.NotThere;
import dev.countersign.journeys.recovery.FinishRecoveryOutcome.NotYet;
import dev.countersign.journeys.recovery.StartRecoveryOutcome.LinkSent;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.StepUpOutcome;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.journeys.signin.WaitingRecoveries;
import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.Journeys.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/// Account recovery from the lost phone to the new one, and all that stops it.
class RecoveriesTest {
    @EachDatabase
    void recoveryWhenWaitedForThenRemovesEverySecondStep(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        SignedIn in = person.signIn(true);
        person.device = null;
        journeys.sent();
        Challenged challenged = person.challenged();

        assertThat(standing(journeys, person, challenged)).isInstanceOf(RecoveryStanding.Offered.class);
        LinkSent sent = as(LinkSent.class, start(journeys, person, challenged));
        assertThat(sent.sentTo()).startsWith("p•••@");
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
        Message mail = only(journeys.sent(), MessageKind.RECOVERY_LINK);
        assertThat(mail.to()).isEqualTo(person.account.email());
        String link = token(mail);
        var behind = journeys.recoveries.look(link, HOME).orElseThrow();
        assertThat(behind.length()).isEqualTo(WAIT);
        assertThat(journeys.recoveries.of(person.now())).isEmpty();

        Instant begun = journeys.clock.instant();
        Waiting waiting = journeys.recoveries.begin(link, HOME).orElseThrow();
        assertThat(waiting.readyAt()).isEqualTo(begun.plus(WAIT));
        assertThat(waiting.overAt()).isEqualTo(begun.plus(WAIT).plus(WaitingRecoveries.OPEN));
        Message told = only(journeys.sent(), MessageKind.NOTICE);
        assertThat(told.fields())
                .containsEntry("event", NoticeEvent.RECOVERY_STARTED.word())
                .containsEntry("until", String.valueOf(waiting.readyAt().toEpochMilli()));
        assertThat(told.fields().get("link")).contains("/not-me/");
        assertThat(standing(journeys, person, challenged)).isInstanceOf(RecoveryStanding.Waits.class);
        assertThat(start(journeys, person, challenged)).isInstanceOf(StartRecoveryOutcome.Waits.class);

        journeys.clock.advance(WAIT.minusMillis(1));
        assertThat(finish(journeys, person, person.challenged())).isEqualTo(new NotYet(waiting.readyAt()));
        journeys.clock.advance(Duration.ofMillis(1));
        Challenged back = person.challenged();
        assertThat(standing(journeys, person, back)).isInstanceOf(RecoveryStanding.Ready.class);
        journeys.sent();
        assertThat(finish(journeys, person, back)).isInstanceOf(Finished.class);

        assertThat(person.present(in)).isFalse();
        assertThat(journeys.rooms.factors().list(person.account.id())).isEmpty();
        assertThat(journeys.backupCodeSets.standing(person.account.id()).of()).isZero();
        assertThat(journeys.rooms.devices().list(person.account.id(), journeys.clock.instant()))
                .isEmpty();
        assertThat(person.answer(back, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(finish(journeys, person, back)).isInstanceOf(FinishRecoveryOutcome.Expired.class);
        assertThat(only(journeys.sent(), MessageKind.NOTICE).fields())
                .containsEntry("event", NoticeEvent.RECOVERY_FINISHED.word());
        // The password alone still opens nothing: the mailbox is asked for again, and a factor is set up first.
        Challenged anew = as(Challenged.class, person.start());
        assertThat(anew.challenge().ways()).extracting(way -> way.type()).containsExactly(FactorType.EMAIL);
        assertThat(standing(journeys, person, anew)).isNotInstanceOf(RecoveryStanding.Offered.class);
        assertThat(start(journeys, person, anew)).isNotInstanceOf(LinkSent.class);
        assertThat(journeys.events(person))
                .contains("recovery-asked", "recovery-started", "recovery-finished", "two-step-reset");
    }

    @EachDatabase
    void recoveryWhenNotAllowedOrNothingIsLostThenIsNotOffered(Databases databases) {
        Journeys off = Journeys.withMail(databases);
        Person person = enrolled(off);
        Challenged challenged = person.challenged();
        off.sent();
        assertThat(standing(off, person, challenged)).isInstanceOf(RecoveryStanding.NotOffered.class);
        assertThat(start(off, person, challenged)).isInstanceOf(StartRecoveryOutcome.NotOffered.class);
        assertThat(off.sent()).isEmpty();

        // Allowed by policy, but no mail goes.
        Journeys silent = off.restarted(ALLOWED);
        assertThat(silent.recoveries.start(challenged.token().text(), person.device, HOME))
                .isInstanceOf(StartRecoveryOutcome.NotOffered.class);
    }

    @EachDatabase
    void startWhenTheSignInIsSomebodyElsesOrOverThenNothingIsSent(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        Person other = enrolled(journeys);
        Challenged challenged = person.challenged();
        other.challenged();
        journeys.sent();

        for (String device : new String[] {null, other.device, "cs_device_" + "a".repeat(43)}) {
            assertThat(journeys.recoveries.start(challenged.token().text(), device, ELSEWHERE))
                    .isInstanceOf(StartRecoveryOutcome.Expired.class);
            assertThat(journeys.recoveries.standing(challenged.token().text(), device))
                    .isInstanceOf(RecoveryStanding.Expired.class);
        }
        assertThat(journeys.recoveries.start("cs_challenge_" + "a".repeat(43), person.device, HOME))
                .isInstanceOf(StartRecoveryOutcome.Expired.class);
        SignedIn in = other.signIn();
        journeys.sent();
        var stepUp = as(StepUpOutcome.Opened.class, journeys.stepUps.open(in.session(), HOME));
        assertThat(journeys.recoveries.start(stepUp.token().text(), other.device, HOME))
                .isInstanceOf(StartRecoveryOutcome.Expired.class);
        journeys.clock.advance(Duration.ofMinutes(10));
        assertThat(start(journeys, person, challenged)).isInstanceOf(StartRecoveryOutcome.Expired.class);
        assertThat(journeys.sent()).isEmpty();
    }

    @EachDatabase
    void linksWhenAskedForAgainAndAgainThenAreLimited(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        Challenged challenged = person.challenged();
        journeys.sent();

        List<StartRecoveryOutcome> outcomes = AtOnce.run(10, _ -> start(journeys, person, challenged));

        assertThat(outcomes).filteredOn(LinkSent.class::isInstance).hasSize(3);
        assertThat(outcomes)
                .filteredOn(StartRecoveryOutcome.Delayed.class::isInstance)
                .hasSize(7);
        assertThat(journeys.sent()).hasSize(3);
    }

    @EachDatabase
    void linkWhenUsedAgainOldOrOfAnotherEpochThenIsRefused(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        String late = link(journeys, person);
        journeys.clock.advance(Recoveries.LINK);
        assertThat(journeys.recoveries.look(late, HOME)).isEmpty();
        assertThat(journeys.recoveries.begin(late, HOME)).isEmpty();
        assertThat(journeys.recoveries.begin("cs_recovery_" + "a".repeat(43), HOME))
                .isEmpty();

        String old = link(journeys, person);
        String password = journeys.passwordChanges.newLink(person.account.id()).text();
        journeys.passwordChanges.byLink(password, PASSWORD + "s", HOME);
        assertThat(journeys.recoveries.begin(old, HOME)).isEmpty();
        assertThat(journeys.recoveries.of(person.now())).isEmpty();
    }

    @EachDatabase
    void linkWhenUsedTwentyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        String link = link(journeys, person);

        var begun = AtOnce.run(20, _ -> journeys.recoveries.begin(link, HOME));

        assertThat(begun).filteredOn(each -> each.isPresent()).hasSize(1);
        only(journeys.sent(), MessageKind.NOTICE);
        assertThat(journeys.events(person))
                .filteredOn("recovery-started"::equals)
                .hasSize(1);
        assertThat(journeys.events(person)).contains("link-reused");
    }

    /// A second link neither shortens nor lengthens what waits.
    @EachDatabase
    void linkWhenOneWaitsAlreadyThenItGoesOnAsItIs(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        String first = link(journeys, person);
        String second = link(journeys, person);
        Waiting waiting = journeys.recoveries.begin(first, HOME).orElseThrow();
        journeys.sent();
        journeys.clock.advance(Duration.ofMinutes(5));

        assertThat(journeys.recoveries.begin(second, HOME)).contains(waiting);
        assertThat(journeys.sent()).isEmpty();
    }

    @EachDatabase
    void finishWhenOfAnotherAccountOrOldThenNobodyIsRecovered(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        Person other = enrolled(journeys);
        Challenged before = person.challenged();
        begun(journeys, person);
        assertThat(finish(journeys, person, before)).isInstanceOf(NotYet.class);
        journeys.clock.advance(WAIT);

        assertThat(finish(journeys, person, before)).isInstanceOf(FinishRecoveryOutcome.Expired.class);
        Challenged others = other.challenged();
        assertThat(finish(journeys, other, others)).isInstanceOf(NotThere.class);
        Challenged back = person.challenged();
        assertThat(journeys.recoveries.finish(back.token().text(), other.device, ELSEWHERE))
                .isInstanceOf(FinishRecoveryOutcome.Expired.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
        assertThat(journeys.rooms.factors().list(other.account.id())).hasSize(1);

        journeys.clock.advance(WaitingRecoveries.OPEN);
        assertThat(finish(journeys, person, person.challenged())).isInstanceOf(NotThere.class);
        journeys.sent();
        journeys.recoveries.sweep(journeys.clock.instant());
        journeys.recoveries.sweep(journeys.clock.instant());
        assertThat(journeys.count("select count(*) from recovery")).isZero();
        assertThat(only(journeys.sent(), MessageKind.NOTICE).fields())
                .containsEntry("event", NoticeEvent.RECOVERY_CANCELLED.word());
    }

    @EachDatabase
    void finishWhenPostedTwentyTimesAtOnceThenOneWins(Databases databases) {
        Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
        Person person = enrolled(journeys);
        begun(journeys, person);
        journeys.clock.advance(WAIT);
        Challenged one = person.challenged();
        Challenged two = person.challenged();
        long epoch = person.now().epoch();

        var outcomes = AtOnce.run(20, i -> finish(journeys, person, i % 2 == 0 ? one : two));

        assertThat(outcomes).filteredOn(Finished.class::isInstance).hasSize(1);
        assertThat(person.now().epoch()).isEqualTo(epoch + 1);
        assertThat(journeys.events(person)).filteredOn("two-step-reset"::equals).hasSize(1);
    }

    @EachDatabase
    void finishWhenCancelledAtTheSameMomentThenOneOfThemWins(Databases databases) {
        for (int round = 0; round < 8; round++) {
            Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
            Person person = enrolled(journeys);
            SignedIn in = person.signIn();
            begun(journeys, person);
            journeys.clock.advance(WAIT);
            Challenged back = person.challenged();

            List<Callable<Object>> both =
                    List.of(() -> finish(journeys, person, back), () -> journeys.recoveries.cancel(in.session(), HOME));
            List<Object> outcomes = AtOnce.run(both);

            boolean finished = outcomes.getFirst() instanceof Finished;
            assertThat(outcomes.get(1)).isEqualTo(!finished);
            assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(finished ? 0 : 1);
        }
    }

    @EachDatabase
    void finishWhenACodeIsTypedAtTheSameMomentThenOneOfThemWins(Databases databases) {
        for (int round = 0; round < 8; round++) {
            Journeys journeys = Journeys.withMail(databases).mailing(ALLOWED);
            Person person = enrolled(journeys);
            begun(journeys, person);
            journeys.clock.advance(WAIT);
            Challenged one = person.challenged();
            Challenged two = person.challenged();
            String code = person.code();

            List<Callable<Object>> both = List.of(() -> finish(journeys, person, one), () -> person.answer(two, code));
            List<Object> outcomes = AtOnce.run(both);

            boolean finished = outcomes.getFirst() instanceof Finished;
            boolean cancelled = journeys.events(person).contains("recovery-cancelled");
            assertThat(finished).isNotEqualTo(cancelled);
            assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(finished ? 0 : 1);
        }
    }
}
