package dev.countersign.journeys.signup;

import static dev.countersign.testing.Journeys.ELSEWHERE;
import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signup.AddressConfirmations.Confirmer;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.account.PendingAccounts;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.Journeys;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

class AddressConfirmationTest {
    private static final String PASSWORD = "correct horse battery staple";
    private static final String OTHER = "an entirely different phrase";

    @EachDatabase
    void signUpWhenConfirmedByCodeThenThereIsAnAccountAndBeforeThatNothing(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var waiting = signUp(journeys, "Ada@example.org", PASSWORD);
        assertThat(account(journeys, "ada@example.org")).isFalse();
        assertThat(start(journeys, "ada@example.org", PASSWORD)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        Message mail = journeys.sent().getFirst();
        assertThat(mail.kind()).isEqualTo(MessageKind.ADDRESS_CODE);
        assertThat(mail.to()).isEqualTo("Ada@example.org");

        var confirmed = as(
                ConfirmAddressOutcome.Confirmed.class,
                journeys.confirmations.byCode(code(mail), here(waiting.holder().text())));

        assertThat(confirmed.entered()).isInstanceOf(SignInOutcome.SignedIn.class);
        assertThat(account(journeys, "ada@example.org")).isTrue();
        assertThat(start(journeys, "ada@example.org", PASSWORD)).isInstanceOf(SignInOutcome.Challenged.class);
        assertThat(journeys.confirmations.byCode(
                        code(mail), here(waiting.holder().text())))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
    }

    @EachDatabase
    void signUpWhenTheAddressHasAnAccountThenOnlyTheMailSaysSo(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        confirmed(journeys, "ada@example.org", PASSWORD);
        journeys.sent();

        var waiting = signUp(journeys, "ADA@example.org", OTHER);

        List<Message> mails = journeys.sent();
        assertThat(mails).singleElement().extracting(Message::kind).isEqualTo(MessageKind.ADDRESS_TAKEN);
        assertThat(mails.getFirst().fields()).doesNotContainKey("code");
        assertThat(journeys.confirmations.byCode("000000", here(waiting.holder().text())))
                .isInstanceOf(ConfirmAddressOutcome.Incorrect.class);
        assertThat(start(journeys, "ada@example.org", OTHER)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(start(journeys, "ada@example.org", PASSWORD)).isInstanceOf(SignInOutcome.Challenged.class);
    }

    @EachDatabase
    void addressWhenAThiefSignedUpWithItFirstThenTheThiefGainsNothing(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var thief = signUp(journeys, "ada@example.org", OTHER);
        Message thiefs = journeys.sent().getFirst();
        var owner = signUp(journeys, "ada@example.org", PASSWORD);
        Message owners = journeys.sent().getFirst();
        // The owner's click on the thief's mail asks for the thief's password.
        String link = link(thiefs);
        assertThat(journeys.confirmations.byLink(link, null, here(owner.holder().text())))
                .isInstanceOf(ConfirmAddressOutcome.PasswordNeeded.class);
        assertThat(journeys.confirmations.byLink(
                        link, PASSWORD, here(owner.holder().text())))
                .isInstanceOf(ConfirmAddressOutcome.WrongPassword.class);

        as(ConfirmAddressOutcome.Confirmed.class, journeys.confirmations.byCode("ada@example.org", code(owners), HOME));

        assertThat(start(journeys, "ada@example.org", OTHER)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(start(journeys, "ada@example.org", PASSWORD)).isInstanceOf(SignInOutcome.Challenged.class);
        assertThat(journeys.confirmations.byCode(
                        code(thiefs), here(thief.holder().text())))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
        assertThat(journeys.confirmations.byLink(link, OTHER, here(null)))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
    }

    @EachDatabase
    void linkWhenOpenedInTheBrowserThatSignedUpThenConfirmsWithoutThePassword(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var waiting = signUp(journeys, "ada@example.org", PASSWORD);
        String link = link(journeys.sent().getFirst());

        as(
                ConfirmAddressOutcome.Confirmed.class,
                journeys.confirmations.byLink(link, null, here(waiting.holder().text())));

        assertThat(journeys.confirmations.byLink(link, PASSWORD, here(null)))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
    }

    @EachDatabase
    void codeWhenGuessedThenFiveTriesAreAllAndTheRightOneIsTooLateThen(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var waiting = signUp(journeys, "ada@example.org", PASSWORD);
        Message mail = journeys.sent().getFirst();
        String wrong = code(mail).equals("000000") ? "000001" : "000000";

        List<ConfirmAddressOutcome> outcomes = AtOnce.run(
                40,
                _ -> journeys.confirmations.byCode(wrong, here(waiting.holder().text())));

        assertThat(outcomes.stream().filter(ConfirmAddressOutcome.Incorrect.class::isInstance))
                .hasSize(PendingAccounts.ATTEMPTS);
        assertThat(journeys.confirmations.byCode(
                        code(mail), here(waiting.holder().text())))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
    }

    @EachDatabase
    void codeWhenGuessedFromElsewhereThenTheOwnersTriesAreLeft(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        signUp(journeys, "ada@example.org", PASSWORD);
        String code = code(journeys.sent().getFirst());
        String wrong = code.equals("000000") ? "000001" : "000000";

        List<ConfirmAddressOutcome> guesses =
                AtOnce.run(20, _ -> journeys.confirmations.byCode("ada@example.org", wrong, ELSEWHERE));

        assertThat(guesses.stream().filter(ConfirmAddressOutcome.Incorrect.class::isInstance))
                .hasSize(3);
        assertThat(guesses.stream().filter(ConfirmAddressOutcome.Delayed.class::isInstance))
                .hasSize(17);
        as(ConfirmAddressOutcome.Confirmed.class, journeys.confirmations.byCode("ada@example.org", code, HOME));
    }

    @EachDatabase
    void codesWhenGuessedForManyAddressesThenTheNetworkWaitsWhetherSignUpsWaitOrNot(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        for (int i = 0; i < 30; i++) {
            as(
                    ConfirmAddressOutcome.Over.class,
                    journeys.confirmations.byCode("nobody" + i + "@example.org", "000000", ELSEWHERE));
        }

        var wait = as(
                ConfirmAddressOutcome.Delayed.class,
                journeys.confirmations.byCode("somebody@example.org", "000000", ELSEWHERE));

        assertThat(wait.until()).isEqualTo(journeys.clock.instant().plusSeconds(60));
        as(ConfirmAddressOutcome.Over.class, journeys.confirmations.byCode("somebody@example.org", "000000", HOME));
    }

    @EachDatabase
    void codeWhenSentManyTimesAtOnceThenOneAccountIsMade(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        var waiting = signUp(journeys, "ada@example.org", PASSWORD);
        String code = code(journeys.sent().getFirst());

        List<ConfirmAddressOutcome> outcomes = AtOnce.run(
                20,
                _ -> journeys.confirmations.byCode(code, here(waiting.holder().text())));

        assertThat(outcomes.stream().filter(ConfirmAddressOutcome.Confirmed.class::isInstance))
                .hasSize(1);
    }

    @EachDatabase
    void mailWhenSentAgainThenOnlyTheNewestCodeWorksAndItTakesItsTime(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        String holder = signUp(journeys, "ada@example.org", PASSWORD).holder().text();
        Message first = journeys.sent().getFirst();
        assertThat(journeys.confirmations.sendAgain(holder)).isFalse();
        journeys.clock.advance(Duration.ofSeconds(30));
        List<Boolean> atOnce = AtOnce.run(10, _ -> journeys.confirmations.sendAgain(holder));
        assertThat(atOnce).containsOnlyOnce(true);
        Message second = journeys.sent().getFirst();

        if (!code(first).equals(code(second))) {
            assertThat(journeys.confirmations.byCode(code(first), here(holder)))
                    .isInstanceOf(ConfirmAddressOutcome.Incorrect.class);
        }
        as(ConfirmAddressOutcome.Confirmed.class, journeys.confirmations.byCode(code(second), here(holder)));
    }

    @EachDatabase
    void signInWhenTheAddressIsNotConfirmedThenTheRightPasswordSendsTheMailAgain(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        signUp(journeys, "ada@example.org", PASSWORD);
        journeys.sent();
        journeys.clock.advance(Duration.ofMinutes(1));

        assertThat(start(journeys, "ada@example.org", OTHER)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        assertThat(journeys.sent()).isEmpty();
        assertThat(start(journeys, "ada@example.org", PASSWORD)).isInstanceOf(SignInOutcome.InvalidCredentials.class);
        Message mail = journeys.sent().getFirst();

        as(ConfirmAddressOutcome.Confirmed.class, journeys.confirmations.byCode("ada@example.org", code(mail), HOME));
    }

    @EachDatabase
    void signUpWhenTooOldThenIsOver(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        String holder = signUp(journeys, "ada@example.org", PASSWORD).holder().text();
        Message mail = journeys.sent().getFirst();

        journeys.clock.advance(PendingAccounts.WAITS);

        assertThat(journeys.confirmations.byCode(code(mail), here(holder)))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
        assertThat(journeys.confirmations.byLink(link(mail), null, here(holder)))
                .isInstanceOf(ConfirmAddressOutcome.Over.class);
    }

    @EachDatabase
    void signUpsWhenManyWaitForOneAddressThenNoMoreMailGoesOutAndTheAnswerStaysTheSame(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        for (int i = 0; i < PendingAccounts.FOR_ONE_ADDRESS + 3; i++) {
            signUp(journeys, "ada@example.org", PASSWORD);
        }

        assertThat(journeys.sent()).hasSize(PendingAccounts.FOR_ONE_ADDRESS);
    }

    @EachDatabase
    void passwordLinkWhenAskedForThenGoesToTheAddressAndSignsNobodyIn(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        confirmed(journeys, "ada@example.org", PASSWORD);
        journeys.sent();

        journeys.passwordChanges.sendLink("nobody@example.org", HOME);
        assertThat(journeys.sent()).isEmpty();
        journeys.passwordChanges.sendLink("ADA@example.org", HOME);
        Message mail = journeys.sent().getFirst();
        assertThat(mail.kind()).isEqualTo(MessageKind.PASSWORD_LINK);
        for (int i = 0; i < 10; i++) {
            journeys.passwordChanges.sendLink("ada@example.org", HOME);
        }
        assertThat(journeys.sent()).hasSize(4);

        assertThat(journeys.passwordChanges.byLink(link(mail), OTHER, HOME))
                .isInstanceOf(dev.countersign.journeys.recovery.NewPasswordOutcome.Changed.class);
        assertThat(start(journeys, "ada@example.org", OTHER)).isInstanceOf(SignInOutcome.Challenged.class);
    }

    @EachDatabase
    void passwordLinkWhenStrangersHaveUsedUpTheLinksOfTheAddressThenAKnownDeviceStillGetsIts(Databases databases) {
        Journeys journeys = Journeys.withMail(databases);
        Journeys.Person person = journeys.confirmed("en", "UTC");
        as(SignInOutcome.SignedIn.class, person.arrive());
        String email = person.account.email();
        String device = java.util.Objects.requireNonNull(person.device);
        for (int i = 0; i < 8; i++) {
            journeys.passwordChanges.sendLink(email, ELSEWHERE);
        }
        journeys.sent();

        journeys.passwordChanges.sendLink(email, ELSEWHERE);
        journeys.passwordChanges.sendLink(email, device + "x", ELSEWHERE);
        assertThat(journeys.sent()).isEmpty();
        for (int i = 0; i < 8; i++) {
            journeys.passwordChanges.sendLink(email, device, HOME);
        }
        assertThat(journeys.sent()).hasSize(5).allMatch(mail -> mail.kind() == MessageKind.PASSWORD_LINK);
    }

    private static void confirmed(Journeys journeys, String email, String password) {
        signUp(journeys, email, password);
        Message mail = journeys.sent().getFirst();
        as(ConfirmAddressOutcome.Confirmed.class, journeys.confirmations.byCode(email, code(mail), HOME));
    }

    private static SignUpOutcome.AddressToConfirm signUp(Journeys journeys, String email, String password) {
        return as(
                SignUpOutcome.AddressToConfirm.class,
                journeys.signUps.signUp(new NewAccount(email, password, "Ada", null, "en", "UTC", true, null, HOME)));
    }

    private static SignInOutcome start(Journeys journeys, String email, String password) {
        return journeys.signIns.start(new PasswordSignIn(email, password, null, true, HOME));
    }

    private static boolean account(Journeys journeys, String email) {
        return journeys.rooms.accounts().byEmail(new EmailAddress(email)).isPresent();
    }

    private static Confirmer here(@Nullable String holder) {
        return new Confirmer(holder, null, HOME);
    }

    private static String code(Message mail) {
        return String.valueOf(mail.fields().get("code"));
    }

    private static String link(Message mail) {
        String link = String.valueOf(mail.fields().get("link"));
        return link.substring(link.lastIndexOf('/') + 1);
    }
}
