package dev.countersign.journeys.enrolment;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.Owed;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInOutcome.Challenged;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;

/// From a pending secret to an active factor.
class EnrolmentTest {

    @EachDatabase
    void firstFactorWhenConfirmedThenItIsOnWithBackupCodesAndTheSessionGoesOnRaised(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.backupCodes(7));
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();

        var confirmed = person.enrol(in);
        SignedIn after = as(SignedIn.class, confirmed.entry());

        assertThat(confirmed.backupCodes())
                .hasSize(7)
                .doesNotHaveDuplicates()
                .allMatch(c -> c.matches("[2-9A-Z]{5}-[2-9A-Z]{5}"));
        assertThat(confirmed.factor().label()).isEqualTo("Aegis");
        assertThat(after.session().id()).isEqualTo(in.session().id());
        assertThat(after.owes()).isEmpty();
        assertThat(journeys.stepUps.fresh(after.session())).isTrue();
        assertThat(person.present(after)).isTrue();
        assertThat(person.present(in)).isFalse();
        assertThat(journeys.backupCodeSets.shown(after.session()).orElseThrow().codes())
                .isEqualTo(confirmed.backupCodes());
        assertThat(journeys.events(person)).contains("enrolment-begun", "factor-added", "backup-codes-made");
    }

    @EachDatabase
    void enrolmentWhenFifteenMinutesOldThenItIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        var pending = begin(journeys, enroller);
        person.secret = pending.secret();
        assertThat(journeys.enrolments.pendingTotp(enroller)).contains(pending);
        journeys.clock.advance(Enrolments.PENDING);

        assertThat(journeys.enrolments.pendingTotp(enroller)).isEmpty();
        Enroller fresh = new Enroller.BySession(as(
                        dev.countersign.journeys.signin.PasswordAgainOutcome.SteppedUp.class,
                        journeys.stepUps.passwordAgain(session(enroller), Journeys.PASSWORD, HOME))
                .session());
        assertThat(journeys.enrolments.confirm(fresh, pending.id(), person.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Expired.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).isEmpty();
    }

    @EachDatabase
    void enrolmentWhenBegunAgainThenTheOneBeforeIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        var first = begin(journeys, enroller);
        var second = begin(journeys, enroller);
        person.secret = first.secret();
        assertThat(journeys.enrolments.confirm(enroller, first.id(), person.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Expired.class);
        assertThat(journeys.enrolments.confirm(enroller, second.id(), person.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Incorrect.class);
        person.secret = second.secret();
        assertThat(journeys.enrolments.confirm(enroller, second.id(), person.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
    }

    @EachDatabase
    void enrolmentWhenAnotherSessionOrAccountHasItsIdThenItIsNotTheirs(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        Enroller second = new Enroller.BySession(person.signIn().session());
        Enroller stranger = new Enroller.BySession(journeys.person().signIn().session());
        var pending = begin(journeys, enroller);
        person.secret = pending.secret();

        for (Enroller other : new Enroller[] {second, stranger}) {
            assertThat(journeys.enrolments.pendingTotp(other)).isEmpty();
            assertThat(journeys.enrolments.confirm(other, pending.id(), person.code(), HOME))
                    .isInstanceOf(ConfirmOutcome.Expired.class);
        }
        assertThat(journeys.enrolments.pendingTotp(enroller).orElseThrow().attemptsLeft())
                .isEqualTo(10);
    }

    @EachDatabase
    void codesWhenWrongThenTenAreTakenAndAClockThatIsOffIsTold(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        var pending = begin(journeys, enroller);
        person.secret = pending.secret();

        assertThat(journeys.enrolments.confirm(enroller, pending.id(), person.code(Duration.ofMinutes(-10)), HOME))
                .isEqualTo(new ConfirmOutcome.Incorrect(9, Duration.ofMinutes(10)));
        assertThat(journeys.enrolments.confirm(enroller, pending.id(), person.code(Duration.ofMinutes(3)), HOME))
                .isEqualTo(new ConfirmOutcome.Incorrect(8, Duration.ofMinutes(-3)));
        assertThat(journeys.enrolments.confirm(enroller, pending.id(), person.code(Duration.ofSeconds(630)), HOME))
                .isEqualTo(new ConfirmOutcome.Incorrect(7, null));
        for (int left = 6; left > 0; left--) {
            assertThat(journeys.enrolments.confirm(enroller, pending.id(), "", HOME))
                    .isEqualTo(new ConfirmOutcome.Incorrect(left, null));
        }
        assertThat(journeys.enrolments.confirm(enroller, pending.id(), person.wrongCode(), HOME))
                .isInstanceOf(ConfirmOutcome.Spent.class);
        assertThat(journeys.enrolments.confirm(enroller, pending.id(), person.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Spent.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).isEmpty();
        assertThat(journeys.events(person)).contains("enrolment-failed");
    }

    @EachDatabase
    void appWhenReplacedThenTheOldOneWorksUntilTheNewOneIsConfirmedAndNotAfter(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        Journeys.Person old = journeys.person(person.account);
        old.secret = person.secret;
        SignedIn in = person.signIn();
        Enroller enroller = new Enroller.BySession(in.session());
        var pending = begin(journeys, enroller);
        assertThat(pending.replaces()).isTrue();

        journeys.clock.advance(Duration.ofSeconds(30));
        SignedIn elsewhere = as(SignedIn.class, old.answer(old.challenged(), old.code()));
        Challenged half = old.challenged();
        person.secret = pending.secret();
        var confirmed = as(
                ConfirmOutcome.Confirmed.class,
                journeys.enrolments.confirm(enroller, pending.id(), person.code(), HOME));

        assertThat(confirmed.backupCodes()).isEmpty();
        assertThat(journeys.backupCodeSets.standing(person.account.id()).left()).isEqualTo(10);
        assertThat(journeys.rooms.factors().list(person.account.id())).containsExactly(confirmed.factor());
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(old.answer(half, old.code())).isInstanceOf(VerifyOutcome.Expired.class);
        assertThat(old.answer(old.challenged(), old.code())).isInstanceOf(VerifyOutcome.Incorrect.class);
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(SignedIn.class);
        assertThat(person.present(elsewhere)).isFalse();
        assertThat(journeys.events(person)).contains("factor-replaced");
    }

    @EachDatabase
    void factorWhenRemovedThenCodesGoOthersEndAndThisSessionGoesOn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn other = person.signIn(true);
        String remembered = person.device;
        person.device = null;
        SignedIn in = person.signIn();
        Challenged half = person.challenged();
        String id =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();
        Journeys.Person stranger = journeys.enrolled();

        assertThat(journeys.enrolments.remove(stranger.signIn().session(), id, HOME))
                .isInstanceOf(RemoveOutcome.NotFound.class);
        assertThat(journeys.enrolments.remove(in.session(), id, HOME)).isInstanceOf(RemoveOutcome.Removed.class);

        assertThat(person.present(in)).isTrue();
        assertThat(person.present(other)).isFalse();
        assertThat(journeys.backupCodeSets.standing(person.account.id()).of()).isZero();
        assertThat(journeys.rooms.devices().list(person.account.id(), journeys.clock.instant()))
                .isEmpty();
        journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(person.answer(half, person.code())).isInstanceOf(VerifyOutcome.Expired.class);
        person.device = remembered;
        SignedIn plain = as(SignedIn.class, person.start());
        assertThat(plain.session().amr()).containsExactly("pwd");
        assertThat(journeys.enrolments.remove(plain.session(), id, HOME)).isInstanceOf(RemoveOutcome.NotFound.class);
    }

    @EachDatabase
    void factorWhenPolicyKeepsItThenItStays(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        String id =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();

        assertThat(journeys.restarted(p -> p.mayTurnOff(false)).enrolments.remove(in.session(), id, HOME))
                .isInstanceOf(RemoveOutcome.RequiredByPolicy.class);
        assertThat(journeys.restarted(p -> p.enrolment(Enrolment.REQUIRED).graceDays(9))
                        .enrolments
                        .remove(in.session(), id, HOME))
                .isInstanceOf(RemoveOutcome.RequiredByPolicy.class);
        assertThat(journeys.rooms.factors().list(person.account.id())).hasSize(1);
    }

    @EachDatabase
    void backupCodesWhenMadeAnewThenTheOldAreVoidAndNoSessionEnds(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn other = person.signIn(true);
        SignedIn in = person.signIn();
        in = in.session().secondFactor().isPresent() ? in : other;
        String old = person.backupCodes.getFirst();

        var made = as(NewCodesOutcome.Made.class, journeys.backupCodeSets.make(in.session(), HOME));
        assertThat(person.present(other)).isTrue();
        assertThat(journeys.rooms.devices().list(person.account.id(), journeys.clock.instant()))
                .hasSize(1);
        assertThat(journeys.backupCodeSets.shown(in.session()).orElseThrow().codes())
                .isEqualTo(made.codes());
        person.device = null;
        assertThat(person.answer(person.challenged(), FactorType.BACKUP_CODE, old, false))
                .isInstanceOf(VerifyOutcome.Incorrect.class);
        SignedIn by = as(
                SignedIn.class,
                person.answer(
                        person.challenged(),
                        FactorType.BACKUP_CODE,
                        made.codes().getLast(),
                        false));
        assertThat(journeys.backupCodeSets.shown(by.session())).isEmpty();
        journeys.backupCodeSets.putAway(by.session());
        assertThat(journeys.backupCodeSets.shown(in.session())).isPresent();
        journeys.backupCodeSets.putAway(in.session());
        assertThat(journeys.backupCodeSets.shown(in.session())).isEmpty();

        SignedIn plain = journeys.person().signIn();
        assertThat(journeys.backupCodeSets.make(plain.session(), HOME)).isInstanceOf(NewCodesOutcome.NotAllowed.class);
        assertThat(journeys.restarted(p -> p.backupCodes(0)).backupCodeSets.make(in.session(), HOME))
                .isInstanceOf(NewCodesOutcome.NotAllowed.class);
    }

    @EachDatabase
    void policyWhenItBecomesRequiredThenTheSessionOwesAndEnrolsOnTheSpot(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        Journeys required = journeys.restarted(p -> p.enrolment(Enrolment.REQUIRED));

        assertThat(required.visits.present(in.token().text())).isInstanceOf(Presence.Owing.class);
        Journeys.Person same = required.person(person.account);
        SignedIn after = as(
                SignedIn.class, same.enrol(new Enroller.BySession(in.session())).entry());
        assertThat(required.visits.present(after.token().text())).isInstanceOf(Presence.Present.class);
    }

    @EachDatabase
    void graceWhenItRunsThenEnrolmentCanBePutOffUntilItsEnd(Databases databases) {
        Journeys journeys =
                Journeys.on(databases, p -> p.enrolment(Enrolment.REQUIRED).graceDays(7));
        Journeys.Person person = journeys.person();
        var until = person.account.createdAt().plus(Duration.ofDays(7));

        MustEnrol must = as(MustEnrol.class, person.start());
        assertThat(must.grant().skippableUntil()).isEqualTo(until);
        var grant = journeys.signIns.grant(must.token().text()).orElseThrow();
        SignedIn in = as(SkipOutcome.Skipped.class, journeys.enrolments.skip(grant, HOME))
                .signedIn();
        assertThat(journeys.enrolments.skip(grant, HOME)).isInstanceOf(SkipOutcome.Refused.class);
        var present =
                as(Presence.Present.class, journeys.visits.present(in.token().text()));
        assertThat(present.skippableUntil()).isEqualTo(until);
        assertThat(present.owes()).contains(Owed.ENROLMENT_RECOMMENDED);
        assertThat(journeys.events(person)).contains("enrolment-skipped");

        MustEnrol late = as(MustEnrol.class, person.start());
        journeys.clock.set(until);
        assertThat(journeys.enrolments.skip(late.grant(), HOME)).isInstanceOf(SkipOutcome.Refused.class);
        assertThat(journeys.visits.present(in.token().text())).isInstanceOf(Presence.Owing.class);
        assertThat(as(MustEnrol.class, person.start()).grant().skippableUntil()).isNull();
    }

    @EachDatabase
    void grantWhenAnHourOldOrOfAnOlderEpochThenItIsOver(Databases databases) {
        Journeys journeys = Journeys.on(databases, p -> p.enrolment(Enrolment.REQUIRED));
        Journeys.Person person = journeys.person();
        MustEnrol first = as(MustEnrol.class, person.start());
        MustEnrol second = as(MustEnrol.class, person.start());
        Enroller enroller = new Enroller.ByGrant(first.grant());
        var pending = begin(journeys, enroller);
        person.enrol(new Enroller.ByGrant(second.grant()));

        assertThat(journeys.signIns.grant(first.token().text())).isEmpty();
        assertThat(journeys.enrolments.confirm(enroller, pending.id(), "123456", HOME))
                .isInstanceOf(ConfirmOutcome.Expired.class);
        assertThat(journeys.enrolments.beginTotp(enroller, "aegis", HOME)).isInstanceOf(BeginOutcome.NotAllowed.class);

        Journeys.Person other = journeys.person();
        MustEnrol old = as(MustEnrol.class, other.start());
        var late = begin(journeys, new Enroller.ByGrant(old.grant()));
        other.secret = late.secret();
        journeys.clock.advance(Duration.ofMinutes(60));
        assertThat(journeys.signIns.grant(old.token().text())).isEmpty();
        assertThat(journeys.enrolments.confirm(new Enroller.ByGrant(old.grant()), late.id(), other.code(), HOME))
                .isInstanceOf(ConfirmOutcome.Expired.class);
    }

    private static dev.countersign.rules.session.Session session(Enroller enroller) {
        return ((Enroller.BySession) enroller).session();
    }

    private static PendingTotp begin(Journeys journeys, Enroller enroller) {
        return as(BeginOutcome.Begun.class, journeys.enrolments.beginTotp(enroller, "aegis", HOME))
                .pending();
    }
}
