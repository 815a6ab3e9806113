package dev.countersign.journeys.recovery;

import static dev.countersign.testing.Journeys.HOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.AddOutcome;
import dev.countersign.factors.passkey.CreationOutcome;
import dev.countersign.factors.passkey.Passkey;
import dev.countersign.factors.passkey.PasskeyDemand;
import dev.countersign.factors.passkey.PasskeyQuestion;
import dev.countersign.factors.passkey.PasskeyUser;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import dev.countersign.testing.SoftKey;
import java.time.Instant;

/// What removes factors removes passkeys, too.
class PasskeyRemovalTest {
    @EachDatabase
    void passkeyWhenRemovedThenTheOtherFactorsStay(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        var in = person.signIn();
        Passkey passkey = passkey(journeys, person);

        assertThat(journeys.enrolments.remove(in.session(), passkey.id(), HOME))
                .isInstanceOf(RemoveOutcome.Removed.class);

        assertThat(journeys.rooms.passkeys().list(person.account.id())).isEmpty();
        assertThat(journeys.rooms.factors().list(person.account.id()))
                .extracting(Factor::type)
                .containsExactly(FactorType.TOTP);
    }

    @EachDatabase
    void accountWhenResetThenHasNoPasskeys(Databases databases) {
        Journeys journeys = Journeys.on(databases);
        Journeys.Person person = journeys.enrolled();
        passkey(journeys, person);
        passkey(journeys, person);

        journeys.resets.reset(person.account.id(), null, "lost phone");

        assertThat(journeys.rooms.passkeys().list(person.account.id())).isEmpty();
        assertThat(journeys.rooms.factors().list(person.account.id())).isEmpty();
    }

    private static Passkey passkey(Journeys journeys, Journeys.Person person) {
        Passkeys passkeys = journeys.rooms.passkeys();
        Instant now = journeys.clock.instant();
        PasskeyQuestion question = PasskeyQuestion.enrol("e", person.account.id());
        String options = passkeys.creationOptions(
                        question, new PasskeyUser(person.account.email(), "Ann"), PasskeyDemand.preferred(), now)
                .json();
        String answer = SoftKey.es256("http://localhost").create(options);
        var made = Journeys.as(
                CreationOutcome.Proven.class, passkeys.checkCreation(question, answer, PasskeyDemand.preferred(), now));
        return Journeys.as(AddOutcome.Added.class, passkeys.add(made.passkey(), "Passkey", now))
                .passkey();
    }
}
