package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.organisation.Invitation;
import dev.countersign.people.organisation.Invitation.Into;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Joining an organisation by an invitation, with an account that there is. (Somebody new signs up with it.)
public final class Joinings {
    private final SignInRooms rooms;
    private final Invitations invitations;

    /// The journey through those rooms.
    public Joinings(SignInRooms rooms, Invitations invitations) {
        this.rooms = rooms;
        this.invitations = invitations;
    }

    /// What waits behind an invitation's link.
    ///
    /// @param known whether there is an account with the invited address
    /// @param eraseAt when the organisation is erased, as an owner wants; null where it stays
    public record Waiting(
            Invitation invitation,
            Into into,
            boolean known,
            @Nullable Instant eraseAt) {
        /// Whether it is for that account.
        public boolean isFor(Account account) {
            return new EmailAddress(account.email()).key().equals(invitation.emailKey());
        }
    }

    /// What waits behind the link, while it works. Looking changes nothing: mail scanners open links.
    public Optional<Waiting> look(String token) {
        Instant now = rooms.clock().instant();
        return rooms.db().read(() -> invitations.open(token, now).flatMap(this::waiting));
    }

    private Optional<Waiting> waiting(Invitation invitation) {
        Into into = invitation.into();
        return into == null
                ? Optional.empty()
                : Optional.of(new Waiting(
                        invitation,
                        into,
                        rooms.accounts().byEmail(new EmailAddress(into.email())).isPresent(),
                        rooms.organisations()
                                .byId(into.organisationId())
                                .map(Organisation::eraseAt)
                                .orElse(null)));
    }

    /// The organisation that the account joined with that invitation, and is a member of.
    public Optional<Membership> joinedWith(Account account, String token) {
        return rooms.db()
                .read(() -> invitations
                        .usedBy(token, new EmailAddress(account.email()))
                        .flatMap(id -> rooms.organisations().membership(account.id(), id)));
    }

    /// What becomes stricter for the account when it joins; empty when nothing does.
    public List<PolicyChange> changes(Account account, Waiting waiting) {
        return rooms.db().read(() -> {
            Policy now = rooms.policies().effective(account.id()).policy();
            Policy then = joined(account.id(), waiting.into());
            return PolicyChange.between(now, then, rooms.factors().list(account.id()));
        });
    }

    /// Whether no method would be left that all of the account's organisations allow.
    public boolean leavesNoMethod(Account account, Waiting waiting) {
        return joined(account.id(), waiting.into()).usableFactors().isEmpty();
    }

    /// Whether somebody new would have to set up two-step sign-in.
    public boolean demandsSetUp(Into into) {
        // An account that is in no organisation yet.
        return joined("", into).enrolment() == Policy.Enrolment.REQUIRED;
    }

    private Policy joined(String accountId, Into into) {
        return rooms.policies().joined(accountId, into.organisationId()).policy();
    }

    /// Accepts: of any number of tries one wins. The account's managing organisation stays as it is.
    public MemberOutcome<Into> accept(Session by, String token, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<Waiting> waiting = invitations.open(token, now).flatMap(this::waiting);
            if (waiting.isEmpty()) {
                noteReuse(by, token, origin, now);
                return MemberOutcome.refused(WhyNot.LINK_NOT_GOOD);
            }
            Account account = rooms.accounts().byId(by.accountId()).orElseThrow();
            if (!waiting.get().isFor(account)) {
                rooms.audit()
                        .record(new AuditEvent.AccessDenied(account.id(), "invitation", "other-address"), origin, now);
                return MemberOutcome.refused(WhyNot.OTHER_ADDRESS);
            }
            if (waiting.get().eraseAt() != null) {
                return MemberOutcome.refused(WhyNot.GOING);
            }
            if (leavesNoMethod(account, waiting.get())) {
                return MemberOutcome.refused(WhyNot.NO_METHOD_LEFT);
            }
            return take(account, waiting.get(), token, origin, now);
        });
    }

    private MemberOutcome<Into> take(Account account, Waiting waiting, String token, Origin origin, Instant now) {
        Into into = waiting.into();
        if (!invitations.use(token, now)) {
            return MemberOutcome.refused(WhyNot.LINK_NOT_GOOD);
        }
        String invitationId = waiting.invitation().id();
        rooms.audit().record(new AuditEvent.InvitationAccepted(account.id(), invitationId), origin, now);
        if (rooms.organisations().join(account.id(), into.organisationId(), into.role(), false, now)) {
            rooms.audit()
                    .record(
                            new AuditEvent.MemberJoined(
                                    account.id(),
                                    into.organisationId(),
                                    invitationId,
                                    into.role().word()),
                            origin,
                            now);
        }
        return new MemberOutcome.Done<>(into);
    }

    private void noteReuse(Session by, String token, Origin origin, Instant now) {
        if (invitations.used(token)) {
            rooms.audit().record(new AuditEvent.LinkReused(by.accountId(), "invitation"), origin, now);
        }
    }
}
