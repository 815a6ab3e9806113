package dev.countersign.journeys.signin;

import dev.countersign.ground.secret.Token;

/// What a session has to do to be fresh.
public sealed interface StepUpOutcome {
    /// Answer this challenge.
    record Opened(Challenge challenge, Token token) implements StepUpOutcome {}

    /// The account has no second factor: the password again.
    record PasswordInstead() implements StepUpOutcome {}
}
