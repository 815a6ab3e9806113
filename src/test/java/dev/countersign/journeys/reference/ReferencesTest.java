package dev.countersign.journeys.reference;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.reference.BeginReferenceOutcome.Begun;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.AlreadyUsed;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Expired;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Incorrect;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.LockedOut;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Spent;
import dev.countersign.journeys.reference.ReferenceVerifyOutcome.Verified;
import dev.countersign.journeys.reference.Shop.Customer;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.testing.AtOnce;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What applications ask of people whom they call as they like, and what nobody gets out of it.
class ReferencesTest {
    private static final RedeemReferenceOutcome REFUSED = new RedeemReferenceOutcome.Refused();

    @EachDatabase
    void referenceWhenItAnswersThenTheApplicationRedeemsThatOnce(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada@example.com #1 <b>");
        assertThat(ada.backupCodes).hasSize(ReferenceLimits.BACKUP_CODES);
        assertThat(shop.references.standing(shop.app, ada.reference).enrolled()).isTrue();
        String result = Shop.result(shop.answer(ada.ask(), ada.code()));
        assertThat(shop.redeem(shop.app, result, ada.reference))
                .isEqualTo(new RedeemReferenceOutcome.Redeemed(FactorType.TOTP, shop.journeys.clock.instant()));
        assertThat(shop.redeem(shop.app, result, ada.reference)).isEqualTo(REFUSED);
        String second =
                Shop.result(shop.backup(ada.ask(), ada.backupCodes.get(3).toLowerCase(Locale.ROOT)));
        assertThat(shop.redeem(shop.app, second, ada.reference)).isInstanceOf(RedeemReferenceOutcome.Redeemed.class);
        assertThat(shop.references.standing(shop.app, ada.reference).backupCodesLeft())
                .isEqualTo(9);
        assertThat(shop.log())
                .contains("reference-enrolled", "reference-challenged", "reference-verified", "reference-redeemed");
        // It is nobody's account, and touches no table of accounts.
        assertThat(shop.rows("account")).isEqualTo(1);
        assertThat(shop.rows("totp") + shop.rows("factor") + shop.rows("backup_code"))
                .isZero();
    }

    @EachDatabase
    void resultWhenForAnotherThenRefusedAndUsedUp(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        Customer mallory = shop.customer("mallory");
        String swapped = mallory.pass();
        assertThat(shop.redeem(shop.app, swapped, "ada")).isEqualTo(REFUSED);
        assertThat(shop.redeem(shop.app, swapped, "mallory")).isEqualTo(REFUSED);
        String purpose = ada.pass();
        assertThat(shop.challenges.redeem(shop.app, purpose, "ada", "pay 900 €", HOME))
                .isEqualTo(REFUSED);
        assertThat(shop.redeem(shop.app, purpose, "ada")).isEqualTo(REFUSED);
        // Another application neither gets it nor spoils it.
        String across = ada.pass();
        assertThat(shop.redeem(shop.other, across, "ada")).isEqualTo(REFUSED);
        assertThat(shop.redeem(shop.app, across, "ada")).isInstanceOf(RedeemReferenceOutcome.Redeemed.class);
        String late = ada.pass();
        shop.journeys.clock.advance(ReferenceLimits.RESULT);
        assertThat(shop.redeem(shop.app, late, "ada")).isEqualTo(REFUSED);
        assertThat(shop.redeem(shop.app, "cs_result_nonsense", "ada")).isEqualTo(REFUSED);
    }

    @EachDatabase
    void codeWhenSentManyTimesAtOnceThenGoodOnce(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            questions.add(ada.ask());
        }
        String code = ada.code();
        assertThat(AtOnce.run(8, i -> shop.answer(questions.get(i), code)))
                .filteredOn(Verified.class::isInstance)
                .hasSize(1);
        String backup = ada.backupCodes.getFirst();
        List<String> more = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            more.add(ada.ask());
        }
        assertThat(AtOnce.run(8, i -> shop.backup(more.get(i), backup)))
                .filteredOn(Verified.class::isInstance)
                .hasSize(1);
        String result = ada.pass();
        assertThat(AtOnce.run(8, _ -> shop.redeem(shop.app, result, "ada")))
                .filteredOn(RedeemReferenceOutcome.Redeemed.class::isInstance)
                .hasSize(1);
        assertThat(shop.answer(ada.ask(), ada.code())).isEqualTo(new AlreadyUsed(4));
    }

    @EachDatabase
    void questionWhenAnsweredManyTimesAtOnceThenTakesFiveAnswersAndGivesOneResult(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        String question = ada.ask();
        String wrong = ada.wrong();
        assertThat(AtOnce.run(12, _ -> shop.answer(question, wrong)))
                .filteredOn(outcome -> outcome instanceof Incorrect)
                .hasSize(ReferenceLimits.CHALLENGE_ATTEMPTS - 1);
        assertThat(shop.answer(question, ada.code())).isEqualTo(new Spent());
        shop.next();
        String fresh = ada.ask();
        Shop.result(shop.answer(fresh, ada.code()));
        shop.next();
        assertThat(shop.answer(fresh, ada.code())).isEqualTo(new Expired());
        String late = ada.ask();
        shop.journeys.clock.advance(ReferenceLimits.CHALLENGE);
        assertThat(shop.answer(late, ada.code())).isEqualTo(new Expired());
    }

    @EachDatabase
    void referenceWhenGuessedAtThenLockedInItsApplicationOnly(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        Customer same = shop.new Customer(shop.other, "ada");
        Customer neighbour = shop.customer("Ada");
        for (int i = 0; i < 9; i++) {
            assertThat(shop.answer(ada.ask(), ada.wrong())).isEqualTo(new Incorrect(4, null));
        }
        assertThat(shop.answer(ada.ask(), ada.wrong())).isInstanceOf(LockedOut.class);
        shop.next();
        assertThat(shop.answer(ada.ask(), ada.code())).isInstanceOf(LockedOut.class);
        assertThat(shop.references.standing(shop.app, "ada").lockedUntil()).isNotNull();
        assertThat(shop.answer(same.ask(), same.code())).isInstanceOf(Verified.class);
        assertThat(shop.answer(neighbour.ask(), neighbour.code())).isInstanceOf(Verified.class);
        assertThat(shop.log()).contains("reference-locked");
        shop.journeys.clock.advance(Limits.SECOND_STEP.firstWait());
        assertThat(shop.answer(ada.ask(), ada.code())).isInstanceOf(Verified.class);
    }

    @EachDatabase
    void referenceWhenNobodyEnrolledItThenAnswersLookTheSame(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        String known = ada.ask();
        String unknown = shop.ask(shop.app, "nobody");
        String wrong = ada.wrong();
        for (int i = 0; i < 6; i++) {
            assertThat(shop.answer(unknown, wrong)).isEqualTo(shop.answer(known, wrong));
        }
        String code = ada.backupCodes.getFirst();
        assertThat(shop.backup(shop.ask(shop.app, "nobody"), code)).isInstanceOf(Incorrect.class);
        for (int i = 0; i < 4; i++) {
            shop.answer(shop.ask(shop.app, "nobody"), wrong);
        }
        assertThat(shop.answer(shop.ask(shop.app, "nobody"), wrong)).isInstanceOf(LockedOut.class);
        ReferenceStanding standing = shop.references.standing(shop.app, "nobody else");
        assertThat(standing).isEqualTo(new ReferenceStanding(List.of(), 0, 0, null));
        // One that is enrolled after it was asked does not answer what was asked before.
        String before = shop.ask(shop.app, "grace");
        Customer grace = shop.customer("grace");
        assertThat(shop.answer(before, grace.code())).isInstanceOf(Incorrect.class);
    }

    @EachDatabase
    void referenceWhenAskedOfAnotherApplicationThenNobody(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        assertThat(shop.references.standing(shop.other, "ada").enrolled()).isFalse();
        assertThat(shop.answer(shop.ask(shop.other, "ada"), ada.code())).isInstanceOf(Incorrect.class);
        assertThat(shop.backup(shop.ask(shop.other, "ada"), ada.backupCodes.getFirst()))
                .isInstanceOf(Incorrect.class);
        assertThat(shop.references.newBackupCodes(shop.other, "ada", HOME)).isEmpty();
        shop.references.reset(shop.other, "ada", HOME);
        shop.references.delete(shop.other, "ada", HOME);
        var begun = as(Begun.class, shop.enrolments.begin(shop.app, "eve", "eve", HOME));
        assertThat(shop.enrolments.confirm(shop.other, "eve", begun.id(), shop.shown(begun.secret()), HOME))
                .isEqualTo(new ConfirmReferenceOutcome.Expired());
        assertThat(shop.enrolments.confirm(shop.app, "ada", begun.id(), shop.shown(begun.secret()), HOME))
                .isEqualTo(new ConfirmReferenceOutcome.Expired());
        assertThat(shop.answer(ada.ask(), ada.code())).isInstanceOf(Verified.class);
    }

    @EachDatabase
    void enrolmentWhenConfirmedManyTimesAtOnceThenOnce(Databases databases) {
        Shop shop = Shop.on(databases);
        var begun = as(Begun.class, shop.enrolments.begin(shop.app, "ada", "Ada", HOME));
        assertThat(begun.uri()).startsWith("otpauth://totp/Shop:Ada?secret=" + begun.secret());
        String code = shop.shown(begun.secret());
        assertThat(AtOnce.run(6, _ -> shop.enrolments.confirm(shop.app, "ada", begun.id(), code, HOME)))
                .filteredOn(ConfirmReferenceOutcome.Confirmed.class::isInstance)
                .hasSize(1);
        assertThat(shop.enrolments.begin(shop.app, "ada", "Ada", HOME))
                .isEqualTo(new BeginReferenceOutcome.EnrolledAlready());
        // The code that connected the app does not answer a question.
        assertThat(shop.answer(shop.ask(shop.app, "ada"), code)).isEqualTo(new AlreadyUsed(4));
    }

    @EachDatabase
    void enrolmentWhenGuessedAtOrReplacedThenOver(Databases databases) {
        Shop shop = Shop.on(databases);
        var first = as(Begun.class, shop.enrolments.begin(shop.app, "ada", "Ada", HOME));
        var begun = as(Begun.class, shop.enrolments.begin(shop.app, "ada", "Ada", HOME));
        assertThat(shop.enrolments.confirm(shop.app, "ada", first.id(), shop.shown(first.secret()), HOME))
                .isEqualTo(new ConfirmReferenceOutcome.Expired());
        String wrong = shop.shown(begun.secret()).equals("000000") ? "000001" : "000000";
        for (int left = ReferenceLimits.ENROLMENT_ATTEMPTS - 1; left > 0; left--) {
            assertThat(shop.enrolments.confirm(shop.app, "ada", begun.id(), wrong, HOME))
                    .isEqualTo(new ConfirmReferenceOutcome.Incorrect(left, null));
        }
        for (String code : List.of(wrong, shop.shown(begun.secret()))) {
            assertThat(shop.enrolments.confirm(shop.app, "ada", begun.id(), code, HOME))
                    .isEqualTo(new ConfirmReferenceOutcome.Spent());
        }
        var late = as(Begun.class, shop.enrolments.begin(shop.app, "ada", "Ada", HOME));
        shop.journeys.clock.advance(ReferenceLimits.PENDING);
        assertThat(shop.enrolments.confirm(shop.app, "ada", late.id(), shop.shown(late.secret()), HOME))
                .isEqualTo(new ConfirmReferenceOutcome.Expired());
        assertThat(shop.references.standing(shop.app, "ada").enrolled()).isFalse();
    }

    @EachDatabase
    void referenceWhenResetThenWhatWasOpenIsVoid(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        String result = ada.pass();
        String question = ada.ask();
        for (int i = 0; i < 10; i++) {
            shop.answer(ada.ask(), ada.wrong());
        }
        shop.references.reset(shop.app, "ada", HOME);
        assertThat(shop.redeem(shop.app, result, "ada")).isEqualTo(REFUSED);
        shop.next();
        assertThat(shop.answer(question, ada.code())).isEqualTo(new Expired());
        assertThat(shop.backup(question, ada.backupCodes.getFirst())).isEqualTo(new Expired());
        assertThat(shop.answer(ada.ask(), ada.code())).isEqualTo(new Incorrect(4, null));
        assertThat(shop.references.standing(shop.app, "ada")).isEqualTo(new ReferenceStanding(List.of(), 0, 0, null));
        Customer again = shop.customer("ada");
        assertThat(shop.answer(again.ask(), again.code())).isInstanceOf(Verified.class);
        assertThat(shop.backup(again.ask(), ada.backupCodes.getFirst())).isInstanceOf(Incorrect.class);
    }

    @EachDatabase
    void referenceWhenDeletedThenNothingIsLeft(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        String question = ada.ask();
        shop.references.delete(shop.app, "ada", HOME);
        assertThat(shop.answer(question, ada.code())).isEqualTo(new Expired());
        for (String table : List.of(
                "verify_reference",
                "reference_factor",
                "reference_totp",
                "reference_backup_code",
                "reference_enrolment",
                "reference_challenge",
                "throttle_day")) {
            assertThat(shop.rows(table)).as(table).isZero();
        }
        assertThat(shop.log()).contains("reference-deleted");
    }

    @EachDatabase
    void referenceWhenResetWhileItAnswersThenNoResultOutlivesIt(Databases databases) {
        Shop shop = Shop.on(databases);
        for (int round = 0; round < 5; round++) {
            String name = "ada" + round;
            Customer ada = shop.customer(name);
            String question = ada.ask();
            String code = ada.code();
            List<Object> came = AtOnce.run(List.of(() -> shop.answer(question, code), () -> {
                shop.references.reset(shop.app, name, HOME);
                return "reset";
            }));
            if (came.getFirst() instanceof Verified(var result, var _)) {
                assertThat(shop.redeem(shop.app, result.text(), name)).isEqualTo(REFUSED);
            } else {
                assertThat(came.getFirst()).isEqualTo(new Expired());
            }
        }
    }

    @EachDatabase
    void appWhenGuessedAtOverWeeksThenSuspendedUntilAReset(Databases databases) {
        Shop shop = Shop.on(databases);
        Customer ada = shop.customer("ada");
        for (int i = 0; i < Limits.CODES_A_MONTH; i++) {
            if (i % 9 == 8) {
                ada.pass();
            }
            assertThat(shop.answer(ada.ask(), ada.wrong())).isInstanceOf(Incorrect.class);
        }
        shop.next();
        assertThat(shop.answer(ada.ask(), ada.code())).isInstanceOf(Incorrect.class);
        assertThat(shop.references
                        .standing(shop.app, "ada")
                        .factors()
                        .getFirst()
                        .usable())
                .isFalse();
        assertThat(shop.log()).contains("reference-factor-suspended");
        assertThat(shop.backup(ada.ask(), ada.backupCodes.getFirst())).isInstanceOf(Verified.class);
        shop.references.reset(shop.app, "ada", HOME);
        Customer again = shop.customer("ada");
        assertThat(shop.answer(again.ask(), again.code())).isInstanceOf(Verified.class);
    }

    @EachDatabase
    void keyWhenReplacedRevokedOrItsApplicationRemovedThenDead(Databases databases) {
        Shop shop = Shop.on(databases);
        VerifyKeys keys = new VerifyKeys(shop.rooms);
        var now = shop.journeys.clock.instant();
        var made = shop.rooms.apps().register(shop.organisation, "Door", now);
        String first = made.key().text();
        String second =
                shop.rooms.apps().rotate(made.app(), false, now).orElseThrow().text();
        assertThat(List.of(keys.present(first), keys.present(second)))
                .allMatch(VerifyKeys.VerifyKeyOutcome.Known.class::isInstance);
        shop.journeys.clock.advance(Duration.ofHours(24));
        assertThat(keys.present(first)).isEqualTo(new VerifyKeys.VerifyKeyOutcome.Dead());
        String third = shop.rooms
                .apps()
                .rotate(made.app(), true, shop.journeys.clock.instant())
                .orElseThrow()
                .text();
        assertThat(keys.present(second)).isEqualTo(new VerifyKeys.VerifyKeyOutcome.Dead());
        assertThat(shop.rooms.apps().revoke(made.app())).isTrue();
        assertThat(keys.present(third)).isEqualTo(new VerifyKeys.VerifyKeyOutcome.Dead());
        // With the organisation everything goes.
        shop.customer("ada");
        shop.journeys.db.inTransaction(() -> shop.journeys
                .db
                .sql()
                .sql("delete from organisation where id = ?")
                .param(shop.organisation)
                .update());
        assertThat(shop.rows("verify_app")
                        + shop.rows("verify_reference")
                        + shop.rows("reference_totp")
                        + shop.rows("reference_challenge"))
                .isZero();
    }
}
