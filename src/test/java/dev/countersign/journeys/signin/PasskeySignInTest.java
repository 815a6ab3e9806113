package dev.countersign.journeys.signin;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static dev.countersign.testing.PasskeyHolder.PAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.rules.policy.Policy;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.util.List;

/// A passkey as the whole sign-in: what it proves, and what does not pass for one.
class PasskeySignInTest {
    private static final String ORIGIN = "http://localhost";

    private static SoftKey keyOf(Journeys.Person person) {
        SoftKey key = SoftKey.es256(ORIGIN);
        person.addPasskey(person.signIn(), key);
        return key;
    }

    private static Journeys quiet(Databases databases) {
        return Journeys.on(databases, policy -> policy.enrolment(Policy.Enrolment.OPTIONAL));
    }

    @EachDatabase
    void passkeyWhenAloneThenIsBothStepsAndResistsPhishing(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);

        SignedIn in = as(SignedIn.class, person.signIn(key));

        assertThat(in.account().id()).isEqualTo(person.account.id());
        assertThat(in.session().amr()).containsExactly("hwk", "user", "mfa");
        assertThat(in.session().acr(Duration.ofHours(1), journeys.clock.instant()))
                .isEqualTo("phr");
        assertThat(in.session()
                        .acr(Duration.ofHours(1), journeys.clock.instant().plus(Duration.ofHours(2))))
                .isEqualTo("urn:countersign:aal1");
        assertThat(journeys.stepUps.fresh(in.session())).isTrue();
        assertThat(person.present(in)).isTrue();
        assertThat(journeys.events(person)).contains("factor-added", "new-device-signed-in", "signed-in");
    }

    @EachDatabase
    void passkeyWhenItIsSyncedThenSaysSo(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key =
                SoftKey.es256(ORIGIN).flags(SoftKey.PRESENT | SoftKey.VERIFIED | SoftKey.SYNCABLE | SoftKey.SYNCED);
        person.addPasskey(person.signIn(), key);

        assertThat(as(SignedIn.class, person.signIn(key)).session().amr()).containsExactly("swk", "user", "mfa");
    }

    @EachDatabase
    void passkeyWhenTypedCodesAreLockedThenGoesOn(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.enrolled();
        SoftKey key = keyOf(person);
        VerifyOutcome outcome = null;
        for (int wrong = 0; wrong < 10; wrong++) {
            outcome = person.answer(person.challenged(), person.wrongCode());
        }
        assertThat(outcome).isInstanceOf(VerifyOutcome.LockedOut.class);

        assertThat(person.signIn(key)).isInstanceOf(SignedIn.class);
        SignInOutcome.Challenged challenged = person.challenged();
        assertThat(person.answer(challenged, FactorType.PASSKEY, person.sign(challenged, key), false))
                .isInstanceOf(SignedIn.class);
        assertThat(person.answer(person.challenged(), person.code())).isInstanceOf(VerifyOutcome.LockedOut.class);
    }

    @EachDatabase
    void keyWhenItsPinIsSetByAFinderThenOpensNothingUntilUsedWithThePassword(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = SoftKey.es256(ORIGIN).flags(SoftKey.PRESENT);
        person.addPasskey(person.signIn(), key);
        key.flags(SoftKey.PRESENT | SoftKey.VERIFIED);

        assertThat(person.signIn(key)).isInstanceOf(PasskeySignInOutcome.Refused.class);
        assertThat(journeys.events(person)).contains("sign-in-failed");
        SignInOutcome.Challenged challenged = person.challenged();
        assertThat(person.answer(challenged, FactorType.PASSKEY, person.sign(challenged, key), false))
                .isInstanceOf(SignedIn.class);
        assertThat(person.signIn(key)).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void answerWhenSentAgainThenOpensNothing(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        String options =
                journeys.passkeySignIns.options(PAGE, HOME).orElseThrow().json();
        String answer = key.get(options);

        assertThat(person.present(answer)).isInstanceOf(SignedIn.class);
        assertThat(person.present(answer)).isInstanceOf(PasskeySignInOutcome.Expired.class);
    }

    @EachDatabase
    void answersWhenSentAtOnceThenOneWins(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        String answer = key.get(
                journeys.passkeySignIns.options(PAGE, HOME).orElseThrow().json());

        List<PasskeySignInOutcome> outcomes =
                AtOnce.run(8, _ -> journeys.passkeySignIns.signIn(new PasskeySignIn(PAGE, answer, null, true, HOME)));

        assertThat(outcomes).filteredOn(SignedIn.class::isInstance).hasSize(1);
    }

    @EachDatabase
    void answerWhenAskedAtAnotherDoorThenOpensNothing(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        String options = journeys.passkeySignIns
                .options(PasskeySignIns.Door.api(), HOME)
                .orElseThrow()
                .json();

        assertThat(person.present(key.get(options))).isInstanceOf(PasskeySignInOutcome.Expired.class);
        // Nor is what another browser was asked: this one would be signed in to somebody else's account.
        String theirs = journeys.passkeySignIns
                .options(PasskeySignIns.Door.page("another browser"), HOME)
                .orElseThrow()
                .json();
        assertThat(person.present(key.get(theirs))).isInstanceOf(PasskeySignInOutcome.Expired.class);
        // An answer to a step-up or to a challenge is none to a sign-in.
        SignInOutcome.Challenged challenged = person.challenged();
        assertThat(person.present(person.sign(challenged, key))).isInstanceOf(PasskeySignInOutcome.Expired.class);
    }

    @EachDatabase
    void passkeyWhenItProvesTooLittleThenIsRefusedTheSameWay(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        Journeys.Person other = journeys.person();
        SoftKey theirs = keyOf(other);
        String options;

        options = options(journeys);
        assertThat(person.present(key.get(options, draft -> draft.flags = SoftKey.PRESENT)))
                .isEqualTo(new PasskeySignInOutcome.Refused(null));
        byte[] foreign = userHandle(theirs, options(journeys));
        options = options(journeys);
        assertThat(person.present(key.get(options, draft -> draft.userHandle = foreign)))
                .isEqualTo(new PasskeySignInOutcome.Refused(null));
        options = options(journeys);
        assertThat(person.present(key.get(options, draft -> draft.userHandle = null)))
                .isEqualTo(new PasskeySignInOutcome.Refused(null));
        options = options(journeys);
        assertThat(person.present(key.get(options, draft -> draft.origin = "https://evil.example")))
                .isEqualTo(new PasskeySignInOutcome.Refused(null));
        options = options(journeys);
        assertThat(person.present(key.get(options, draft -> draft.signature = bytes -> bytes[10] ^= 1)))
                .isEqualTo(new PasskeySignInOutcome.Refused(null));
        assertThat(person.present("{}")).isEqualTo(new PasskeySignInOutcome.Refused(null));
        assertThat(as(PasskeySignInOutcome.Refused.class, person.signIn(SoftKey.es256(ORIGIN)))
                        .unknown())
                .isNotNull();
        assertThat(journeys.events(person)).contains("sign-in-failed");
        assertThat(person.signIn(key)).isInstanceOf(SignedIn.class);
    }

    private static String options(Journeys journeys) {
        return journeys.passkeySignIns.options(PAGE, HOME).orElseThrow().json();
    }

    private static byte[] userHandle(SoftKey key, String options) {
        byte[][] handle = new byte[1][];
        key.get(options, draft -> handle[0] = draft.userHandle == null ? new byte[0] : draft.userHandle.clone());
        return handle[0];
    }

    @EachDatabase
    void counterWhenItGoesBackThenIsRefusedRecordedAndTold(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        SoftKey key = SoftKey.es256(ORIGIN).counter(5);
        SignedIn in = as(SignedIn.class, person.arrive());
        person.addPasskey(in, key);
        journeys.sent();
        key.counter(6);
        assertThat(person.signIn(key)).isInstanceOf(SignedIn.class);
        journeys.sent();

        assertThat(person.signIn(key)).isEqualTo(new PasskeySignInOutcome.Refused(null));
        assertThat(journeys.events(person)).contains("passkey-copied");
        assertThat(journeys.sent())
                .anySatisfy(mail -> assertThat(mail.fields().get("event")).isEqualTo("passkey-copied"));
        key.counter(7);
        assertThat(person.signIn(key)).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void passkeyWhenRemovedThenIsUnknown(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        SignedIn in = as(SignedIn.class, person.signIn(key));
        String factor =
                journeys.rooms.factors().list(person.account.id()).getFirst().id();
        assertThat(journeys.enrolments.remove(in.session(), factor, HOME))
                .isInstanceOf(dev.countersign.journeys.enrolment.RemoveOutcome.Removed.class);

        assertThat(as(PasskeySignInOutcome.Refused.class, person.signIn(key)).unknown())
                .isNotNull();
    }

    @EachDatabase
    void passwordWhenVoidedThenAPasskeyAloneOpensNothing(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        journeys.rooms.passwords().remove(person.account.id());

        assertThat(person.signIn(key)).isEqualTo(new PasskeySignInOutcome.Refused(null));
    }

    @EachDatabase
    void passkeyWhenEverybodyWasLockedOutThenOpensNothingAloneBeforeItWasUsedWithThePassword(Databases databases) {
        Journeys journeys = Journeys.withMail(databases)
                .mailing(p -> p.emailCode(Policy.EmailCode.OFF).enrolment(Policy.Enrolment.OPTIONAL));
        Journeys.Person person = journeys.confirmed("en", "UTC");
        journeys.clock.advance(Duration.ofMinutes(1));
        person.start();
        journeys.clock.advance(Duration.ofMinutes(1));
        SoftKey owners = keyOf(person);
        SoftKey thiefs = SoftKey.es256(ORIGIN);
        SignedIn in = as(SignedIn.class, person.signIn(owners));
        person.addPasskey(in, thiefs);
        String link = journeys.sent().stream()
                .map(mail -> String.valueOf(mail.fields().get("link")))
                .filter(each -> each.contains("/not-me/"))
                .findFirst()
                .orElseThrow();
        journeys.notMe.act(link.substring(link.lastIndexOf('/') + 1), HOME);
        String reset = String.valueOf(journeys.sent().getFirst().fields().get("link"));
        journeys.passwordChanges.byLink(reset.substring(reset.lastIndexOf('/') + 1), "nine quiet otters", HOME);

        assertThat(person.signIn(thiefs)).isInstanceOf(PasskeySignInOutcome.Refused.class);
        assertThat(person.signIn(owners)).isInstanceOf(PasskeySignInOutcome.Refused.class);
        var challenged = as(SignInOutcome.Challenged.class, person.start("nine quiet otters", HOME));
        assertThat(person.answer(challenged, FactorType.PASSKEY, person.sign(challenged, owners), false))
                .isInstanceOf(SignedIn.class);
        assertThat(person.signIn(owners)).isInstanceOf(SignedIn.class);
        assertThat(person.signIn(thiefs)).isInstanceOf(PasskeySignInOutcome.Refused.class);
    }

    @EachDatabase
    void failuresWhenTooManyFromOneNetworkThenItWaitsAndOthersDoNot(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        for (int wrong = 0; wrong < 30; wrong++) {
            person.present("{}");
        }

        assertThat(person.signIn(key)).isInstanceOf(PasskeySignInOutcome.Delayed.class);
        PasskeySignIn elsewhere = new PasskeySignIn(PAGE, key.get(options(journeys)), null, true, ELSEWHERE);
        assertThat(journeys.passkeySignIns.signIn(elsewhere)).isInstanceOf(SignedIn.class);
    }

    @EachDatabase
    void optionsWhenAskedTooOftenThenNoneAreGiven(Databases databases) {
        Journeys journeys = quiet(databases);
        for (int asked = 0; asked < 600; asked++) {
            journeys.passkeySignIns.options(PAGE, HOME);
        }

        assertThat(journeys.passkeySignIns.options(PAGE, HOME)).isEmpty();
        assertThat(journeys.passkeySignIns.delayedUntil(HOME)).isPresent();
        assertThat(journeys.passkeySignIns.options(PAGE, ELSEWHERE)).isPresent();
    }

    @EachDatabase
    void passkeyWhenPolicyNoLongerAllowsItThenAnotherFactorIsOwed(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        Journeys stricter = journeys.restarted(policy -> policy.factors(FactorType.TOTP));
        var attempt = new PasskeySignIn(PAGE, key.get(options(stricter)), null, true, HOME);

        assertThat(stricter.passkeySignIns.signIn(attempt)).isInstanceOf(SignInOutcome.MustEnrol.class);
    }

    @EachDatabase
    void passkeyWhenPolicyDemandsAnotherFactorTooThenItIsAsked(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.enrolled();
        SoftKey key = keyOf(person);
        Journeys stricter = journeys.restarted(policy -> policy.factors(FactorType.TOTP));
        var attempt = new PasskeySignIn(PAGE, key.get(options(stricter)), null, true, HOME);

        var challenged = as(SignInOutcome.Challenged.class, stricter.passkeySignIns.signIn(attempt));
        assertThat(challenged.challenge().factor()).isEqualTo(FactorType.TOTP);
        assertThat(challenged.challenge().takes(FactorType.PASSKEY)).isFalse();
    }

    @EachDatabase
    void deviceWhenAPasskeySignsInThenIsSeenAndKnownAfterwards(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SoftKey key = keyOf(person);
        person.device = null;

        as(SignedIn.class, person.signIn(key));
        long first = journeys.events(person).stream()
                .filter("new-device-signed-in"::equals)
                .count();
        as(SignedIn.class, person.signIn(key));

        assertThat(journeys.events(person).stream().filter("new-device-signed-in"::equals))
                .hasSize((int) first);
        assertThat(person.device).isNotNull();
    }

    @EachDatabase
    void passkeyWhenItIsTheFirstFactorThenBackupCodesComeWithIt(Databases databases) {
        Journeys journeys = quiet(databases);
        Journeys.Person person = journeys.person();
        SignedIn in = person.signIn();
        var done = person.addPasskey(new Enroller.BySession(in.session()), SoftKey.ed25519(ORIGIN));

        assertThat(done.backupCodes()).hasSize(10);
        assertThat(as(SignedIn.class, done.entry()).session().amr()).containsExactly("pwd", "hwk", "user", "mfa");
    }
}
