package dev.countersign.wiring;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Preset;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The installation's policy: a preset, and any field set otherwise.
public record PolicySettings(
        @About(
                "The way of working to start from: `default`, `recommended`, `required-by-owner`, `personal-choice`, `required-reset-by-admin` or `high-assurance`. The fields below change single points of it.")
        @DefaultValue("default")
        Preset preset,

        @About(
                value = "Whether two-step sign-in has to be set up: `optional`, `recommended` or `required`.",
                unset = About.AS_PRESET)
        Policy.@Nullable Enrolment enrolment,

        @About(value = "With `required`, for how many days set-up can be put off: 0 to 90.", unset = About.AS_PRESET)
        @Nullable
        Integer graceDays,

        @About(
                value =
                        "Which factors may be used: of `totp`, `sms`, `passkey`. One that this version does not have is not offered.",
                unset = About.AS_PRESET)
        @Nullable
        Set<FactorType> factors,

        @About(value = "Which factor is offered first.", unset = About.AS_PRESET) @Nullable
        FactorType preferred,

        @About(
                value =
                        "Whether an account with nothing else is asked for an emailed code: `off` or `when-nothing-else`.",
                unset = About.AS_PRESET)
        Policy.@Nullable EmailCode emailCode,

        @About(value = "Whether people may remove their last factor.", unset = About.AS_PRESET) @Nullable
        Boolean mayTurnOff,

        @About(value = "How many backup codes a set has: 0 to 20.", unset = About.AS_PRESET) @Nullable
        Integer backupCodes,

        @About(
                value = "Whether a device may skip the second step after the first time: `off`, `ask` or `always`.",
                unset = About.AS_PRESET)
        Policy.@Nullable RememberDevice rememberDevice,

        @About(value = "For how many days a device is remembered: 1 to 365.", unset = About.AS_PRESET) @Nullable
        Integer rememberDays,

        @About(value = "How many devices an account may have remembered: 1 to 10.", unset = About.AS_PRESET) @Nullable
        Integer devicesPerAccount,

        @About(value = "How many accounts a device may be remembered for: 1 to 10.", unset = About.AS_PRESET) @Nullable
        Integer accountsPerDevice,

        @About(value = "Whether plain \"Sign out\" forgets the device too.", unset = About.AS_PRESET) @Nullable
        Boolean signOutForgetsDevice,

        @About(value = "How long a session lasts, in minutes: 15 to 525600.", unset = About.AS_PRESET) @Nullable
        Integer sessionMinutes,

        @About(value = "After how many idle minutes a session ends: 5 or more, 0 for never.", unset = About.AS_PRESET)
        @Nullable
        Integer idleMinutes,

        @About(value = "The same for owners and admins.", unset = About.AS_PRESET) @Nullable
        Integer adminIdleMinutes,

        @About(value = "For how many hours a second factor counts: 1 to 24.", unset = About.AS_PRESET) @Nullable
        Integer aal2Hours,

        @About(value = "Who resets two-step sign-in: `admin` or `two-admins`.", unset = About.AS_PRESET)
        Policy.@Nullable ResetBy resetBy,

        @About(value = "How many hours a reset waits: 0 to 72.", unset = About.AS_PRESET) @Nullable
        Integer resetWaitHours,

        @About(
                value = "Whether people who lost everything may recover alone: `off` or `wait`.",
                unset = About.AS_PRESET)
        Policy.@Nullable Recovery recovery,

        @About(value = "How many hours that recovery waits: 24 to 336.", unset = About.AS_PRESET) @Nullable
        Integer recoveryWaitHours) {

    /// The preset with the fields that are set put in.
    ///
    /// @throws SettingRefused when that cannot be a policy
    public Policy policy() {
        Policy policy = over(preset.policy());
        if (!policy.faults().isEmpty()) {
            throw new SettingRefused(String.join(
                    System.lineSeparator(),
                    policy.faults().stream().map(PolicySettings::withKey).toList()));
        }
        return policy;
    }

    /// A policy says "sessionMinutes must be …"; the operator knows it as `countersign.policy.session-minutes`.
    private static String withKey(String fault) {
        String[] parts = fault.split(" ", 2);
        return String.format(
                Locale.ROOT,
                "countersign.policy.%s %s",
                DataObjectPropertyName.toDashedForm(parts[0]),
                parts.length == 2 ? parts[1] : "cannot be used");
    }

    /// What the preset offers first, or the strongest of the methods where those are set without it.
    private FactorType offeredFirst(Policy base) {
        return factors == null || factors.contains(base.preferred())
                ? base.preferred()
                : factors.stream().min(Comparator.naturalOrder()).orElse(base.preferred());
    }

    private Policy over(Policy base) {
        return new Policy(
                or(enrolment, base.enrolment()),
                or(graceDays, base.graceDays()),
                or(factors, base.factors()),
                or(preferred, offeredFirst(base)),
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
