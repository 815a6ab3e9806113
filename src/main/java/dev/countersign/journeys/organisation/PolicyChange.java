package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// One thing that becomes stricter for an account when it joins an organisation.
///
/// @param types the methods it is about
/// @param number days, minutes or devices, whichever the kind counts
public record PolicyChange(Kind kind, List<FactorType> types, int number) {

    /// What changes.
    public enum Kind {
        /// Two-step sign-in has to be set up.
        MUST_SET_UP,
        /// Enrolled methods can no longer be used.
        METHODS_STOP,
        /// Two-step sign-in cannot be turned off.
        STAYS_ON,
        /// No device is remembered any more.
        NOTHING_REMEMBERED,
        /// Devices are remembered for fewer days.
        REMEMBERED_SHORTER,
        /// Fewer devices are remembered.
        FEWER_DEVICES,
        /// Signing out forgets the device.
        SIGN_OUT_FORGETS,
        /// Sessions end sooner; minutes.
        SESSIONS_SHORTER,
        /// Sessions that are not used end; minutes.
        IDLE_ENDS;

        /// Its name in the API and in messages.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// All of them, the gravest first.
    static List<PolicyChange> between(Policy now, Policy then, List<Factor> factors) {
        List<PolicyChange> changes = new ArrayList<>();
        Set<FactorType> usable = then.usableFactors();
        List<FactorType> enrolled = factors.stream()
                .map(Factor::type)
                .filter(FactorType::countsAsEnrolment)
                .distinct()
                .toList();
        boolean required = then.enrolment() == Policy.Enrolment.REQUIRED;
        if (required && enrolled.stream().noneMatch(usable::contains)) {
            changes.add(new PolicyChange(Kind.MUST_SET_UP, List.of(), 0));
        }
        List<FactorType> stop = enrolled.stream()
                .filter(now.usableFactors()::contains)
                .filter(type -> !usable.contains(type))
                .toList();
        if (!stop.isEmpty()) {
            changes.add(new PolicyChange(Kind.METHODS_STOP, stop, 0));
        }
        boolean mayTurnOff = now.mayTurnOff() && now.enrolment() != Policy.Enrolment.REQUIRED;
        if (mayTurnOff && (required || !then.mayTurnOff())) {
            changes.add(new PolicyChange(Kind.STAYS_ON, List.of(), 0));
        }
        devices(now, then, changes);
        sessions(now, then, changes);
        return List.copyOf(changes);
    }

    private static void devices(Policy now, Policy then, List<PolicyChange> changes) {
        if (then.rememberDevice() == Policy.RememberDevice.OFF) {
            if (now.rememberDevice() != Policy.RememberDevice.OFF) {
                changes.add(new PolicyChange(Kind.NOTHING_REMEMBERED, List.of(), 0));
            }
            return;
        }
        if (then.rememberDays() < now.rememberDays()) {
            changes.add(new PolicyChange(Kind.REMEMBERED_SHORTER, List.of(), then.rememberDays()));
        }
        if (then.devicesPerAccount() < now.devicesPerAccount()) {
            changes.add(new PolicyChange(Kind.FEWER_DEVICES, List.of(), then.devicesPerAccount()));
        }
        if (then.signOutForgetsDevice() && !now.signOutForgetsDevice()) {
            changes.add(new PolicyChange(Kind.SIGN_OUT_FORGETS, List.of(), 0));
        }
    }

    private static void sessions(Policy now, Policy then, List<PolicyChange> changes) {
        if (then.sessionMinutes() < now.sessionMinutes()) {
            changes.add(new PolicyChange(Kind.SESSIONS_SHORTER, List.of(), then.sessionMinutes()));
        }
        if (then.idleMinutes() != null && !Objects.equals(then.idleMinutes(), now.idleMinutes())) {
            changes.add(new PolicyChange(Kind.IDLE_ENDS, List.of(), then.idleMinutes()));
        }
    }
}
