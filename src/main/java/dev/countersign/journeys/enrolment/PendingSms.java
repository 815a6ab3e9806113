package dev.countersign.journeys.enrolment;

import java.time.Instant;

/// A phone that is being verified: a code is on its way to it, and nothing is active until that is typed.
///
/// @param hint the masked number
/// @param messageId the message with the newest code
/// @param sentAt when the newest code went out
/// @param nextSendAt when another may follow
/// @param replaces whether it takes the place of one that is active
public record PendingSms(
        String id,
        String hint,
        String messageId,
        Instant sentAt,
        Instant nextSendAt,
        boolean replaces,
        int attemptsLeft,
        Instant expiresAt) {}
