package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.organisation.Invitations;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What somebody invited to goes with the right to invite: an invitation as owner must not outlive the owner.
final class GivenInvitations {
    private final SignInRooms rooms;
    private final Invitations invitations;

    GivenInvitations(SignInRooms rooms, Invitations invitations) {
        this.rooms = rooms;
        this.invitations = invitations;
    }

    /// Takes back what the account invited to in that organisation, in the caller's transaction.
    ///
    /// @param actorId whose doing it is, null for the operator's
    void takeBack(String accountId, @Nullable String actorId, String organisationId, Origin origin, Instant now) {
        List<String> mails = invitations.revokeOf(organisationId, accountId, now);
        mails.forEach(rooms.outbox()::withdraw);
        if (!mails.isEmpty()) {
            rooms.audit()
                    .record(
                            new AuditEvent.InvitationsRevoked(accountId, actorId, organisationId, mails.size()),
                            origin,
                            now);
        }
    }
}
