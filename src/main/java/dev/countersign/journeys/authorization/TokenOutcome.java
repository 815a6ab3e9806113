package dev.countersign.journeys.authorization;

/// What came of an app's asking for tokens.
public sealed interface TokenOutcome {
    /// It has them.
    record Given(Issued issued) implements TokenOutcome {}

    /// What it came with is good for nothing, or no longer.
    record InvalidGrant() implements TokenOutcome {}

    /// It asked for more than it was given.
    record InvalidScope() implements TokenOutcome {}

    /// Nobody has answered on the device's behalf yet.
    record Pending() implements TokenOutcome {}

    /// It asks too often, and has to wait longer from now on.
    record SlowDown() implements TokenOutcome {}

    /// The person said no.
    record Denied() implements TokenOutcome {}

    /// Nobody answered in time.
    record Expired() implements TokenOutcome {}
}
