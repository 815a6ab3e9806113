package dev.countersign.rules.policy;

import dev.countersign.rules.policy.Policy.Enrolment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The policy that holds for one account now.
///
/// @param demands each requirement to enrol among the policies it is made of
public record EffectivePolicy(Policy policy, List<Demand> demands) {

    /// A requirement to enrol.
    ///
    /// @param since when it was made, or null for the installation's, which was always there
    public record Demand(@Nullable Instant since, int graceDays) {
        private Grace grace(Instant accountCreatedAt) {
            Instant from = since != null && since.isAfter(accountCreatedAt) ? since : accountCreatedAt;
            return new Grace(from, from.plus(Duration.ofDays(graceDays)));
        }
    }

    public EffectivePolicy {
        demands = List.copyOf(demands);
    }

    /// One policy that holds since then.
    EffectivePolicy(Policy policy, @Nullable Instant since) {
        this(
                policy,
                policy.enrolment() == Enrolment.REQUIRED ? List.of(new Demand(since, policy.graceDays())) : List.of());
    }

    /// Both, the first one of the managing organisation. Each demand keeps its own date: what is set in one
    /// organisation, which may be the person's own, must not put off what another one demands.
    EffectivePolicy and(EffectivePolicy other) {
        List<Demand> both = new ArrayList<>(demands);
        both.addAll(other.demands);
        return new EffectivePolicy(Strictest.of(policy, other.policy), both);
    }

    /// The days in which a requirement to enrol can be put off.
    public record Grace(Instant from, Instant until) {}

    /// Until when a requirement to enrol can be put off, for an account made at that time: the earliest date of
    /// all; null where it cannot.
    public @Nullable Instant graceUntil(Instant accountCreatedAt) {
        return grace(accountCreatedAt).map(Grace::until).orElse(null);
    }

    /// The same with where it begins; empty where it cannot.
    public Optional<Grace> grace(Instant accountCreatedAt) {
        Optional<Grace> earliest = Optional.empty();
        for (Demand demand : demands) {
            if (demand.graceDays() == 0) {
                return Optional.empty();
            }
            Grace grace = demand.grace(accountCreatedAt);
            if (earliest.isEmpty() || grace.until().isBefore(earliest.get().until())) {
                earliest = Optional.of(grace);
            }
        }
        return earliest;
    }
}
