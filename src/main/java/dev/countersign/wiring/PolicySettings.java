package dev.countersign.wiring;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Preset;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The installation's policy: a preset, and any field set otherwise.
public record PolicySettings(
        @About("The way of working to start from: `recommended`, `required-by-owner`, `personal-choice`, `required-reset-by-admin` or `high-assurance`. The fields below change single points of it.")
        @DefaultValue("recommended")
        Preset preset,

        @About(value = "Whether two-step sign-in has to be set up: `optional`, `recommended` or `required`.", unset = PRESET)
        Policy.@Nullable Enrolment enrolment,

        @About(value = "With `required`, for how many days set-up can be put off: 0 to 90.", unset = PRESET)
        @Nullable Integer graceDays,

        @About(value = "Which factors may be used: of `totp`, `sms`, `passkey`. One that this version does not have is not offered.", unset = PRESET)
        @Nullable Set<FactorType> factors,

        @About(value = "Which factor is offered first.", unset = PRESET)
        @Nullable FactorType preferred,

        @About(value = "Whether an account with nothing else is asked for an emailed code: `off` or `when-nothing-else`.", unset = PRESET)
        Policy.@Nullable EmailCode emailCode,

        @About(value = "Whether people may remove their last factor.", unset = PRESET)
        @Nullable Boolean mayTurnOff,

        @About(value = "How many backup codes a set has: 0 to 20.", unset = PRESET)
        @Nullable Integer backupCodes,

        @About(value = "Whether a device may skip the second step after the first time: `off`, `ask` or `always`.", unset = PRESET)
        Policy.@Nullable RememberDevice rememberDevice,

        @About(value = "For how many days a device is remembered: 1 to 365.", unset = PRESET)
        @Nullable Integer rememberDays,

        @About(value = "How many devices an account may have remembered: 1 to 10.", unset = PRESET)
        @Nullable Integer devicesPerAccount,

        @About(value = "How many accounts a device may be remembered for: 1 to 10.", unset = PRESET)
        @Nullable Integer accountsPerDevice,

        @About(value = "Whether plain \"Sign out\" forgets the device too.", unset = PRESET)
        @Nullable Boolean signOutForgetsDevice,

        @About(value = "How long a session lasts, in minutes: 15 to 525600.", unset = PRESET)
        @Nullable Integer sessionMinutes,

        @About(value = "After how many idle minutes a session ends: 5 or more, 0 for never.", unset = PRESET)
        @Nullable Integer idleMinutes,

        @About(value = "The same for owners and admins.", unset = PRESET)
        @Nullable Integer adminIdleMinutes,

        @About(value = "For how many hours a second factor counts: 1 to 24.", unset = PRESET)
        @Nullable Integer aal2Hours,

        @About(value = "Who resets two-step sign-in: `admin` or `two-admins`.", unset = PRESET)
        Policy.@Nullable ResetBy resetBy,

        @About(value = "How many hours a reset waits: 0 to 72.", unset = PRESET)
        @Nullable Integer resetWaitHours,

        @About(value = "Whether people who lost everything may recover alone: `off` or `wait`.", unset = PRESET)
        Policy.@Nullable Recovery recovery,

        @About(value = "How many hours that recovery waits: 24 to 336.", unset = PRESET)
        @Nullable Integer recoveryWaitHours) {

    private static final String PRESET = "as the preset has it";

    /// The preset with the fields that are set put in.
    public Policy policy() {
        Policy base = preset.policy();
        try {
            return new Policy(
                    or(enrolment, base.enrolment()),
                    or(graceDays, base.graceDays()),
                    or(factors, base.factors()),
                    or(preferred, base.preferred()),
                    or(emailCode, base.emailCode()),
                    or(mayTurnOff, base.mayTurnOff()),
                    or(backupCodes, base.backupCodes()),
                    or(rememberDevice, base.rememberDevice()),
                    or(rememberDays, base.rememberDays()),
                    or(devicesPerAccount, base.devicesPerAccount()),
                    or(accountsPerDevice, base.accountsPerDevice()),
                    or(signOutForgetsDevice, base.signOutForgetsDevice()),
                    or(sessionMinutes, base.sessionMinutes()),
                    idle(idleMinutes, base.idleMinutes()),
                    idle(adminIdleMinutes, base.adminIdleMinutes()),
                    or(aal2Hours, base.aal2Hours()),
                    or(resetBy, base.resetBy()),
                    or(resetWaitHours, base.resetWaitHours()),
                    or(recovery, base.recovery()),
                    or(recoveryWaitHours, base.recoveryWaitHours()));
        } catch (IllegalArgumentException e) {
            throw new SettingRefused("countersign.policy cannot be used: " + e.getMessage());
        }
    }

    private static <T> T or(@Nullable T set, T preset) {
        return set == null ? preset : set;
    }

    private static @Nullable Integer idle(@Nullable Integer set, @Nullable Integer preset) {
        if (set == null) {
            return preset;
        }
        return set == 0 ? null : set;
    }
}
