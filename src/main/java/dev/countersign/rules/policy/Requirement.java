package dev.countersign.rules.policy;

import dev.countersign.factors.factor.FactorType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What policy still wants of somebody who has proven something.
public sealed interface Requirement {

    /// Nothing.
    record Satisfied() implements Requirement {}

    /// A second step by one of these, the preferred one first.
    record Missing(List<FactorType> types) implements Requirement {}

    /// That proof again: it was given at `since`, too long ago.
    record Stale(FactorType type, Instant since) implements Requirement {}

    /// One of these has to be enrolled; with `until`, it can be put off to then.
    record MustEnrol(List<FactorType> types, @Nullable Instant until) implements Requirement {}
}
