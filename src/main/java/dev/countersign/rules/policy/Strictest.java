package dev.countersign.rules.policy;

import dev.countersign.factors.factor.FactorType;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Two policies that hold at once, made one: the stricter value of each field, except those that the first one,
/// which is the managing organisation's, decides alone (PRODUCT.md section 5).
final class Strictest {
    private Strictest() {}

    static Policy of(Policy managing, Policy other) {
        Set<FactorType> factors = new HashSet<>(managing.factors());
        factors.retainAll(other.factors());
        return new PolicyBuilder(managing)
                .enrolment(later(managing.enrolment(), other.enrolment()))
                .graceDays(grace(managing, other))
                .factors(factors.toArray(FactorType[]::new))
                .mayTurnOff(managing.mayTurnOff() && other.mayTurnOff())
                .rememberDevice(earlier(managing.rememberDevice(), other.rememberDevice()))
                .rememberDays(Math.min(managing.rememberDays(), other.rememberDays()))
                .devicesPerAccount(Math.min(managing.devicesPerAccount(), other.devicesPerAccount()))
                .accountsPerDevice(Math.min(managing.accountsPerDevice(), other.accountsPerDevice()))
                .signOutForgetsDevice(managing.signOutForgetsDevice() || other.signOutForgetsDevice())
                .sessionMinutes(Math.min(managing.sessionMinutes(), other.sessionMinutes()))
                .idleMinutes(least(managing.idleMinutes(), other.idleMinutes()))
                .adminIdleMinutes(least(managing.adminIdleMinutes(), other.adminIdleMinutes()))
                .aal2Hours(Math.min(managing.aal2Hours(), other.aal2Hours()))
                .build();
    }

    /// Days of grace count only where enrolment is required.
    private static int grace(Policy a, Policy b) {
        if (a.enrolment() == b.enrolment()) {
            return Math.min(a.graceDays(), b.graceDays());
        }
        return a.enrolment().compareTo(b.enrolment()) > 0 ? a.graceDays() : b.graceDays();
    }

    private static <E extends Enum<E>> E later(E a, E b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    private static <E extends Enum<E>> E earlier(E a, E b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static @Nullable Integer least(@Nullable Integer a, @Nullable Integer b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.min(a, b);
    }
}
