package dev.countersign.people.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A sign-up whose address is not confirmed yet: no account, and nothing that an account could have.
///
/// @param invitationHash the hash of the invitation's token it came with, or null
/// @param attemptsLeft wrong codes that it still takes
/// @param sends how often its mail was sent
/// @param nextSendAt when it may be sent again
public record PendingAccount(
        String id,
        String email,
        String name,
        String locale,
        String timeZone,
        String passwordHash,
        @Nullable String invitationHash,
        int attemptsLeft,
        int sends,
        Instant nextSendAt,
        Instant createdAt,
        Instant expiresAt) {
    @Override
    public String toString() {
        return "PendingAccount[" + id + "]";
    }
}
