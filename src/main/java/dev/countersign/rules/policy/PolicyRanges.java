package dev.countersign.rules.policy;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.PolicyFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The ranges of a policy's numbers, as sentences about what is outside them.
final class PolicyRanges {
    private final List<PolicyFault> faults = new ArrayList<>();

    static List<PolicyFault> faults(Policy policy) {
        PolicyRanges ranges = new PolicyRanges();
        ranges.within("graceDays", policy.graceDays(), 0, 90);
        ranges.within("backupCodes", policy.backupCodes(), 0, 20);
        ranges.within("rememberDays", policy.rememberDays(), 1, 365);
        ranges.within("devicesPerAccount", policy.devicesPerAccount(), 1, 10);
        ranges.within("accountsPerDevice", policy.accountsPerDevice(), 1, 10);
        ranges.within("sessionMinutes", policy.sessionMinutes(), 15, 525_600);
        ranges.within("idleMinutes", policy.idleMinutes(), 5, 525_600);
        ranges.within("adminIdleMinutes", policy.adminIdleMinutes(), 5, 525_600);
        ranges.within("aal2Hours", policy.aal2Hours(), 1, 24);
        ranges.within("resetWaitHours", policy.resetWaitHours(), 0, 72);
        ranges.within("recoveryWaitHours", policy.recoveryWaitHours(), 24, 336);
        ranges.usable(policy);
        return List.copyOf(ranges.faults);
    }

    /// With nothing to enrol, whoever has to would be shut out, and whoever has something could not replace it.
    private void usable(Policy policy) {
        if (policy.usableFactors().isEmpty()) {
            String built = Policy.BUILT.stream().map(FactorType::word).sorted().collect(Collectors.joining(", "));
            faults.add(new PolicyFault("factors", Kind.NO_METHOD, 0, 0, "factors must hold one of: " + built));
        } else if (!policy.factors().contains(policy.preferred())) {
            String allowed = PolicyFields.words(policy.factors());
            faults.add(
                    new PolicyFault("preferred", Kind.PREFERRED, 0, 0, "preferred must be one of factors: " + allowed));
        }
    }

    private void within(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            faults.add(new PolicyFault(
                    field, Kind.RANGE, least, most, field + " must be " + least + " to " + most + ", not " + value));
        }
    }
}
