package dev.countersign.journeys.reference;

import java.time.Instant;

/// What came of beginning to connect an authenticator app to a reference.
public sealed interface BeginReferenceOutcome {
    /// It waits for a code of the app.
    ///
    /// @param secret base32, no padding
    /// @param uri the `otpauth:` link
    record Begun(String id, String secret, String uri, Instant expiresAt, int attemptsLeft)
            implements BeginReferenceOutcome {
        @Override
        public String toString() {
            return "Begun[" + id + "]";
        }
    }

    /// It has an app: it is reset first.
    record EnrolledAlready() implements BeginReferenceOutcome {}
}
