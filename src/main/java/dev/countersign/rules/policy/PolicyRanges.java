package dev.countersign.rules.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ranges of a policy's numbers, as sentences about what is outside them.
final class PolicyRanges {
    private final List<String> faults = new ArrayList<>();

    static List<String> faults(Policy policy) {
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
        return List.copyOf(ranges.faults);
    }

    private void within(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            faults.add(field + " must be " + least + " to " + most + ", not " + value);
        }
    }
}
