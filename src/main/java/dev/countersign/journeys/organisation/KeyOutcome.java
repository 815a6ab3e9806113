package dev.countersign.journeys.organisation;

import dev.countersign.people.apikey.ApiKey;
import java.time.Instant;

/// What an API key opens.
public sealed interface KeyOutcome {
    /// What was asked for.
    record Known(ApiKey key) implements KeyOutcome {}

    /// Nothing: there is no such key, or it is over.
    record Dead() implements KeyOutcome {}

    /// Not this: it is not among its scopes.
    record OutOfScope() implements KeyOutcome {}

    /// Nothing before that time: it was used too often.
    record Delayed(Instant until) implements KeyOutcome {}
}
