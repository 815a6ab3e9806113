package dev.countersign.journeys.enrolment;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.PasskeyFault;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInOutcome.MustEnrol;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.rules.policy.Policy;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.util.List;

/// Making passkeys: who may, how many, and what cannot be made one.
class PasskeyEnrolmentTest {
    private static final String ORIGIN = "http://localhost";

    private static BeginPasskeyOutcome.Begun begun(Journeys journeys, Enroller enroller) {
        return as(BeginPasskeyOutcome.Begun.class, journeys.enrolments.beginPasskey(enroller, HOME));
    }

    @EachDatabase
    void passkeyWhenMadeAtASignInThatDemandsOneThenSignsIn(Databases databases) {
        Journeys journeys = Journeys.on(databases, policy -> policy.enrolment(Policy.Enrolment.REQUIRED));
        Journeys.Person person = journeys.person();
        MustEnrol owing = as(MustEnrol.class, person.start());
        assertThat(owing.grant().types()).contains(FactorType.PASSKEY);

        var done = person.addPasskey(new Enroller.ByGrant(owing.grant()), SoftKey.rs256(ORIGIN));

        assertThat(done.entry()).isInstanceOf(SignedIn.class);
        assertThat(done.backupCodes()).hasSize(10);
        assertThat(journeys.enrolments.beginPasskey(new Enroller.ByGrant(owing.grant()), HOME))
                .isInstanceOf(BeginPasskeyOutcome.NotAllowed.class);
    }

    @EachDatabase
    void passkeyWhenAddedThenOtherSessionsEndAndThisOneGoesOn(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn old = person.signIn();
        SignedIn in = person.signIn();

        SignedIn raised =
                as(SignedIn.class, person.addPasskey(in, SoftKey.es256(ORIGIN)).entry());

        assertThat(person.present(old)).isFalse();
        assertThat(person.present(in)).isFalse();
        assertThat(person.present(raised)).isTrue();
        assertThat(journeys.events(person)).contains("enrolment-begun", "factor-added");
    }

    @EachDatabase
    void sessionWhenNotFreshThenMakesNone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        Enroller enroller = new Enroller.BySession(in.session());
        var begun = begun(journeys, enroller);
        String made = SoftKey.es256(ORIGIN).create(begun.options().json());
        journeys.clock.advance(Duration.ofMinutes(11));

        assertThat(journeys.enrolments.beginPasskey(enroller, HOME))
                .isInstanceOf(BeginPasskeyOutcome.StepUpRequired.class);
        assertThat(journeys.enrolments.confirmPasskey(enroller, begun.id(), made, HOME))
                .isInstanceOf(ConfirmPasskeyOutcome.StepUpRequired.class);
    }

    @EachDatabase
    void answerWhenReplayedOrAnothersThenMakesNone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Journeys.Person thief = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        Enroller theirs = new Enroller.BySession(thief.signIn().session());
        var begun = begun(journeys, enroller);
        var other = begun(journeys, theirs);
        String made = SoftKey.es256(ORIGIN).create(begun.options().json());

        assertThat(journeys.enrolments.confirmPasskey(theirs, begun.id(), made, HOME))
                .isInstanceOf(ConfirmPasskeyOutcome.Expired.class);
        assertThat(journeys.enrolments.confirmPasskey(theirs, other.id(), made, HOME))
                .isInstanceOf(ConfirmPasskeyOutcome.Expired.class);
        assertThat(journeys.enrolments.confirmPasskey(enroller, begun.id(), made, HOME))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(journeys.enrolments.confirmPasskey(enroller, begun.id(), made, HOME))
                .isNotInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(journeys.rooms.passkeys().list(person.account.id())).hasSize(1);
        assertThat(journeys.rooms.passkeys().list(thief.account.id())).isEmpty();
    }

    @EachDatabase
    void credentialWhenAnotherAccountHasItThenIsNotTaken(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        Journeys.Person other = journeys.person();
        SignedIn in = other.signIn();
        Enroller enroller = new Enroller.BySession(in.session());
        var begun = begun(journeys, enroller);

        assertThat(journeys.enrolments.confirmPasskey(
                        enroller, begun.id(), key.create(begun.options().json()), HOME))
                .isInstanceOf(ConfirmPasskeyOutcome.AlreadyEnrolled.class);
        assertThat(other.present(in)).isTrue();
        assertThat(other.now().epoch()).isEqualTo(in.session().epoch());
    }

    @EachDatabase
    void passkeyWhenItDoesNotHoldThenIsRefused(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        var begun = begun(journeys, enroller);

        assertThat(journeys.enrolments.confirmPasskey(enroller, begun.id(), "{}", HOME))
                .isEqualTo(new ConfirmPasskeyOutcome.Refused(null));
        String evil =
                SoftKey.es256("https://evil.example").create(begun.options().json());
        assertThat(journeys.enrolments.confirmPasskey(enroller, begun.id(), evil, HOME))
                .isEqualTo(new ConfirmPasskeyOutcome.Refused(PasskeyFault.ORIGIN));
        assertThat(journeys.events(person)).contains("enrolment-failed");
    }

    @EachDatabase
    void passkeysWhenThereAreTenThenNoMore(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        for (int made = 0; made < Passkeys.MOST; made++) {
            in = as(SignedIn.class, person.addPasskey(in, SoftKey.es256(ORIGIN)).entry());
        }

        Enroller enroller = new Enroller.BySession(in.session());
        assertThat(journeys.enrolments.beginPasskey(enroller, HOME)).isInstanceOf(BeginPasskeyOutcome.TooMany.class);
        assertThat(journeys.enrolments.offered(enroller)).doesNotContain(FactorType.PASSKEY);
        assertThat(journeys.rooms.passkeys().list(person.account.id()))
                .extracting(passkey -> passkey.name())
                .doesNotHaveDuplicates();
    }

    @EachDatabase
    void passkeysWhenMadeAtOnceInOneSessionThenOneIs(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        var one = begun(journeys, enroller);
        var two = begun(journeys, enroller);
        assertThat(two.id()).isEqualTo(one.id());
        List<String> made = List.of(
                SoftKey.es256(ORIGIN).create(one.options().json()),
                SoftKey.es256(ORIGIN).create(two.options().json()));

        List<ConfirmPasskeyOutcome> outcomes =
                AtOnce.run(2, number -> journeys.enrolments.confirmPasskey(enroller, one.id(), made.get(number), HOME));

        assertThat(outcomes)
                .filteredOn(ConfirmOutcome.Confirmed.class::isInstance)
                .hasSize(1);
        assertThat(journeys.rooms.passkeys().list(person.account.id())).hasSize(1);
    }

    @EachDatabase
    void accountWhenItChangesMeanwhileThenMakesNone(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.person();
        Enroller enroller = new Enroller.BySession(person.signIn().session());
        var begun = begun(journeys, enroller);
        String made = SoftKey.es256(ORIGIN).create(begun.options().json());
        journeys.rooms.accounts().advanceEpoch(person.account.id());

        assertThat(journeys.enrolments.confirmPasskey(enroller, begun.id(), made, HOME))
                .isNotInstanceOf(ConfirmOutcome.Confirmed.class);
        assertThat(journeys.rooms.passkeys().list(person.account.id())).isEmpty();
    }

    @EachDatabase
    void offerWhenSignedInByCodeThenIsMadeUntilDeclined(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        assertThat(journeys.passkeyOffers.offered(present(journeys, in))).isTrue();

        journeys.passkeyOffers.decline(in.session());
        journeys.passkeyOffers.decline(in.session());

        assertThat(journeys.passkeyOffers.offered(present(journeys, in))).isFalse();
        assertThat(journeys.passkeyOffers.offered(present(journeys, person.signIn())))
                .isFalse();
    }

    @EachDatabase
    void offerWhenItWasShownThenIsMadeInNoOtherSessionAndNotForLong(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = person.signIn();
        journeys.passkeyOffers.made(in.session());
        SignedIn later = person.signIn();
        journeys.passkeyOffers.made(later.session());

        assertThat(journeys.passkeyOffers.offered(present(journeys, in))).isTrue();
        assertThat(journeys.passkeyOffers.offered(present(journeys, later))).isFalse();
        journeys.clock.advance(Duration.ofDays(1));
        assertThat(journeys.passkeyOffers.offered(present(journeys, in))).isFalse();
    }

    @EachDatabase
    void offerWhenThereIsAPasskeyOrPolicyHasNoneThenIsNotMade(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        SignedIn in = as(
                SignedIn.class,
                person.addPasskey(person.signIn(), SoftKey.es256(ORIGIN)).entry());
        assertThat(journeys.passkeyOffers.offered(present(journeys, in))).isFalse();

        Journeys.Person plain = journeys.person();
        assertThat(journeys.passkeyOffers.offered(present(journeys, plain.signIn())))
                .isFalse();

        Journeys without = Journeys.on(databases, policy -> policy.factors(FactorType.TOTP));
        Journeys.Person coded = without.enrolled();
        assertThat(without.passkeyOffers.offered(present(without, coded.signIn())))
                .isFalse();
    }

    private static Presence.Present present(Journeys journeys, SignedIn in) {
        return as(Presence.Present.class, journeys.visits.present(in.token().text()));
    }
}
