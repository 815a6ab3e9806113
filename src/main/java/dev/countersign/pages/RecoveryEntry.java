package dev.countersign.pages;

/// An account recovery that has begun, as pages show it.
///
/// @param ready when it can be finished
/// @param over when it no longer can
public record RecoveryEntry(Moment begun, Moment ready, Moment over) {}
