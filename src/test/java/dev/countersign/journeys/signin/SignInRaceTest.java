package dev.countersign.journeys.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.NewCodesOutcome;
import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// What happens when the same thing is tried many times at one moment.
class SignInRaceTest {

    @EachDatabase
    void appCodeWhenSentToFiftyChallengesAtOnceThenOneSignsIn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        List<Challenged> challenges = challenges(person, 50);
        String code = person.code();

        List<VerifyOutcome> outcomes = AtOnce.run(50, i -> answer(journeys, challenges.get(i), FactorType.TOTP, code));

        assertThat(outcomes.stream().filter(SignedIn.class::isInstance)).hasSize(1);
        assertThat(journeys.count(
                        "select count(*) from session where account_id = ? and evidence like '%totp%'",
                        person.account.id()))
                .isEqualTo(2); // the one that enrolled, of the epoch before, and this one
        assertThat(outcomes.stream().filter(VerifyOutcome.LockedOut.class::isInstance))
                .isEmpty();
    }

    @EachDatabase
    void appCodeWhenSentManyTimesToOneChallengeAtOnceThenOneSignsIn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Challenged challenge = person.challenged();
        String code = person.code();

        List<VerifyOutcome> outcomes = AtOnce.run(20, i -> answer(journeys, challenge, FactorType.TOTP, code));

        assertThat(outcomes.stream().filter(SignedIn.class::isInstance)).hasSize(1);
    }

    @EachDatabase
    void backupCodeWhenSentToThirtyChallengesAtOnceThenOneSignsIn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        List<Challenged> challenges = challenges(person, 30);
        String code = person.backupCodes.getFirst();

        List<VerifyOutcome> outcomes =
                AtOnce.run(30, i -> answer(journeys, challenges.get(i), FactorType.BACKUP_CODE, code));

        assertThat(outcomes.stream().filter(SignedIn.class::isInstance)).hasSize(1);
        assertThat(journeys.backupCodeSets.standing(person.account.id()).left()).isEqualTo(9);
    }

    @EachDatabase
    void backupCodesWhenTwoAnswerOneChallengeAtOnceThenOnlyTheOneThatSignsInIsUsed(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        for (int round = 0; round < 4; round++) {
            Challenged challenge = person.challenged();
            int before = journeys.backupCodeSets.standing(person.account.id()).left();
            List<String> codes = person.backupCodes.subList(round * 2, round * 2 + 2);

            List<VerifyOutcome> outcomes =
                    AtOnce.run(2, i -> answer(journeys, challenge, FactorType.BACKUP_CODE, codes.get(i)));

            assertThat(outcomes.stream().filter(SignedIn.class::isInstance)).hasSize(1);
            assertThat(journeys.backupCodeSets.standing(person.account.id()).left())
                    .isEqualTo(before - 1);
        }
    }

    @EachDatabase
    void wrongCodesWhenTwoHundredComeAtOnceThenTenAreLookedAtAndFiveAChallenge(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        List<Challenged> challenges = challenges(person, 40);
        String wrong = person.wrongCode();

        List<VerifyOutcome> outcomes =
                AtOnce.run(200, i -> answer(journeys, challenges.get(i % 40), FactorType.TOTP, wrong));

        assertThat(journeys.events(person).stream().filter("second-step-failed"::equals))
                .hasSize(10);
        assertThat(outcomes).allMatch(outcome -> switch (outcome) {
            case VerifyOutcome.Incorrect ignored -> true;
            case VerifyOutcome.LockedOut ignored -> true;
            default -> false;
        });
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(VerifyOutcome.LockedOut.class);
    }

    @EachDatabase
    void wrongCodesWhenManyComeToOneChallengeAtOnceThenFiveAreLookedAt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Challenged challenge = person.challenged();
        String wrong = person.wrongCode();

        List<VerifyOutcome> outcomes = AtOnce.run(40, i -> answer(journeys, challenge, FactorType.TOTP, wrong));

        assertThat(journeys.events(person).stream().filter("second-step-failed"::equals))
                .hasSize(5);
        assertThat(outcomes.stream().filter(VerifyOutcome.Incorrect.class::isInstance))
                .hasSize(4);
        assertThat(outcomes.stream().filter(VerifyOutcome.Spent.class::isInstance))
                .hasSize(36);
    }

    @EachDatabase
    void wrongPasswordsWhenManyComeAtOnceThenFiveAreLookedAt(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();

        List<SignInOutcome> outcomes = AtOnce.run(
                60,
                i -> journeys.signIns.start(
                        new PasswordSignIn(person.account.email(), "wrong password", null, true, Journeys.ELSEWHERE)));

        assertThat(outcomes.stream().filter(SignInOutcome.InvalidCredentials.class::isInstance))
                .hasSize(5);
        assertThat(outcomes.stream().filter(SignInOutcome.Delayed.class::isInstance))
                .hasSize(55);
    }

    @EachDatabase
    void linksWhenUsedTwentyTimesAtOnceThenEachWorksOnce(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        String invitation = journeys.signUps.invite(null, Duration.ofDays(7)).text();
        Journeys invited = journeys.invitedOnly();

        List<SignUpOutcome> signedUp = AtOnce.run(20, i -> {
            var form = journeys.form("invited" + i + "@example.org");
            return invited.signUps.signUp(new dev.countersign.journeys.signup.NewAccount(
                    form.email(), form.password(), "Invited", invitation, "en", "UTC", true, null, form.origin()));
        });
        assertThat(signedUp.stream().filter(SignUpOutcome.Created.class::isInstance))
                .hasSize(1);
        assertThat(journeys.count("select count(*) from account")).isEqualTo(1);
        assertThat(journeys.count("select count(*) from session")).isEqualTo(1);

        String setUp = journeys.signUps.newSetUpLink().orElseThrow().text();
        List<SignUpOutcome> started = AtOnce.run(
                20, i -> journeys.signUps.firstStart(setUp, journeys.form("first" + i + "@example.org"), "Herons"));
        assertThat(started.stream().filter(SignUpOutcome.Created.class::isInstance))
                .hasSize(1);
        assertThat(journeys.count("select count(*) from account where operator = 1"))
                .isEqualTo(1);
        assertThat(journeys.count("select count(*) from organisation")).isEqualTo(1);

        Journeys.Person person = journeys.person();
        String link = journeys.passwordChanges.newLink(person.account.id()).text();
        List<NewPasswordOutcome> passwords =
                AtOnce.run(20, i -> journeys.passwordChanges.byLink(link, "another good heron " + i, Journeys.HOME));
        assertThat(passwords.stream().filter(NewPasswordOutcome.Changed.class::isInstance))
                .hasSize(1);
        assertThat(person.now().epoch()).isEqualTo(1);
    }

    @EachDatabase
    void addressWhenTwentySignUpWithItAtOnceThenOneHasIt(Databases databases) {
        Journeys journeys = Journeys.on(databases);

        List<SignUpOutcome> outcomes = AtOnce.run(20, i -> journeys.signUps.signUp(journeys.form("Same@example.org")));

        assertThat(outcomes.stream().filter(SignUpOutcome.Created.class::isInstance))
                .hasSize(1);
    }

    @EachDatabase
    void handOverCodeWhenUsedTwentyTimesAtOnceThenOneMayEnrol(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.enrolment(Enrolment.REQUIRED));
        Journeys.Person person = journeys.enrolled();
        String code = journeys.resets
                .reset(person.account.id(), null, "lost phone")
                .orElseThrow()
                .code();
        List<Challenged> challenges = challenges(person, 20);

        List<VerifyOutcome> outcomes =
                AtOnce.run(20, i -> answer(journeys, challenges.get(i), FactorType.HAND_OVER, code));

        assertThat(outcomes.stream().filter(SignInOutcome.MustEnrol.class::isInstance))
                .hasSize(1);
        assertThat(outcomes.stream().filter(SignedIn.class::isInstance)).isEmpty();
    }

    @EachDatabase
    void enrolmentWhenConfirmedTwiceAtOnceThenOnce(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < 5; round++) {
            Journeys.Person person = journeys.person();
            SignedIn in = person.signIn();
            Enroller enroller = new Enroller.BySession(in.session());
            var pending = Journeys.as(
                            BeginOutcome.Begun.class, journeys.enrolments.beginTotp(enroller, "aegis", Journeys.HOME))
                    .pending();
            person.secret = pending.secret();
            String code = person.code();

            List<ConfirmOutcome> outcomes =
                    AtOnce.run(4, i -> journeys.enrolments.confirm(enroller, pending.id(), code, Journeys.HOME));

            assertThat(outcomes.stream().filter(ConfirmOutcome.Confirmed.class::isInstance))
                    .hasSize(1);
            assertThat(outcomes.stream()
                            .filter(ConfirmOutcome.Expired.class::isInstance)
                            .toList())
                    .size()
                    .isLessThanOrEqualTo(3);
            assertThat(person.now().epoch()).isEqualTo(1);
            assertThat(journeys.count("select count(*) from backup_code where account_id = ?", person.account.id()))
                    .isEqualTo(10);
            assertThat(journeys.events(person).stream().filter("factor-added"::equals))
                    .hasSize(1);
        }
    }

    @EachDatabase
    void enrolmentWhenItRacesANewPasswordThenOneWinsAndNothingIsHalfDone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        for (int round = 0; round < 6; round++) {
            Journeys.Person person = journeys.person();
            SignedIn in = person.signIn();
            Enroller enroller = new Enroller.BySession(in.session());
            var pending = Journeys.as(
                            BeginOutcome.Begun.class, journeys.enrolments.beginTotp(enroller, "aegis", Journeys.HOME))
                    .pending();
            person.secret = pending.secret();
            String code = person.code();

            List<Callable<Object>> both = List.of(
                    () -> journeys.enrolments.confirm(enroller, pending.id(), code, Journeys.HOME),
                    () -> journeys.passwordChanges.change(
                            in.session(), Journeys.PASSWORD, "a wholly new heron", Journeys.HOME));
            List<Object> outcomes = AtOnce.run(both);

            boolean confirmed = outcomes.get(0) instanceof ConfirmOutcome.Confirmed;
            boolean changed = outcomes.get(1) instanceof NewPasswordOutcome.Changed;
            assertThat(confirmed).isNotEqualTo(changed);
            assertThat(person.now().epoch()).isEqualTo(1);
            assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(confirmed ? 1 : 0);
            assertThat(journeys.count(
                            "select count(*) from totp where account_id = ? and active = 1", person.account.id()))
                    .isEqualTo(confirmed ? 1 : 0);
            assertThat(journeys.backupCodeSets.standing(person.account.id()).of())
                    .isEqualTo(confirmed ? 10 : 0);
            SignInOutcome old = person.start(Journeys.PASSWORD, Journeys.HOME);
            assertThat(old instanceof SignInOutcome.InvalidCredentials).isEqualTo(changed);
        }
    }

    @EachDatabase
    void backupCodesWhenMadeTwiceAtOnceThenOneSetIsThere(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        for (int round = 0; round < 4; round++) {
            List<NewCodesOutcome> outcomes =
                    AtOnce.run(4, i -> journeys.backupCodeSets.make(in.session(), Journeys.HOME));

            assertThat(outcomes.stream().filter(NewCodesOutcome.Made.class::isInstance))
                    .isNotEmpty();
            assertThat(journeys.backupCodeSets.standing(person.account.id()))
                    .extracting(s -> s.left(), s -> s.of())
                    .containsExactly(10, 10);
            List<String> kept =
                    journeys.backupCodeSets.shown(in.session()).orElseThrow().codes();
            assertThat(outcomes)
                    .anyMatch(o -> o instanceof NewCodesOutcome.Made made
                            && made.codes().equals(kept));
        }
    }

    private static List<Challenged> challenges(Journeys.Person person, int count) {
        List<Challenged> challenges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            challenges.add(person.challenged());
        }
        return challenges;
    }

    /// As the browser would that holds the device secret of just that challenge.
    private static VerifyOutcome answer(Journeys journeys, Challenged challenge, FactorType factor, String code) {
        return journeys.signIns.verify(new Response(
                challenge.token().text(),
                factor,
                code,
                false,
                challenge.device() == null ? null : challenge.device().text(),
                Journeys.HOME));
    }
}
