package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

/// The second step: what a challenge takes, from whom, for how long.
class VerifyTest {

    @EachDatabase
    void codeWhenOneStepOffThenItIsTakenAndTwoStepsOffItIsNot(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        journeys.clock.advance(Duration.ofMinutes(5));

        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(-30))))
                .isInstanceOf(SignedIn.class);
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(30))))
                .isInstanceOf(SignedIn.class);
        journeys.clock.advance(Duration.ofMinutes(5));
        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(-60))))
                .isInstanceOf(VerifyOutcome.Incorrect.class);
        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(60))))
                .isInstanceOf(VerifyOutcome.Incorrect.class);
    }

    @EachDatabase
    void codeWhenItConfirmedTheEnrolmentThenItDoesNotSignIn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        person.enrol(person.signIn());

        assertThat(person.answer(person.challenged(), person.code())).isEqualTo(new VerifyOutcome.AlreadyUsed(4));
        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(-30))))
                .isInstanceOf(VerifyOutcome.AlreadyUsed.class);
        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(30))))
                .isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void codeWhenSentAgainThenItCostsAnAttemptButNotTheRun(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        person.answer(person.challenged(), person.code());
        for (int round = 0; round < 3; round++) {
            Challenged challenged = person.challenged();
            for (int left = 4; left >= 0; left--) {
                assertThat(person.answer(challenged, person.code())).isEqualTo(new VerifyOutcome.AlreadyUsed(left));
            }
            assertThat(person.answer(challenged, person.code())).isInstanceOf(VerifyOutcome.Spent.class);
        }
        assertThat(person.answer(person.challenged(), person.code(Duration.ofSeconds(30))))
                .isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void clockWhenItJumpsBackThenUsedCodesStayUsedAndBackupCodesHelp(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        String code = person.code();
        assertThat(person.answer(person.challenged(), code)).isInstanceOf(SignedIn.class);

        journeys.clock.advance(Duration.ofHours(-1));
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(VerifyOutcome.AlreadyUsed.class);
        assertThat(person.answer(person.challenged(), code)).isNotInstanceOf(SignedIn.class);
        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.getLast(), false))
                .isInstanceOf(SignedIn.class);
        journeys.clock.advance(Duration.ofHours(1));
        assertThat(person.answer(person.challenged(), code)).isNotInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void phonesClockWhenItIsOffThenThatIsSaidAfterTwoCodesThatAgree(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        journeys.clock.advance(Duration.ofHours(1));
        Duration behind = Duration.ofMinutes(-4);
        Challenged challenged = person.challenged();

        assertThat(person.answer(challenged, person.code(behind))).isEqualTo(new VerifyOutcome.Incorrect(4, null));
        assertThat(person.answer(challenged, person.code(behind))).isEqualTo(new VerifyOutcome.Incorrect(3, null));
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(challenged, person.code(behind)))
                .isEqualTo(new VerifyOutcome.Incorrect(2, Duration.ofMinutes(4)));

        journeys.clock.advance(Duration.ofHours(1));
        Challenged another = person.challenged();
        person.answer(another, person.code(Duration.ofMinutes(10)));
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(another, person.code(Duration.ofMinutes(10))))
                .isEqualTo(new VerifyOutcome.Incorrect(3, Duration.ofMinutes(-10)));
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(another, person.code(Duration.ofSeconds(630))))
                .isEqualTo(new VerifyOutcome.Incorrect(2, null));
    }

    @EachDatabase
    void challengeWhenAnotherBrowserHasItThenItIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Journeys.Person other = journeys.enrolled();
        Challenged challenged = person.challenged();
        other.challenged();

        for (String device : new String[] {null, other.device, "cs_device_nonsense"}) {
            assertThat(journeys.signIns.challenge(challenged.token().text(), device))
                    .isEmpty();
            assertThat(journeys.signIns.verify(new Response(
                            challenged.token().text(), FactorType.TOTP, person.code(), false, device, HOME)))
                    .isInstanceOf(VerifyOutcome.Expired.class);
        }
        assertThat(journeys.signIns.challenge(challenged.token().text(), person.device))
                .isPresent();
        assertThat(person.answer(challenged, other.code())).isInstanceOf(VerifyOutcome.Incorrect.class);
        assertThat(person.answer(challenged, person.code())).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void challengeWhenItIsOverThenARightCodeIsNotUsedUp(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Challenged cancelled = person.challenged();
        journeys.signIns.cancel(cancelled.token().text());
        Challenged old = person.challenged();
        journeys.clock.advance(SessionIssuer.CHALLENGE);

        assertThat(person.answer(cancelled, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(person.answer(old, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(person.answer(old, FactorType.BACKUP_CODE, person.backupCodes.getFirst(), false))
                .isInstanceOf(VerifyOutcome.Expired.class);
        Challenged answered = person.challenged();
        assertThat(person.answer(answered, person.code())).isInstanceOf(SignedIn.class);
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(answered, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(journeys.signIns.challenge(answered.token().text(), person.device))
                .isEmpty();
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
        assertThat(journeys.backupCodeSets.standing(person.account.id()).left()).isEqualTo(10);
    }

    @EachDatabase
    void challengeWhenAskedForWhatItDoesNotTakeThenItSaysSo(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();

        for (FactorType type : FactorType.values()) {
            if (type != FactorType.TOTP && type != FactorType.BACKUP_CODE) {
                assertThat(person.answer(person.challenged(), type, person.code(), false))
                        .isInstanceOf(VerifyOutcome.NotOffered.class);
            }
        }
    }

    @EachDatabase
    void sessionTokenWhenSentAsAChallengeThenItIsNone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        Challenged challenged = person.challenged();

        assertThat(journeys.visits.present(challenged.token().text())).isInstanceOf(Presence.Absent.class);
        assertThat(journeys.signIns.grant(challenged.token().text())).isEmpty();
        assertThat(journeys.signIns.verify(
                        new Response(in.token().text(), FactorType.TOTP, person.code(), false, person.device, HOME)))
                .isInstanceOf(VerifyOutcome.Expired.class);
    }

    @EachDatabase
    void backupCodeWhenUsedThenItsNumberIsOnRecordAndItWorksNoMore(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        String code = person.backupCodes.get(6).replace("-", "").toLowerCase(java.util.Locale.ROOT);

        SignedIn in = as(SignedIn.class, person.answer(person.challenged(), FactorType.BACKUP_CODE, code, false));
        assertThat(in.session().provenAt(FactorType.BACKUP_CODE)).contains(journeys.clock.instant());
        assertThat(journeys.rooms.audit().latest(person.account.id(), 10).stream()
                        .filter(e -> e.type().equals("backup-code-used"))
                        .map(e -> e.data()))
                .containsExactly(java.util.Map.of("number", 7, "left", 9));

        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, code, false))
                .isInstanceOf(VerifyOutcome.AlreadyUsed.class);
        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, code.substring(0, 9) + "2", false))
                .isNotInstanceOf(SignedIn.class);
        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, "", false))
                .isInstanceOf(VerifyOutcome.Incorrect.class);
    }

    @EachDatabase
    void backupCodesWhenThreeAreLeftThenThatIsOwed(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        for (int i = 0; i < 7; i++) {
            SignedIn in = as(
                    SignedIn.class,
                    person.answer(person.challenged(), FactorType.BACKUP_CODE, person.backupCodes.get(i), false));
            assertThat(in.owes().contains(Owed.BACKUP_CODES_LOW)).isEqualTo(i == 6);
        }
    }
}
