package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditEvent.PolicyChanged;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.PolicyFault;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the operator does to organisations from the console, where nobody is signed in: the same changes as an
/// owner's, with the same checks of what is asked, on record without an actor.
public final class OperatorOrganisations {
    private final SignInRooms rooms;
    private final Organisations organisations;
    private final Policies policies;
    private final GivenInvitations given;
    private final MemberMails mails;
    private final OrganisationPolicies changes;
    private final MemberStore members;

    /// The journey through those rooms.
    public OperatorOrganisations(SignInRooms rooms, Invitations invitations, OrganisationPolicies changes) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.policies = rooms.policies();
        this.given = new GivenInvitations(rooms, invitations);
        this.mails = new MemberMails(rooms);
        this.changes = changes;
        this.members = new MemberStore(rooms.db(), rooms.policies());
    }

    /// Members in the order of their addresses.
    public List<Member> members(String organisationId, int limit) {
        Instant now = rooms.clock().instant();
        return rooms.db().read(() -> members.list(new MemberStore.Ask(organisationId, null, "%%", "", limit), now));
    }

    /// Gives a member another role. One owner who can act is left.
    public MemberOutcome<Nothing> changeRole(String organisationId, String accountId, Role role, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            organisations.hold(organisationId);
            Optional<Membership> target = organisations.membership(accountId, organisationId);
            if (target.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            Role from = target.get().role();
            if (from == role) {
                return MemberOutcome.done();
            }
            if (organisations.lastOwner(accountId, organisationId)) {
                return MemberOutcome.refused(WhyNot.LAST_OWNER);
            }
            organisations.changeRole(accountId, organisationId, role, now);
            rooms.audit()
                    .record(
                            new AuditEvent.RoleChanged(accountId, null, organisationId, from.word(), role.word()),
                            origin,
                            now);
            mails.tell(
                    accountId,
                    MessageKind.ROLE_CHANGED,
                    null,
                    Map.of("role", role.word(), "organisation", target.get().organisationName()),
                    now);
            if (role.compareTo(from) < 0) {
                given.takeBack(accountId, null, organisationId, origin, now);
            }
            return MemberOutcome.done();
        });
    }

    /// The policy of an organisation.
    public Policy policy(String organisationId) {
        return policies.of(organisationId);
    }

    /// What is wrong with that policy on this server.
    public List<PolicyFault> faults(Policy policy) {
        return policies.faults(policy);
    }

    /// Sets the policy of an organisation, and gives what has changed. It holds from the next request of every
    /// member.
    public MemberOutcome<List<PolicyChanged.Change>> setPolicy(String organisationId, Policy then, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            organisations.hold(organisationId);
            if (!policies.faults(then).isEmpty()) {
                return MemberOutcome.refused(WhyNot.POLICY_NOT_USABLE);
            }
            return new Done<>(changes.put(organisationId, null, then, origin, now));
        });
    }
}
