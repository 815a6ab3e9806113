package dev.countersign.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Policy.ResetBy;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrictestTest {
    private static final Policy BASE = Preset.DEFAULT.policy();

    @Test
    void fieldWhenOnePolicyIsStricterThenItsValueHoldsWhicheverManages() {
        stricter(Policy::enrolment, p -> p.enrolment(Enrolment.OPTIONAL), p -> p.enrolment(Enrolment.RECOMMENDED));
        stricter(Policy::enrolment, p -> p.enrolment(Enrolment.RECOMMENDED), p -> p.enrolment(Enrolment.REQUIRED));
        stricter(Policy::mayTurnOff, p -> p.mayTurnOff(true), p -> p.mayTurnOff(false));
        stricter(
                Policy::rememberDevice,
                p -> p.rememberDevice(RememberDevice.ALWAYS),
                p -> p.rememberDevice(RememberDevice.ASK));
        stricter(
                Policy::rememberDevice,
                p -> p.rememberDevice(RememberDevice.ASK),
                p -> p.rememberDevice(RememberDevice.OFF));
        stricter(Policy::rememberDays, p -> p.rememberDays(180), p -> p.rememberDays(7));
        stricter(Policy::devicesPerAccount, p -> p.devicesPerAccount(10), p -> p.devicesPerAccount(2));
        stricter(Policy::accountsPerDevice, p -> p.accountsPerDevice(10), p -> p.accountsPerDevice(1));
        stricter(Policy::signOutForgetsDevice, p -> p.signOutForgetsDevice(false), p -> p.signOutForgetsDevice(true));
        stricter(Policy::sessionMinutes, p -> p.sessionMinutes(259_200), p -> p.sessionMinutes(720));
        stricter(Policy::idleMinutes, p -> p.idleMinutes(60), p -> p.idleMinutes(15));
        stricter(Policy::idleMinutes, p -> p.idleMinutes(null), p -> p.idleMinutes(15));
        stricter(Policy::adminIdleMinutes, p -> p.adminIdleMinutes(null), p -> p.adminIdleMinutes(15));
        stricter(Policy::aal2Hours, p -> p.aal2Hours(24), p -> p.aal2Hours(12));
    }

    @Test
    void factorsWhenBothAllowSomeThenThoseThatBothAllow() {
        Policy one = with(p -> p.factors(FactorType.TOTP, FactorType.SMS));
        Policy other = with(p -> p.factors(FactorType.TOTP, FactorType.PASSKEY));

        assertThat(Strictest.of(one, other).factors()).containsExactly(FactorType.TOTP);
        assertThat(Strictest.of(with(p -> p.factors(FactorType.SMS)), other).factors())
                .isEmpty();
    }

    @Test
    void graceWhenBothRequireThenTheShorterAndElseThatOfTheOneThatRequires() {
        Policy lenient = with(p -> p.enrolment(Enrolment.RECOMMENDED).graceDays(0));
        Policy month = with(p -> p.enrolment(Enrolment.REQUIRED).graceDays(30));
        Policy week = with(p -> p.enrolment(Enrolment.REQUIRED).graceDays(7));

        assertThat(Strictest.of(lenient, month).graceDays()).isEqualTo(30);
        assertThat(Strictest.of(month, lenient).graceDays()).isEqualTo(30);
        assertThat(Strictest.of(month, week).graceDays()).isEqualTo(7);
        assertThat(Strictest.of(week, month).graceDays()).isEqualTo(7);
    }

    @Test
    void fieldWhenTheManagingOrganisationDecidesItAloneThenTheOtherIsNotHeard() {
        Policy managing = with(p -> p.emailCode(EmailCode.WHEN_NOTHING_ELSE)
                .backupCodes(10)
                .resetBy(ResetBy.ADMIN)
                .resetWaitHours(0)
                .recovery(Recovery.WAIT)
                .recoveryWaitHours(48));
        Policy other = with(p -> p.emailCode(EmailCode.OFF)
                .backupCodes(1)
                .resetBy(ResetBy.TWO_ADMINS)
                .resetWaitHours(72)
                .recovery(Recovery.OFF)
                .recoveryWaitHours(336));

        Policy both = Strictest.of(managing, other);

        assertThat(both.emailCode()).isEqualTo(EmailCode.WHEN_NOTHING_ELSE);
        assertThat(both.backupCodes()).isEqualTo(10);
        assertThat(both.resetBy()).isEqualTo(ResetBy.ADMIN);
        assertThat(both.resetWaitHours()).isZero();
        assertThat(both.recovery()).isEqualTo(Recovery.WAIT);
        assertThat(both.recoveryWaitHours()).isEqualTo(48);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void policyWhenHeldAgainstItselfThenItIsTheSame(Preset preset) {
        assertThat(Strictest.of(preset.policy(), preset.policy())).isEqualTo(preset.policy());
    }

    private static <T> void stricter(
            Function<Policy, T> field,
            Function<PolicyBuilder, PolicyBuilder> loose,
            Function<PolicyBuilder, PolicyBuilder> strict) {
        Policy looser = with(loose);
        Policy stricter = with(strict);
        assertThat(field.apply(Strictest.of(looser, stricter))).isEqualTo(field.apply(stricter));
        assertThat(field.apply(Strictest.of(stricter, looser))).isEqualTo(field.apply(stricter));
    }

    private static Policy with(Function<PolicyBuilder, PolicyBuilder> change) {
        return change.apply(new PolicyBuilder(BASE)).build();
    }
}
