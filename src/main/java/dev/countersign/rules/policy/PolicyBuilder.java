package dev.countersign.rules.policy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy.EmailCode;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.Recovery;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.Policy.ResetBy;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A policy in the making: another one, with some fields changed.
public final class PolicyBuilder {
    private Enrolment enrolment;
    private int graceDays;
    private Set<FactorType> factors;
    private FactorType preferred;
    private EmailCode emailCode;
    private boolean mayTurnOff;
    private int backupCodes;
    private RememberDevice rememberDevice;
    private int rememberDays;
    private int devicesPerAccount;
    private int accountsPerDevice;
    private boolean signOutForgetsDevice;
    private int sessionMinutes;
    private @Nullable Integer idleMinutes;
    private @Nullable Integer adminIdleMinutes;
    private int aal2Hours;
    private ResetBy resetBy;
    private int resetWaitHours;
    private Recovery recovery;
    private int recoveryWaitHours;

    /// Starts from that policy.
    public PolicyBuilder(Policy policy) {
        this.enrolment = policy.enrolment();
        this.graceDays = policy.graceDays();
        this.factors = policy.factors();
        this.preferred = policy.preferred();
        this.emailCode = policy.emailCode();
        this.mayTurnOff = policy.mayTurnOff();
        this.backupCodes = policy.backupCodes();
        this.rememberDevice = policy.rememberDevice();
        this.rememberDays = policy.rememberDays();
        this.devicesPerAccount = policy.devicesPerAccount();
        this.accountsPerDevice = policy.accountsPerDevice();
        this.signOutForgetsDevice = policy.signOutForgetsDevice();
        this.sessionMinutes = policy.sessionMinutes();
        this.idleMinutes = policy.idleMinutes();
        this.adminIdleMinutes = policy.adminIdleMinutes();
        this.aal2Hours = policy.aal2Hours();
        this.resetBy = policy.resetBy();
        this.resetWaitHours = policy.resetWaitHours();
        this.recovery = policy.recovery();
        this.recoveryWaitHours = policy.recoveryWaitHours();
    }

    /// The policy.
    public Policy build() {
        return new Policy(
                enrolment,
                graceDays,
                factors,
                preferred,
                emailCode,
                mayTurnOff,
                backupCodes,
                rememberDevice,
                rememberDays,
                devicesPerAccount,
                accountsPerDevice,
                signOutForgetsDevice,
                sessionMinutes,
                idleMinutes,
                adminIdleMinutes,
                aal2Hours,
                resetBy,
                resetWaitHours,
                recovery,
                recoveryWaitHours);
    }

    /// Sets `enrolment`.
    public PolicyBuilder enrolment(Enrolment enrolment) {
        this.enrolment = enrolment;
        return this;
    }

    /// Sets `graceDays`.
    public PolicyBuilder graceDays(int graceDays) {
        this.graceDays = graceDays;
        return this;
    }

    /// Sets `factors`, and `preferred` to the first of them where it was none of them.
    public PolicyBuilder factors(FactorType... factors) {
        this.factors = Set.of(factors);
        if (factors.length > 0 && !this.factors.contains(preferred)) {
            this.preferred = factors[0];
        }
        return this;
    }

    /// Sets `preferred`.
    public PolicyBuilder preferred(FactorType preferred) {
        this.preferred = preferred;
        return this;
    }

    /// Sets `emailCode`.
    public PolicyBuilder emailCode(EmailCode emailCode) {
        this.emailCode = emailCode;
        return this;
    }

    /// Sets `mayTurnOff`.
    public PolicyBuilder mayTurnOff(boolean mayTurnOff) {
        this.mayTurnOff = mayTurnOff;
        return this;
    }

    /// Sets `backupCodes`.
    public PolicyBuilder backupCodes(int backupCodes) {
        this.backupCodes = backupCodes;
        return this;
    }

    /// Sets `rememberDevice`.
    public PolicyBuilder rememberDevice(RememberDevice rememberDevice) {
        this.rememberDevice = rememberDevice;
        return this;
    }

    /// Sets `rememberDays`.
    public PolicyBuilder rememberDays(int rememberDays) {
        this.rememberDays = rememberDays;
        return this;
    }

    /// Sets `devicesPerAccount`.
    public PolicyBuilder devicesPerAccount(int devicesPerAccount) {
        this.devicesPerAccount = devicesPerAccount;
        return this;
    }

    /// Sets `accountsPerDevice`.
    public PolicyBuilder accountsPerDevice(int accountsPerDevice) {
        this.accountsPerDevice = accountsPerDevice;
        return this;
    }

    /// Sets `signOutForgetsDevice`.
    public PolicyBuilder signOutForgetsDevice(boolean signOutForgetsDevice) {
        this.signOutForgetsDevice = signOutForgetsDevice;
        return this;
    }

    /// Sets `sessionMinutes`.
    public PolicyBuilder sessionMinutes(int sessionMinutes) {
        this.sessionMinutes = sessionMinutes;
        return this;
    }

    /// Sets `idleMinutes`.
    public PolicyBuilder idleMinutes(@Nullable Integer idleMinutes) {
        this.idleMinutes = idleMinutes;
        return this;
    }

    /// Sets `adminIdleMinutes`.
    public PolicyBuilder adminIdleMinutes(@Nullable Integer adminIdleMinutes) {
        this.adminIdleMinutes = adminIdleMinutes;
        return this;
    }

    /// Sets `aal2Hours`.
    public PolicyBuilder aal2Hours(int aal2Hours) {
        this.aal2Hours = aal2Hours;
        return this;
    }

    /// Sets `resetBy`.
    public PolicyBuilder resetBy(ResetBy resetBy) {
        this.resetBy = resetBy;
        return this;
    }

    /// Sets `resetWaitHours`.
    public PolicyBuilder resetWaitHours(int resetWaitHours) {
        this.resetWaitHours = resetWaitHours;
        return this;
    }

    /// Sets `recovery`.
    public PolicyBuilder recovery(Recovery recovery) {
        this.recovery = recovery;
        return this;
    }

    /// Sets `recoveryWaitHours`.
    public PolicyBuilder recoveryWaitHours(int recoveryWaitHours) {
        this.recoveryWaitHours = recoveryWaitHours;
        return this;
    }
}
