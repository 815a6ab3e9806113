package dev.countersign.journeys.enrolment;

import dev.countersign.journeys.signin.SignInOutcome.SignedIn;

/// What came of "Not now".
public sealed interface SkipOutcome {
    /// Signed in without a second step, while policy lets that be.
    record Skipped(SignedIn signedIn) implements SkipOutcome {}

    /// The account has to enrol now.
    record Refused() implements SkipOutcome {}
}
