package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.PASSWORD;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/// What begins a new epoch against what is on its way in the one before: whoever comes first, nothing of the old
/// one is alive afterwards.
class EpochRaceTest {
    private static final int ROUNDS = 5;

    @EachDatabase
    void oldAppsCodeWhenItRacesTheSwapThenItOpensNothingThatStays(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < ROUNDS; round++) {
            Journeys.Person person = journeys.enrolled();
            SignedIn in = person.signIn();
            journeys.clock.advance(Duration.ofSeconds(30));
            Enroller enroller = new Enroller.BySession(in.session());
            var pending = as(BeginOutcome.Begun.class, journeys.enrolments.beginTotp(enroller, "aegis", HOME))
                    .pending();
            Challenged challenged = person.challenged();
            String oldCode = person.code();
            person.secret = pending.secret();
            String newCode = person.code();

            List<Callable<Object>> both = List.of(
                    () -> journeys.enrolments.confirm(enroller, pending.id(), newCode, HOME),
                    () -> person.answer(challenged, FactorType.TOTP, oldCode, true));
            List<Object> outcomes = AtOnce.run(both);

            assertThat(outcomes.getFirst()).isInstanceOf(ConfirmOutcome.Confirmed.class);
            if (outcomes.getLast() instanceof SignedIn old) {
                assertThat(person.present(old)).isFalse();
            }
            assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
            assertThat(journeys.visits.devices(in.session())).isEmpty();
            person.device = null;
            assertThat(person.answer(person.challenged(), oldCode)).isNotInstanceOf(SignedIn.class);
        }
    }

    @EachDatabase
    void resetWhenItRacesEverythingElseThenNothingOfBeforeIsAlive(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < ROUNDS; round++) {
            Journeys.Person person = journeys.enrolled();
            SignedIn in = person.signIn();
            Journeys.Person elsewhere = journeys.person(person.account);
            Challenged challenged = elsewhere.challenged();
            journeys.clock.advance(Duration.ofSeconds(30));
            String code = person.code();
            Enroller enroller = new Enroller.BySession(in.session());
            var pending = as(BeginOutcome.Begun.class, journeys.enrolments.beginTotp(enroller, "aegis", HOME))
                    .pending();
            person.secret = pending.secret();
            String newCode = person.code();

            List<Callable<Object>> all = List.of(
                    () -> journeys.resets.reset(person.account.id(), null, "lost phone"),
                    () -> elsewhere.answer(challenged, FactorType.TOTP, code, true),
                    () -> journeys.backupCodeSets.make(in.session(), HOME),
                    () -> journeys.enrolments.confirm(enroller, pending.id(), newCode, HOME),
                    () -> journeys.signIns.start(
                            new PasswordSignIn(person.account.email(), PASSWORD, null, true, HOME)));
            AtOnce.run(all);

            assertThat(journeys.rooms.factors().list(person.account.id())).isEmpty();
            assertThat(journeys.count("select count(*) from totp where account_id = ?", person.account.id()))
                    .isZero();
            assertThat(journeys.backupCodeSets.standing(person.account.id()).of())
                    .isZero();
            assertThat(journeys.rooms
                            .sessions()
                            .open(person.account.id(), person.now().epoch(), journeys.clock.instant()))
                    .isEmpty();
            assertThat(journeys.rooms.devices().list(person.account.id(), journeys.clock.instant()))
                    .isEmpty();
            assertThat(as(Challenged.class, person.start()).challenge().purpose())
                    .isEqualTo(Challenge.Purpose.ENROLMENT);
        }
    }

    @EachDatabase
    void factorWhenRemovedFromTwoSessionsAtOnceThenOnceAndOneSessionGoesOn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < ROUNDS; round++) {
            Journeys.Person person = journeys.enrolled();
            SignedIn one = person.signIn();
            SignedIn two = person.signIn();
            String factor = journeys.rooms
                    .factors()
                    .list(person.account.id())
                    .getFirst()
                    .id();

            List<RemoveOutcome> outcomes =
                    AtOnce.run(2, i -> journeys.enrolments.remove((i == 0 ? one : two).session(), factor, HOME));

            assertThat(outcomes.stream().filter(RemoveOutcome.Removed.class::isInstance))
                    .hasSize(1);
            assertThat(person.present(one)).isNotEqualTo(person.present(two));
            assertThat(person.now().epoch()).isEqualTo(2);
        }
    }

    @EachDatabase
    void sessionWhenSteppedUpTwiceAtOnceThenOneTokenOpensIt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();

        List<PasswordAgainOutcome> outcomes =
                AtOnce.run(4, i -> journeys.stepUps.passwordAgain(in.session(), PASSWORD, HOME));

        assertThat(outcomes.stream()
                        .filter(o -> o instanceof PasswordAgainOutcome.SteppedUp up
                                && journeys.visits.present(up.token().text()) instanceof Presence.Present))
                .hasSize(1);
        assertThat(person.present(in)).isFalse();
    }
}
