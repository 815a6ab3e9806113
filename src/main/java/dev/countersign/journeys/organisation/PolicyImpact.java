package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent.PolicyChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whom a policy would affect if it was saved now.
///
/// @param notEnrolled members who have not set up two-step sign-in
/// @param usingDisallowedFactors members with a method that the policy does not allow
/// @param disallowed the same for each such method; who has two of them counts for both
/// @param sessionsEnded open sessions that are too old for it
/// @param devicesForgotten remembered devices that are forgotten
/// @param dueAt the end of the days of grace, where it demands two-step sign-in and there are any left
/// @param approvers how many others may approve a reset that the caller asks for
/// @param changes the fields that it changes
public record PolicyImpact(
        int members,
        int notEnrolled,
        int usingDisallowedFactors,
        Map<FactorType, Integer> disallowed,
        int sessionsEnded,
        int devicesForgotten,
        @Nullable Instant dueAt,
        int approvers,
        List<PolicyChanged.Change> changes) {
    public PolicyImpact {
        disallowed = Map.copyOf(disallowed);
        changes = List.copyOf(changes);
    }
}
