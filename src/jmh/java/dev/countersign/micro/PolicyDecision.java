package dev.countersign.micro;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Preset;
import dev.countersign.rules.policy.Requirement;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What policy demands, which every request asks.
@State(Scope.Thread)
public class PolicyDecision {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

    private final Policy policy = Preset.DEFAULT.policy();
    private final List<Factor> factors = List.of(new Factor("f", "a", FactorType.TOTP, "Aegis", NOW, NOW, null));
    private final List<Evidence> password = List.of(new Evidence(FactorType.PASSWORD, NOW));
    private final List<Evidence> both =
            List.of(new Evidence(FactorType.PASSWORD, NOW), new Evidence(FactorType.TOTP, NOW));

    @Benchmark
    public Requirement afterThePassword() {
        return Policies.decide(policy, factors, password, false, null, NOW);
    }

    @Benchmark
    public Requirement onEachRequest() {
        return Policies.decide(policy, factors, both, true, null, NOW);
    }
}
