package dev.countersign.rules.policy;

import dev.countersign.factors.factor.FactorType;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an organisation, or the installation, demands of the accounts under it. The fields, their ranges and their
/// defaults are those of the policy table in PRODUCT.md section 5.
public record Policy(
        Enrolment enrolment,
        int graceDays,
        Set<FactorType> factors,
        FactorType preferred,
        EmailCode emailCode,
        boolean mayTurnOff,
        int backupCodes,
        RememberDevice rememberDevice,
        int rememberDays,
        int devicesPerAccount,
        int accountsPerDevice,
        boolean signOutForgetsDevice,
        int sessionMinutes,
        @Nullable Integer idleMinutes,
        @Nullable Integer adminIdleMinutes,
        int aal2Hours,
        ResetBy resetBy,
        int resetWaitHours,
        Recovery recovery,
        int recoveryWaitHours) {

    /// Whether two-step sign-in has to be set up.
    public enum Enrolment {
        /// Only found in Settings.
        OPTIONAL,
        /// Asked after sign-in; can be skipped.
        RECOMMENDED,
        /// Must be set up at the next sign-in, or by the end of the grace days.
        REQUIRED
    }

    /// Whether an account with no factor is asked for an emailed code on a device not seen before.
    public enum EmailCode {
        /// Never.
        OFF,
        /// On a device not seen before, when there is nothing stronger.
        WHEN_NOTHING_ELSE
    }

    /// Whether a device may skip the second step after the first time.
    public enum RememberDevice {
        /// Never.
        OFF,
        /// When the person ticks the box.
        ASK,
        /// Whenever a second step was passed.
        ALWAYS
    }

    /// Who resets a member's two-step sign-in.
    public enum ResetBy {
        /// One admin.
        ADMIN,
        /// One admin asks, a second one approves.
        TWO_ADMINS
    }

    /// Whether someone who lost everything may recover the account alone.
    public enum Recovery {
        /// No: support does.
        OFF,
        /// With password and email, after a wait.
        WAIT
    }

    /// The factor types that this build can enrol. A policy may name others; they are not offered.
    public static final Set<FactorType> BUILT = Set.of(FactorType.PASSKEY, FactorType.TOTP, FactorType.SMS);

    public Policy {
        factors = Set.copyOf(factors);
    }

    /// What is out of range, as sentences; empty when the policy can be used.
    public List<String> faults() {
        return wrong().stream().map(PolicyFault::sentence).toList();
    }

    /// The same, field by field.
    public List<PolicyFault> wrong() {
        return PolicyRanges.faults(this);
    }

    /// The types that may be enrolled and used now: allowed, and built.
    public Set<FactorType> usableFactors() {
        EnumSet<FactorType> usable = EnumSet.copyOf(BUILT);
        usable.retainAll(factors);
        return Collections.unmodifiableSet(usable);
    }

    /// For how long after the second factor a session reports `aal2`.
    public Duration aal2Age() {
        return Duration.ofHours(aal2Hours);
    }

    /// How long a session lives.
    public Duration sessionLength() {
        return Duration.ofMinutes(sessionMinutes);
    }

    /// How long a device stays remembered.
    public Duration rememberLength() {
        return Duration.ofDays(rememberDays);
    }
}
