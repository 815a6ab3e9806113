package dev.countersign.journeys.organisation;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who may reset whom, and what a policy asks for besides. Asked anew at every step of a reset.
final class ResetRules {
    /// How long whoever approves has had their role, so that nobody appoints a second admin for one reset.
    static final Duration IN_ROLE = Duration.ofDays(7);

    /// The longest reason, in code points.
    private static final int LONGEST_REASON = 200;
    private static final int MOST_APPROVERS = 100;

    private final SignInRooms rooms;
    private final Organisations organisations;

    ResetRules(SignInRooms rooms) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
    }

    /// Why that member may not be reset by that admin, or empty.
    Optional<WhyNot> mayReset(Membership actor, Membership target) {
        String accountId = target.accountId();
        if (actor.accountId().equals(accountId)) {
            boolean alone = owned(accountId).anyMatch(m -> organisations.lastOwner(accountId, m.organisationId()));
            return Optional.of(alone ? WhyNot.ASK_THE_OPERATOR : WhyNot.MAY_NOT_RESET_YOURSELF);
        }
        if (!target.managing()) {
            return Optional.of(WhyNot.NOT_MANAGED_HERE);
        }
        List<Membership> owned = owned(accountId).toList();
        boolean operator = rooms.accounts().byId(accountId).orElseThrow().operator();
        if (actor.role() != Role.OWNER && (operator || !owned.isEmpty())) {
            return Optional.of(WhyNot.MAY_NOT_RESET_OWNER);
        }
        // Whoever alone owns an organisation is its last way in: the operator helps them.
        return owned.stream().anyMatch(m -> organisations.lastOwner(m.accountId(), m.organisationId()))
                ? Optional.of(WhyNot.MAY_NOT_RESET_OWNER)
                : Optional.empty();
    }

    private Stream<Membership> owned(String accountId) {
        return organisations.memberships(accountId).stream().filter(m -> m.role() == Role.OWNER);
    }

    /// Whether that account still helps people of the organisation, and may reset that one.
    boolean stillMay(String actorId, String organisationId, Membership target) {
        return organisations
                .membership(actorId, organisationId)
                .filter(actor -> actor.role() != Role.MEMBER)
                .filter(actor -> mayReset(actor, target).isEmpty())
                .isPresent();
    }

    /// Why that admin may not approve a reset that another one asked for, or empty.
    Optional<WhyNot> mayApprove(Membership actor, String askedBy, Membership target, Instant now) {
        Optional<WhyNot> refusal = mayReset(actor, target);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (actor.accountId().equals(askedBy)) {
            return Optional.of(WhyNot.APPROVED_BY_ANOTHER);
        }
        return actor.roleSince().plus(IN_ROLE).isAfter(now) ? Optional.of(WhyNot.ROLE_TOO_NEW) : Optional.empty();
    }

    /// Those who may approve what that member asks for, as far as their role goes; a hundred at most.
    List<String> approvers(String askedBy, String organisationId, Instant now) {
        return organisations.adminsSince(organisationId, now.minus(IN_ROLE), MOST_APPROVERS).stream()
                .filter(id -> !id.equals(askedBy))
                .toList();
    }

    /// Those of them who may reset that member at all.
    List<String> mayApproveFor(String askedBy, Membership target, Instant now) {
        return approvers(askedBy, target.organisationId(), now).stream()
                .filter(id -> stillMay(id, target.organisationId(), target))
                .toList();
    }

    /// All others who help in the organisation, however new in their role; a hundred at most.
    List<String> others(String askedBy, Membership target, Instant now) {
        return organisations.adminsSince(target.organisationId(), now, MOST_APPROVERS).stream()
                .filter(id -> !id.equals(askedBy) && !id.equals(target.accountId()))
                .toList();
    }

    /// Whether that is a reason.
    static boolean usable(String reason) {
        return !reason.isEmpty() && reason.codePointCount(0, reason.length()) <= LONGEST_REASON;
    }

    /// How long the account's policy makes a reset wait.
    Duration wait(String accountId) {
        return Duration.ofHours(policy(accountId).resetWaitHours());
    }

    /// Whether the account's policy wants a second admin.
    boolean twoAdmins(String accountId) {
        return policy(accountId).resetBy() == Policy.ResetBy.TWO_ADMINS;
    }

    private Policy policy(String accountId) {
        return rooms.policies().effective(accountId).policy();
    }
}
