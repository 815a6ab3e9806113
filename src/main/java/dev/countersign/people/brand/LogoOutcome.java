package dev.countersign.people.brand;

/// What came of reading a picture.
public sealed interface LogoOutcome {
    /// It is a logo.
    record Read(Logo logo) implements LogoOutcome {}

    /// It is none.
    record Refused(LogoFault fault) implements LogoOutcome {}
}
