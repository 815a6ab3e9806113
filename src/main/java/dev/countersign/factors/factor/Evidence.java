package dev.countersign.factors.factor;

import java.time.Instant;

/// A proof that was given: the type of factor, and when it was proven.
public record Evidence(FactorType type, Instant at) {}
