package dev.countersign.journeys.enrolment;

import dev.countersign.factors.passkey.CreationOptions;
import java.time.Instant;

/// What came of asking for a new passkey.
public sealed interface BeginPasskeyOutcome {
    /// It is pending: what to ask the browser, for that enrolment.
    record Begun(String id, CreationOptions options, Instant expiresAt) implements BeginPasskeyOutcome {}

    /// The session's proof is too old, or of the wrong kind.
    record StepUpRequired() implements BeginPasskeyOutcome {}

    /// Policy does not let this account enrol that, or browsers have no passkeys here.
    record NotAllowed() implements BeginPasskeyOutcome {}

    /// The account has as many as it may have.
    record TooMany() implements BeginPasskeyOutcome {}
}
