package dev.countersign.journeys.enrolment;

import java.time.Instant;

/// An authenticator app that is being connected: the secret is shown, and nothing is active until a code for it is
/// right.
///
/// @param app the key of the chosen app ("google-authenticator"), or `other`
/// @param secret base32, no padding
/// @param uri the `otpauth:` link
/// @param replaces whether it takes the place of one that is active
public record PendingTotp(
        String id,
        String app,
        String secret,
        String uri,
        String email,
        String issuer,
        boolean replaces,
        int attemptsLeft,
        Instant expiresAt) {}
