package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.audit.AuditEvent.PolicyChanged;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.organisation.PolicyImpactStore.Open;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policies;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.policy.Policy.Enrolment;
import dev.countersign.rules.policy.Policy.RememberDevice;
import dev.countersign.rules.policy.PolicyFault;
import dev.countersign.rules.policy.PolicyFields;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The policy of an organisation: what it is, whom another one would affect, and its change by an owner.
public final class OrganisationPolicies {
    private static final int A_PAGE = 500;

    private final SignInRooms rooms;
    private final Policies policies;
    private final Admins admins;
    private final PolicyImpactStore impacts;

    /// The journey through those rooms.
    public OrganisationPolicies(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.policies = rooms.policies();
        this.admins = new Admins(rooms, stepUps);
        this.impacts = new PolicyImpactStore(rooms.db());
    }

    /// A policy, whether the caller may change it, how many others may approve a reset that the caller asks for, and
    /// whether the caller has a second step, without which an owner cannot require one of others.
    public record Standing(Policy policy, boolean changeable, int approvers, boolean enrolled) {}

    /// What of that policy cannot be used on this server; empty when all can.
    public List<PolicyFault> faults(Policy policy) {
        return policies.faults(policy);
    }

    /// The methods that members could use with that policy on this server.
    public Set<FactorType> usable(Policy policy) {
        return policies.usable(policy);
    }

    /// The organisation's policy.
    public MemberOutcome<Standing> read(Actor by, String organisationId) {
        Instant now = rooms.clock().instant();
        return admins.look(
                by,
                organisationId,
                actor -> new MemberOutcome.Done<>(new Standing(
                        policies.of(organisationId),
                        actor.role() == Role.OWNER,
                        approvers(actor, now),
                        enrolled(by.accountId()))));
    }

    /// Whom that policy would affect.
    public MemberOutcome<PolicyImpact> preview(Actor by, String organisationId, Policy then) {
        Instant now = rooms.clock().instant();
        return admins.look(
                by,
                organisationId,
                actor -> faults(then).isEmpty()
                        ? new MemberOutcome.Done<>(impact(actor, then, now))
                        : MemberOutcome.refused(WhyNot.POLICY_NOT_USABLE));
    }

    private int approvers(Membership actor, Instant now) {
        return new ResetRules(rooms)
                .approvers(actor.accountId(), actor.organisationId(), now)
                .size();
    }

    private PolicyImpact impact(Membership actor, Policy then, Instant now) {
        String organisationId = actor.organisationId();
        Policy before = policies.of(organisationId);
        List<FactorType> disallowed = Arrays.stream(FactorType.values())
                .filter(FactorType::countsAsEnrolment)
                .filter(type -> !policies.usable(then).contains(type))
                .toList();
        return new PolicyImpact(
                impacts.members(organisationId),
                impacts.notEnrolled(organisationId),
                disallowed.isEmpty() ? 0 : impacts.using(organisationId, disallowed),
                impacts.usingEach(organisationId, disallowed),
                impacts.ended(organisationId, before, then, now) + endedElsewhereToo(organisationId, before, then, now),
                forgets(before, then) ? impacts.remembered(organisationId, now) : 0,
                policies.graceEnds(organisationId, then, now),
                approvers(actor, now),
                changes(before, then));
    }

    private int endedElsewhereToo(String organisationId, Policy before, Policy then, Instant now) {
        int ended = 0;
        String after = "";
        List<Open> page;
        do {
            page = impacts.endedElsewhereToo(organisationId, before, then, now, after, A_PAGE);
            Map<String, Policy> effective = new HashMap<>();
            for (Open open : page) {
                Policy held = effective.computeIfAbsent(
                        open.accountId(), id -> policies.effective(id).policy());
                ended += lives(open, held, now) ? 1 : 0;
            }
            after = page.isEmpty() ? "" : page.getLast().id();
        } while (page.size() == A_PAGE);
        return ended;
    }

    private static boolean lives(Open open, Policy policy, Instant now) {
        return open.createdAt().plus(policy.sessionLength()).isAfter(now)
                && !idle(open, policy.idleMinutes(), now)
                && !(open.administers() && idle(open, policy.adminIdleMinutes(), now));
    }

    private static boolean idle(Open open, @Nullable Integer minutes, Instant now) {
        return minutes != null
                && open.lastUsedAt().plus(Duration.ofMinutes(minutes)).isBefore(now);
    }

    private static boolean forgets(Policy before, Policy then) {
        return then.rememberDevice() == RememberDevice.OFF && before.rememberDevice() != RememberDevice.OFF;
    }

    /// Changes the policy; owners do. It holds from the next request of every member.
    public MemberOutcome<Policy> set(Session by, String organisationId, Policy then, Origin origin) {
        Instant now = rooms.clock().instant();
        return admins.change(by, organisationId, actor -> {
            if (actor.role() != Role.OWNER) {
                return MemberOutcome.refused(WhyNot.OWNERS_ONLY);
            }
            if (!faults(then).isEmpty()) {
                return MemberOutcome.refused(WhyNot.POLICY_NOT_USABLE);
            }
            Policy before = policies.of(organisationId);
            boolean demands = then.enrolment() == Enrolment.REQUIRED && before.enrolment() != Enrolment.REQUIRED;
            if (demands && !enrolled(by.accountId())) {
                return MemberOutcome.refused(WhyNot.OWN_METHOD_FIRST);
            }
            put(organisationId, actor.accountId(), then, origin, now);
            return new MemberOutcome.Done<>(then);
        });
    }

    /// Puts it in force, in the transaction of a caller who may, and gives what has changed.
    List<PolicyChanged.Change> put(
            String organisationId, @Nullable String actorId, Policy then, Origin origin, Instant now) {
        Policy before = policies.of(organisationId);
        List<PolicyChanged.Change> changes = changes(before, then);
        policies.set(organisationId, then, now);
        int forgotten = forgets(before, then) ? forget(organisationId, now) : 0;
        if (!changes.isEmpty()) {
            rooms.audit().record(new PolicyChanged(actorId, organisationId, changes, forgotten), origin, now);
        }
        return changes;
    }

    private boolean enrolled(String accountId) {
        return rooms.factors().list(accountId).stream()
                .anyMatch(factor -> factor.type().countsAsEnrolment());
    }

    private int forget(String organisationId, Instant now) {
        int remembered = impacts.remembered(organisationId, now);
        List<String> ids;
        String after = "";
        do {
            ids = impacts.ids(organisationId, after, A_PAGE);
            rooms.devices().forgetAll(ids);
            after = ids.isEmpty() ? "" : ids.getLast();
        } while (ids.size() == A_PAGE);
        return remembered;
    }

    private static List<PolicyChanged.Change> changes(Policy before, Policy then) {
        Map<String, String> old = PolicyFields.of(before);
        List<PolicyChanged.Change> changes = new ArrayList<>();
        PolicyFields.of(then).forEach((field, text) -> {
            String was = old.getOrDefault(field, "");
            if (!was.equals(text)) {
                changes.add(new PolicyChanged.Change(field, was, text));
            }
        });
        return List.copyOf(changes);
    }
}
