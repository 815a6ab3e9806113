package dev.countersign.journeys.reference;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.AlreadyUsed;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Expired;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Incorrect;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.LockedOut;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Verified;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.verifyapp.VerifyApp;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Codes by text and mail to people whom applications call as they like.
class ReferenceMessagesTest {
    private static final String PHONE = "+49 1512 3456789";
    private static final String OTHER_PHONE = "+49 1512 3456790";
    private static final String MAILBOX = "ada@example.com";

    private static void hour(Shop shop) {
        shop.journeys.clock.advance(Duration.ofHours(1));
    }

    private static String other(String code) {
        return code.startsWith("0") ? "1" + code.substring(1) : "0" + code.substring(1);
    }

    @EachDatabase
    void phoneAndMailboxWhenConfirmedThenTheirCodesAnswer(Databases databases) {
        Shop shop = Shop.sending(databases);
        assertThat(shop.enrol(shop.app, "ada", PHONE)).hasSize(ReferenceLimits.BACKUP_CODES);
        // Backup codes are there already.
        assertThat(shop.enrol(shop.app, "ada", MAILBOX)).isEmpty();
        assertThat(shop.references.standing(shop.app, "ada").factors())
                .extracting(factor -> factor.type() + " " + factor.label())
                .containsExactlyInAnyOrder("SMS +49 ••• ••••89", "EMAIL a•••@example.com");
        hour(shop);
        for (Map.Entry<FactorType, String> way :
                Map.of(FactorType.SMS, PHONE, FactorType.EMAIL, MAILBOX).entrySet()) {
            String question = shop.ask(shop.app, "ada");
            as(SendOutcome.Sent.class, shop.send(question, way.getKey()));
            Message message = shop.sent(way.getValue()).getLast();
            assertThat(message.fields()).containsEntry("app", "Shop").containsEntry("purpose", Shop.PURPOSE);
            assertThat(message.accountId()).isNull();
            String code = String.valueOf(message.fields().get("code"));
            String result = Shop.result(shop.answer(question, way.getKey(), code));
            assertThat(shop.redeem(shop.app, result, "ada"))
                    .isEqualTo(new RedeemReferenceOutcome.Redeemed(way.getKey(), shop.journeys.clock.instant()));
            assertThat(shop.answer(question, way.getKey(), code)).isEqualTo(new Expired());
        }
        assertThat(shop.log()).contains("reference-code-sent", "reference-enrolled", "reference-verified");
        String kept = shop.journeys.rows("select data from audit_event").toString();
        assertThat(kept).doesNotContain("3456789", MAILBOX);
        assertThat(shop.rows("phone") + shop.rows("sent_code") + shop.rows("send_pace") + shop.rows("factor"))
                .isZero();
    }

    @EachDatabase
    void codeWhenOfAnotherQuestionOrPurposeOrFactorThenWrong(Databases databases) {
        Shop shop = Shop.sending(databases);
        shop.enrol(shop.app, "ada", PHONE);
        shop.enrol(shop.app, "ada", MAILBOX);
        hour(shop);
        String first = shop.ask(shop.app, "ada");
        String pay = shop.challenges
                .open(shop.app, "ada", "pay 90 € to Jonas", "en", HOME)
                .token()
                .text();
        as(SendOutcome.Sent.class, shop.send(first, FactorType.SMS));
        String code = shop.sentCode(PHONE);
        assertThat(shop.answer(pay, FactorType.SMS, code)).isInstanceOf(Incorrect.class);
        assertThat(shop.answer(first, FactorType.EMAIL, code)).isInstanceOf(Incorrect.class);
        assertThat(shop.answer(first, FactorType.TOTP, code)).isInstanceOf(Incorrect.class);
        String result = Shop.result(shop.answer(first, FactorType.SMS, code));
        assertThat(shop.challenges.redeem(shop.app, result, "ada", "pay 90 € to Jonas", HOME))
                .isEqualTo(new RedeemReferenceOutcome.Refused());
        // It is used up by that.
        assertThat(shop.redeem(shop.app, result, "ada")).isEqualTo(new RedeemReferenceOutcome.Refused());
    }

    @EachDatabase
    void codeWhenAskedForAgainThenTheNewestWorksAndThePaceIsThatOfTheReference(Databases databases) {
        Shop shop = Shop.sending(databases);
        shop.enrol(shop.app, "ada", PHONE);
        hour(shop);
        String question = shop.ask(shop.app, "ada");
        var first = as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
        assertThat(first.nextSendAt()).isEqualTo(shop.journeys.clock.instant().plusSeconds(30));
        String old = shop.sentCode(PHONE);
        // Another question begins no pace of its own.
        as(SendOutcome.TooSoon.class, shop.send(shop.ask(shop.app, "ada"), FactorType.SMS));
        shop.journeys.clock.advance(Duration.ofSeconds(30));
        assertThat(AtOnce.run(8, _ -> shop.send(question, FactorType.SMS)))
                .filteredOn(SendOutcome.Sent.class::isInstance)
                .hasSize(1);
        String newest = shop.sentCode(PHONE);
        if (!old.equals(newest)) {
            assertThat(shop.answer(question, FactorType.SMS, old)).isInstanceOf(Incorrect.class);
        }
        for (int i = 0; i < 3; i++) {
            shop.journeys.clock.advance(Duration.ofMinutes(2));
            as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
        }
        shop.journeys.clock.advance(Duration.ofMinutes(2));
        as(SendOutcome.Limited.class, shop.send(question, FactorType.SMS));
        assertThat(shop.log()).contains("reference-code-refused");
        String last = shop.sentCode(PHONE);
        List<ReferenceVerifyOutcome> all = AtOnce.run(8, _ -> shop.answer(question, FactorType.SMS, last));
        assertThat(all).filteredOn(Verified.class::isInstance).hasSize(1);
    }

    @EachDatabase
    void questionWhenThereIsNobodyToSendToThenItLooksTheSameAndNothingLeaves(Databases databases) {
        Shop shop = Shop.sending(databases);
        shop.enrol(shop.app, "ada", PHONE);
        hour(shop);
        for (FactorType factor : List.of(FactorType.SMS, FactorType.EMAIL)) {
            String known = shop.ask(shop.app, "ada");
            String unknown = shop.ask(shop.app, "nobody");
            for (int i = 0; i < 7; i++) {
                List<Object> both = new ArrayList<>();
                for (String question : List.of(known, unknown)) {
                    both.add(
                            switch (shop.send(question, factor)) {
                                case SendOutcome.Sent(var hint, Instant next, boolean late) ->
                                    List.of("sent", next, late);
                                case SendOutcome refused -> refused;
                            });
                }
                assertThat(both.getFirst()).isEqualTo(both.getLast());
                shop.journeys.clock.advance(Duration.ofSeconds(50));
            }
            String wrong = "000000";
            assertThat(shop.answer(unknown, factor, wrong)).isEqualTo(new Incorrect(4, null));
            assertThat(shop.sent(MAILBOX)).isEmpty();
            hour(shop);
        }
        assertThat(shop.challenges.taken())
                .containsExactly(FactorType.TOTP, FactorType.SMS, FactorType.EMAIL, FactorType.BACKUP_CODE);
        Shop silent = Shop.on(databases);
        assertThat(silent.challenges.taken()).containsExactly(FactorType.TOTP, FactorType.BACKUP_CODE);
        assertThat(silent.send(silent.ask(silent.app, "nobody"), FactorType.SMS))
                .isEqualTo(new SendOutcome.NotOffered());
        assertThat(silent.begin(silent.app, "ada", PHONE)).isEqualTo(new BeginContactOutcome.NotOffered());
        assertThat(silent.begin(silent.app, "ada", MAILBOX)).isEqualTo(new BeginContactOutcome.NotOffered());
    }

    @EachDatabase
    void referenceWhenItsTextedCodeIsGuessedAtThenLockedInItsApplicationOnlyAndNoneIsSent(Databases databases) {
        Shop shop = Shop.sending(databases);
        shop.enrol(shop.app, "ada", PHONE);
        shop.enrol(shop.other, "ada", OTHER_PHONE);
        hour(shop);
        String wrong = "";
        for (int i = 0; i < 10; i++) {
            String question = shop.ask(shop.app, "ada");
            if (i % 5 == 0) {
                as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
                wrong = other(shop.sentCode(PHONE));
                shop.journeys.clock.advance(Duration.ofMinutes(2));
            }
            shop.answer(question, FactorType.SMS, wrong);
        }
        String question = shop.ask(shop.app, "ada");
        assertThat(shop.answer(question, FactorType.SMS, wrong)).isInstanceOf(LockedOut.class);
        as(SendOutcome.LockedOut.class, shop.send(question, FactorType.SMS));
        String same = shop.ask(shop.other, "ada");
        as(SendOutcome.Sent.class, shop.send(same, FactorType.SMS));
        assertThat(shop.answer(same, FactorType.SMS, shop.sentCode(OTHER_PHONE)))
                .isInstanceOf(Verified.class);
        shop.journeys.clock.advance(Limits.SECOND_STEP.firstWait());
        as(SendOutcome.Sent.class, shop.send(shop.ask(shop.app, "ada"), FactorType.SMS));
    }

    @EachDatabase
    void phoneWhenOneApplicationFloodsItThenOthersAndAccountsStillReachIt(Databases databases) {
        Shop shop = Shop.sending(databases);
        Instant now = shop.journeys.clock.instant();
        VerifyApp third =
                shop.rooms.apps().register(shop.organisation, "Third", now).app();
        int mine = flood(shop, shop.app);
        int theirs = flood(shop, shop.other);
        // Five an hour of each, ten of all together: the third gets nothing through to that phone, for now.
        assertThat(List.of(mine, theirs, flood(shop, third))).containsExactly(5, 5, 0);
        assertThat(shop.sent(PHONE)).hasSize(10);
        // The rows of accounts are not touched.
        assertThat(shop.journeys.rows("select subject from text_subject").toString())
                .doesNotContain("{subject=number/", "{subject=new-number/", "{subject=account/");
        hour(shop);
        assertThat(flood(shop, third)).isEqualTo(5);
        assertThat(shop.begin(third, "somebody", OTHER_PHONE)).isInstanceOf(BeginContactOutcome.Begun.class);
    }

    /// Asks for texts to one phone by many references; how many were sent.
    private static int flood(Shop shop, VerifyApp app) {
        return (int) AtOnce.run(12, i -> shop.begin(app, "flood" + i, PHONE)).stream()
                .filter(BeginContactOutcome.Begun.class::isInstance)
                .count();
    }

    @EachDatabase
    void enrolmentWhenOfAnotherApplicationOrReferenceOrReplacedThenNothing(Databases databases) {
        Shop shop = Shop.sending(databases);
        var begun = as(BeginContactOutcome.Begun.class, shop.begin(shop.app, "ada", PHONE));
        String code = shop.sentCode(PHONE);
        var expired = new ConfirmReferenceOutcome.Expired();
        assertThat(shop.enrolments.confirm(shop.other, "ada", begun.id(), code, HOME))
                .isEqualTo(expired);
        assertThat(shop.enrolments.confirm(shop.app, "eve", begun.id(), code, HOME))
                .isEqualTo(expired);
        assertThat(shop.enrolments.send(shop.other, "ada", begun.id(), HOME)).isEqualTo(new SendOutcome.Expired());
        assertThat(shop.enrolments.send(shop.app, "eve", begun.id(), HOME)).isEqualTo(new SendOutcome.Expired());
        // Another reference of the same person's phone: its code is its own.
        var eve = as(BeginContactOutcome.Begun.class, shop.begin(shop.app, "eve", PHONE));
        String hers = shop.sentCode(PHONE);
        if (!hers.equals(code)) {
            assertThat(shop.enrolments.confirm(shop.app, "eve", eve.id(), code, HOME))
                    .isInstanceOf(ConfirmReferenceOutcome.Incorrect.class);
        }
        shop.journeys.clock.advance(Duration.ofSeconds(30));
        var again = as(BeginContactOutcome.Begun.class, shop.begin(shop.app, "ada", OTHER_PHONE));
        assertThat(shop.enrolments.confirm(shop.app, "ada", begun.id(), code, HOME))
                .isEqualTo(expired);
        assertThat(shop.enrolments.confirm(shop.app, "ada", again.id(), shop.sentCode(OTHER_PHONE), HOME))
                .isInstanceOf(ConfirmReferenceOutcome.Confirmed.class);
        assertThat(shop.begin(shop.app, "ada", PHONE)).isEqualTo(new BeginContactOutcome.EnrolledAlready());
        assertThatThrownBy(() -> shop.challenges.open(shop.app, "ada", "see evil.com", "en", HOME))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @EachDatabase
    void enrolmentWhenAnotherIsBegunWhileItIsConfirmedThenOneFactorAtMostAndNoneUnproven(Databases databases) {
        Shop shop = Shop.sending(databases);
        for (int round = 0; round < 4; round++) {
            String name = "ada" + round;
            var begun = as(BeginContactOutcome.Begun.class, shop.begin(shop.app, name, PHONE));
            String code = shop.sentCode(PHONE);
            shop.journeys.clock.advance(Duration.ofSeconds(30));
            List<Object> came = AtOnce.run(List.of(
                    () -> shop.enrolments.confirm(shop.app, name, begun.id(), code, HOME),
                    () -> shop.enrolments.confirm(shop.app, name, begun.id(), code, HOME),
                    () -> shop.begin(shop.app, name, OTHER_PHONE)));
            long confirmed = came.stream()
                    .filter(ConfirmReferenceOutcome.Confirmed.class::isInstance)
                    .count();
            assertThat(confirmed).isLessThanOrEqualTo(1);
            assertThat(shop.references.standing(shop.app, name).factors())
                    .hasSize((int) confirmed)
                    .allMatch(factor -> factor.label().endsWith("89"));
            shop.journeys.clock.advance(Duration.ofHours(2));
        }
    }

    @EachDatabase
    void enrolmentWhenGuessedAtThenSpentAndCodesRunOut(Databases databases) {
        Shop shop = Shop.sending(databases);
        var begun = as(BeginContactOutcome.Begun.class, shop.begin(shop.app, "ada", MAILBOX));
        String code = shop.sentCode(MAILBOX);
        shop.journeys.clock.advance(Duration.ofMinutes(11));
        assertThat(shop.enrolments.confirm(shop.app, "ada", begun.id(), code, HOME))
                .isEqualTo(new ConfirmReferenceOutcome.CodeExpired(ReferenceLimits.ENROLMENT_ATTEMPTS));
        as(SendOutcome.Sent.class, shop.enrolments.send(shop.app, "ada", begun.id(), HOME));
        String fresh = shop.sentCode(MAILBOX);
        assertThat(AtOnce.run(12, _ -> shop.enrolments.confirm(shop.app, "ada", begun.id(), other(fresh), HOME)))
                .filteredOn(ConfirmReferenceOutcome.Incorrect.class::isInstance)
                .hasSize(ReferenceLimits.ENROLMENT_ATTEMPTS - 1);
        assertThat(shop.enrolments.confirm(shop.app, "ada", begun.id(), fresh, HOME))
                .isEqualTo(new ConfirmReferenceOutcome.Spent());
        assertThat(shop.enrolments.send(shop.app, "ada", begun.id(), HOME)).isEqualTo(new SendOutcome.Expired());
        assertThat(shop.begin(shop.app, "ada", "nonsense")).isEqualTo(new BeginContactOutcome.NotAnAddress());
        assertThat(shop.begin(shop.app, "ada", "+1")).isInstanceOf(BeginContactOutcome.NotANumber.class);
    }

    @EachDatabase
    void referenceWhenResetThenItsCodesAndItsContactAreGone(Databases databases) {
        Shop shop = Shop.sending(databases);
        shop.enrol(shop.app, "ada", PHONE);
        shop.enrol(shop.app, "ada", MAILBOX);
        hour(shop);
        String question = shop.ask(shop.app, "ada");
        as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
        String code = shop.sentCode(PHONE);
        shop.journeys.clock.advance(Duration.ofSeconds(30));
        as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
        shop.references.reset(shop.app, "ada", HOME);
        // What had not gone out is taken back.
        assertThat(shop.sent(PHONE)).isEmpty();
        assertThat(shop.answer(question, FactorType.SMS, code)).isEqualTo(new Expired());
        assertThat(shop.references.standing(shop.app, "ada").enrolled()).isFalse();
        for (String table :
                List.of("reference_phone", "reference_mailbox", "reference_sent_code", "reference_factor")) {
            assertThat(shop.rows(table)).as(table).isZero();
        }
        shop.enrol(shop.app, "ada", OTHER_PHONE);
    }

    @EachDatabase
    void referenceWhenExportedThenAllIsInItAndWhenDeletedThenNothingIsLeft(Databases databases) {
        Shop shop = Shop.sending(databases);
        assertThat(shop.references.export(shop.app, "ada", HOME)).isEmpty();
        shop.enrol(shop.app, "ada", PHONE);
        shop.enrol(shop.app, "ada", MAILBOX);
        hour(shop);
        String question = shop.ask(shop.app, "ada");
        as(SendOutcome.Sent.class, shop.send(question, FactorType.EMAIL));
        Shop.result(shop.answer(question, FactorType.EMAIL, shop.sentCode(MAILBOX)));
        assertThat(shop.references.export(shop.other, "ada", HOME)).isEmpty();
        ReferenceExport export = shop.references.export(shop.app, "ada", HOME).orElseThrow();
        assertThat(export.phone()).isEqualTo("+4915123456789");
        assertThat(export.email()).isEqualTo(MAILBOX);
        assertThat(export.standing().backupCodesLeft()).isEqualTo(10);
        assertThat(export.questions())
                .singleElement()
                .extracting(ReferenceExport.Question::purpose, ReferenceExport.Question::factor)
                .containsExactly(Shop.PURPOSE, FactorType.EMAIL);
        assertThat(shop.log()).contains("reference-exported");
        shop.references.delete(shop.app, "ada", HOME);
        for (String table : List.of(
                "verify_reference",
                "reference_factor",
                "reference_phone",
                "reference_mailbox",
                "reference_sent_code",
                "reference_send_pace",
                "reference_backup_code",
                "reference_enrolment",
                "reference_challenge",
                "throttle_day")) {
            assertThat(shop.rows(table)).as(table).isZero();
        }
    }

    @EachDatabase
    void applicationWhenItHasSentAllOfItsDayThenOnlyItIsRefusedAndThatIsOnRecord(Databases databases) {
        Shop shop = Shop.sending(databases);
        // A fifth of 200 for numbers that are not confirmed.
        int sent = 0;
        for (int i = 0; i < 41; i++) {
            String phone = "+49 1512 34567" + (10 + i);
            sent += shop.begin(shop.app, "person" + i, phone) instanceof BeginContactOutcome.Begun ? 1 : 0;
        }
        assertThat(sent).isEqualTo(40);
        assertThat(shop.begin(shop.app, "one more", OTHER_PHONE)).isInstanceOf(BeginContactOutcome.Limited.class);
        assertThat(shop.begin(shop.other, "one more", OTHER_PHONE)).isInstanceOf(BeginContactOutcome.Begun.class);
        assertThat(shop.log()).contains("reference-code-refused");
    }

    @EachDatabase
    void phoneWhenGuessedAtOverWeeksThenSuspendedAndNoCodeGoesThere(Databases databases) {
        Shop shop = Shop.sending(databases);
        List<String> codes = shop.enrol(shop.app, "ada", PHONE);
        for (int i = 0; i < Limits.CODES_A_MONTH; i++) {
            if (i % 9 == 8) {
                shop.journeys.clock.advance(Duration.ofHours(3));
                String question = shop.ask(shop.app, "ada");
                as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
                Shop.result(shop.answer(question, FactorType.SMS, shop.sentCode(PHONE)));
            }
            assertThat(shop.answer(shop.ask(shop.app, "ada"), FactorType.SMS, "000000"))
                    .isInstanceOf(Incorrect.class);
        }
        hour(shop);
        String question = shop.ask(shop.app, "ada");
        as(SendOutcome.Sent.class, shop.send(question, FactorType.SMS));
        assertThat(shop.sent(PHONE)).isEmpty();
        assertThat(shop.backup(question, codes.getFirst())).isInstanceOf(Verified.class);
    }

    @EachDatabase
    void backupCodeWhenTheSameTwiceThenAlreadyUsed(Databases databases) {
        Shop shop = Shop.sending(databases);
        String code = shop.enrol(shop.app, "ada", MAILBOX).getFirst();
        assertThat(shop.backup(shop.ask(shop.app, "ada"), code)).isInstanceOf(Verified.class);
        assertThat(shop.backup(shop.ask(shop.app, "ada"), code)).isEqualTo(new AlreadyUsed(4));
    }
}
