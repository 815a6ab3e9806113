package dev.countersign.wronghouse.wiring;

/// What only the top may know.
public record Settings(String name) {}
