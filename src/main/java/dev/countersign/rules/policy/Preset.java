package dev.countersign.rules.policy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Policy.ResetBy;
import java.util.Optional;
import java.util.Set;

/// A real way of working, as a whole policy to start from. Each differs from [#DEFAULT] where PRODUCT.md's table of
/// presets says so.
public enum Preset {
    /// The defaults of the policy table.
    DEFAULT("default", base()),

    /// Asked for after sign-in, skippable, never blocked; once on, it stays on.
    RECOMMENDED("recommended", base().mayTurnOff(false).rememberDevice(RememberDevice.ALWAYS)),

    /// Set up at the next sign-in, by text message first, with one backup code.
    REQUIRED_BY_OWNER(
            "required-by-owner",
            base().enrolment(Enrolment.REQUIRED)
                    .factors(FactorType.SMS, FactorType.TOTP, FactorType.PASSKEY)
                    .preferred(FactorType.SMS)
                    .backupCodes(1)
                    .rememberDevice(RememberDevice.ALWAYS)),

    /// Each person's own choice, by authenticator app; leaving means leaving.
    PERSONAL_CHOICE(
            "personal-choice",
            base().enrolment(Enrolment.OPTIONAL)
                    .factors(FactorType.TOTP)
                    .preferred(FactorType.TOTP)
                    .signOutForgetsDevice(true)),

    /// Authenticator app for everyone; whoever loses it asks an admin.
    REQUIRED_RESET_BY_ADMIN(
            "required-reset-by-admin",
            base().enrolment(Enrolment.REQUIRED)
                    .factors(FactorType.TOTP)
                    .preferred(FactorType.TOTP)
                    .emailCode(EmailCode.OFF)),

    /// NIST SP 800-63B-4 AAL2.
    HIGH_ASSURANCE(
            "high-assurance",
            base().enrolment(Enrolment.REQUIRED)
                    .factors(FactorType.PASSKEY, FactorType.TOTP)
                    .emailCode(EmailCode.OFF)
                    .rememberDevice(RememberDevice.OFF)
                    .sessionMinutes(12 * 60)
                    .idleMinutes(60)
                    .adminIdleMinutes(15)
                    .aal2Hours(12)
                    .resetBy(ResetBy.TWO_ADMINS));

    private final String word;

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values; the check knows only annotated types
    private final Policy policy;

    Preset(String word, PolicyBuilder builder) {
        this.word = word;
        this.policy = builder.build();
    }

    /// The name in settings.
    public String word() {
        return word;
    }

    /// What it demands.
    public Policy policy() {
        return policy;
    }

    /// The preset of that name, or empty.
    public static Optional<Preset> of(String word) {
        for (Preset preset : values()) {
            if (preset.word.equals(word)) {
                return Optional.of(preset);
            }
        }
        return Optional.empty();
    }

    private static PolicyBuilder base() {
        return new PolicyBuilder(new Policy(
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
    }
}
