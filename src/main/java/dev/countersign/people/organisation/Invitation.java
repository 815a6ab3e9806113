package dev.countersign.people.organisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The leave to sign up, behind a single-use link; for one address only where `emailKey` is there.
///
/// @param into the organisation it leads into, or null where it only lets somebody sign up
public record Invitation(
        String id, @Nullable String emailKey, @Nullable Into into, Instant expiresAt) {

    /// The place that waits for whoever accepts.
    ///
    /// @param email the invited address as it was typed
    /// @param invitedBy the account of whoever invited
    /// @param messageId the mail it went out by last
    public record Into(
            String organisationId,
            String organisationName,
            Role role,
            String email,
            String invitedBy,
            String messageId,
            Instant sentAt) {}
}
