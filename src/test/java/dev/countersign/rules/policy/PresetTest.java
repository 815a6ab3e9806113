package dev.countersign.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Policy.ResetBy;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The presets against PRODUCT.md section 5: each is the default with what its row of the table sets, and nothing
/// else.
class PresetTest {

    @Test
    void defaultWhenReadThenItIsThePolicyTables() {
        assertThat(Preset.DEFAULT.policy())
                .isEqualTo(new Policy(
                        Enrolment.RECOMMENDED,
                        0,
                        Set.of(FactorType.TOTP, FactorType.SMS, FactorType.PASSKEY),
                        FactorType.PASSKEY,
                        EmailCode.WHEN_NOTHING_ELSE,
                        true,
                        10,
                        RememberDevice.ASK,
                        180,
                        10,
                        10,
                        false,
                        259_200,
                        null,
                        null,
                        24,
                        ResetBy.ADMIN,
                        0,
                        Recovery.OFF,
                        72));
        assertThat(Policies.inOrder(
                        Preset.DEFAULT.policy(), Preset.DEFAULT.policy().usableFactors()))
                .containsExactly(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS);
    }

    @Test
    void recommendedWhenReadThenItIsItsRow() {
        holds(Preset.RECOMMENDED, p -> p.mayTurnOff(false).rememberDevice(RememberDevice.ALWAYS));
    }

    @Test
    void requiredByTheOwnerWhenReadThenItIsItsRow() {
        holds(
                Preset.REQUIRED_BY_OWNER,
                p -> p.enrolment(Enrolment.REQUIRED)
                        .preferred(FactorType.SMS)
                        .backupCodes(1)
                        .rememberDevice(RememberDevice.ALWAYS));
    }

    @Test
    void personalChoiceWhenReadThenItIsItsRow() {
        holds(
                Preset.PERSONAL_CHOICE,
                p -> p.enrolment(Enrolment.OPTIONAL)
                        .factors(FactorType.TOTP)
                        .preferred(FactorType.TOTP)
                        .signOutForgetsDevice(true));
    }

    @Test
    void requiredAndResetByAnAdminWhenReadThenItIsItsRow() {
        holds(
                Preset.REQUIRED_RESET_BY_ADMIN,
                p -> p.enrolment(Enrolment.REQUIRED)
                        .factors(FactorType.TOTP)
                        .preferred(FactorType.TOTP)
                        .emailCode(EmailCode.OFF));
    }

    @Test
    void highAssuranceWhenReadThenItIsItsRow() {
        holds(
                Preset.HIGH_ASSURANCE,
                p -> p.enrolment(Enrolment.REQUIRED)
                        .factors(FactorType.PASSKEY, FactorType.TOTP)
                        .emailCode(EmailCode.OFF)
                        .rememberDevice(RememberDevice.OFF)
                        .sessionMinutes(12 * 60)
                        .idleMinutes(60)
                        .adminIdleMinutes(15)
                        .aal2Hours(12)
                        .resetBy(ResetBy.TWO_ADMINS));
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void presetWhenCheckedThenItIsWithinTheRangesAndCanBeMetByThisBuild(Preset preset) {
        assertThat(preset.policy().faults()).isEmpty();
        assertThat(preset.policy().usableFactors()).isNotEmpty();
        assertThat(Preset.of(preset.word())).contains(preset);
    }

    @ParameterizedTest
    @CsvSource({
        "graceDays, 0, 90",
        "backupCodes, 0, 20",
        "rememberDays, 1, 365",
        "devicesPerAccount, 1, 10",
        "accountsPerDevice, 1, 10",
        "sessionMinutes, 15, 525600",
        "idleMinutes, 5, 525600",
        "adminIdleMinutes, 5, 525600",
        "aal2Hours, 1, 24",
        "resetWaitHours, 0, 72",
        "recoveryWaitHours, 24, 336"
    })
    void numberWhenOutOfItsRangeThenItIsAFault(String field, int least, int most) {
        assertThat(set(field, least).faults()).isEmpty();
        assertThat(set(field, most).faults()).isEmpty();
        assertThat(set(field, least - 1).faults()).hasSize(1).allMatch(fault -> fault.startsWith(field + " "));
        assertThat(set(field, most + 1).faults()).hasSize(1);
    }

    @Test
    void policyWhenNothingOfItCanBeEnrolledThenItIsAFault() {
        Policy none = changed(p -> p.factors(FactorType.EMAIL).preferred(FactorType.EMAIL));

        assertThat(none.faults()).hasSize(1);
        assertThat(List.of(none.usableFactors())).containsExactly(Set.of());
    }

    private static Policy set(String field, int value) {
        return changed(p -> switch (field) {
            case "graceDays" -> p.graceDays(value);
            case "backupCodes" -> p.backupCodes(value);
            case "rememberDays" -> p.rememberDays(value);
            case "devicesPerAccount" -> p.devicesPerAccount(value);
            case "accountsPerDevice" -> p.accountsPerDevice(value);
            case "sessionMinutes" -> p.sessionMinutes(value);
            case "idleMinutes" -> p.idleMinutes(value);
            case "adminIdleMinutes" -> p.adminIdleMinutes(value);
            case "aal2Hours" -> p.aal2Hours(value);
            case "resetWaitHours" -> p.resetWaitHours(value);
            case "recoveryWaitHours" -> p.recoveryWaitHours(value);
            default -> throw new IllegalArgumentException(field);
        });
    }

    private static void holds(Preset preset, UnaryOperator<PolicyBuilder> row) {
        assertThat(preset.policy()).isEqualTo(changed(row));
    }

    private static Policy changed(UnaryOperator<PolicyBuilder> change) {
        return change.apply(new PolicyBuilder(Preset.DEFAULT.policy())).build();
    }
}
