package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signup.PersonName;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// Who belongs to an organisation and as what: founding, roles, leaving, removing, and who manages an account.
public final class Memberships {
    private static final Limit FOUNDING =
            new Limit("organisation", 10, Duration.ofHours(1), Duration.ofHours(24), Duration.ofDays(1), false);

    private final SignInRooms rooms;
    private final Organisations organisations;
    private final GivenInvitations given;
    private final MemberMails mails;
    private final StepUps stepUps;
    private final Admins admins;
    private final boolean anyoneMayFound;

    /// @param anyoneMayFound whether any account may make an organisation, or the operator's only
    public Memberships(SignInRooms rooms, StepUps stepUps, Invitations invitations, boolean anyoneMayFound) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.given = new GivenInvitations(rooms, invitations);
        this.mails = new MemberMails(rooms);
        this.stepUps = stepUps;
        this.admins = new Admins(rooms, stepUps);
        this.anyoneMayFound = anyoneMayFound;
    }

    /// Whether that account may make an organisation.
    public boolean mayFound(Account account) {
        return anyoneMayFound || account.operator();
    }

    /// Makes an organisation that the caller owns.
    public MemberOutcome<Organisation> found(Session by, String name, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<String> named = PersonName.of(name);
        Optional<Account> account = rooms.accounts().byId(by.accountId());
        if (account.filter(this::mayFound).isEmpty()) {
            return MemberOutcome.refused(WhyNot.NOT_ALLOWED);
        }
        if (named.isEmpty()) {
            return MemberOutcome.refused(WhyNot.NOT_A_NAME);
        }
        return rooms.db().inTransaction(() -> {
            if (!(rooms.throttle().admit(FOUNDING, by.accountId(), now) instanceof Admission.Admitted)) {
                return MemberOutcome.refused(WhyNot.TOO_SOON);
            }
            String id = organisations.create(named.get(), by.accountId(), now);
            rooms.audit().record(new AuditEvent.OrganisationCreated(by.accountId(), id), origin, now);
            return new MemberOutcome.Done<>(new Organisation(id, named.get(), now, null));
        });
    }

    /// An organisation, for its owners and admins.
    public MemberOutcome<Organisation> organisation(Actor by, String organisationId) {
        return admins.look(
                by,
                organisationId,
                _ -> new MemberOutcome.Done<>(organisations.byId(organisationId).orElseThrow()));
    }

    /// Gives a member another role. Owners are made and unmade by owners, and one is left.
    public MemberOutcome<Nothing> changeRole(
            Session by, String organisationId, String accountId, Role role, Origin origin) {
        Instant now = rooms.clock().instant();
        return admins.change(by, organisationId, actor -> {
            Optional<Membership> target = organisations.membership(accountId, organisationId);
            if (target.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            Role from = target.get().role();
            if (from == role) {
                return MemberOutcome.done();
            }
            Optional<WhyNot> refusal = refusal(actor, target.get(), role == Role.OWNER);
            if (refusal.isPresent()) {
                return MemberOutcome.refused(refusal.get());
            }
            organisations.changeRole(accountId, organisationId, role, now);
            rooms.audit()
                    .record(
                            new AuditEvent.RoleChanged(
                                    accountId, actor.accountId(), organisationId, from.word(), role.word()),
                            origin,
                            now);
            mails.tell(accountId, MessageKind.ROLE_CHANGED, actor, Map.of("role", role.word()), now);
            if (role.compareTo(from) < 0) {
                given.takeBack(accountId, actor.accountId(), organisationId, origin, now);
            }
            return MemberOutcome.done();
        });
    }

    /// Removes a member; of oneself it is leaving.
    public MemberOutcome<Nothing> remove(Actor by, String organisationId, String accountId, Origin origin) {
        if (accountId.equals(by.accountId())) {
            return by instanceof Session session
                    ? leave(session, organisationId, origin)
                    : MemberOutcome.refused(WhyNot.YOURSELF);
        }
        Instant now = rooms.clock().instant();
        return admins.change(by, organisationId, actor -> {
            Optional<Membership> target = organisations.membership(accountId, organisationId);
            if (target.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            Optional<WhyNot> refusal = refusal(actor, target.get(), false);
            if (refusal.isPresent()) {
                return MemberOutcome.refused(refusal.get());
            }
            organisations.remove(accountId, organisationId);
            rooms.audit()
                    .record(new AuditEvent.MemberRemoved(accountId, actor.accountId(), organisationId), origin, now);
            mails.tell(accountId, MessageKind.MEMBER_REMOVED, actor, Map.of(), now);
            given.takeBack(accountId, actor.accountId(), organisationId, origin, now);
            return MemberOutcome.done();
        });
    }

    private Optional<WhyNot> refusal(Membership actor, Membership target, boolean toOwner) {
        boolean owners = toOwner || target.role() == Role.OWNER;
        if (owners && actor.role() != Role.OWNER) {
            return Optional.of(WhyNot.OWNERS_ONLY);
        }
        return organisations.lastOwner(target.accountId(), target.organisationId())
                ? Optional.of(WhyNot.LAST_OWNER)
                : Optional.empty();
    }

    /// Leaves. An account without a second step may leave without fresh proof: what a policy demands of it must not
    /// keep it in.
    public MemberOutcome<Nothing> leave(Session by, String organisationId, Origin origin) {
        MemberOutcome<Nothing> unproven = leave(by.accountId(), organisationId, origin);
        boolean asked = unproven.equals(MemberOutcome.refused(WhyNot.STEP_UP)) && stepUps.fresh(by);
        return asked ? left(by.accountId(), organisationId, origin) : unproven;
    }

    /// The same by somebody who has proven no more than the leave to enrol takes: only for an account without a
    /// second step.
    public MemberOutcome<Nothing> leave(String accountId, String organisationId, Origin origin) {
        if (organisations.membership(accountId, organisationId).isEmpty()) {
            return MemberOutcome.refused(WhyNot.NOT_THERE);
        }
        boolean enrolled = rooms.factors().list(accountId).stream()
                .anyMatch(factor -> factor.type().countsAsEnrolment());
        return enrolled ? MemberOutcome.refused(WhyNot.STEP_UP) : left(accountId, organisationId, origin);
    }

    private MemberOutcome<Nothing> left(String accountId, String organisationId, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            organisations.hold(organisationId);
            Optional<Membership> own = organisations.membership(accountId, organisationId);
            if (own.isEmpty()) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            if (organisations.lastOwner(accountId, organisationId)) {
                return MemberOutcome.refused(WhyNot.LAST_OWNER);
            }
            organisations.remove(accountId, organisationId);
            rooms.audit().record(new AuditEvent.MemberLeft(accountId, organisationId), origin, now);
            given.takeBack(accountId, accountId, organisationId, origin, now);
            return MemberOutcome.done();
        });
    }

    /// Chooses the organisation that manages the caller's account, in the place of any other: its admins may reset
    /// and unlock it from now on.
    public MemberOutcome<Nothing> manageBy(Session by, String organisationId, Origin origin) {
        Instant now = rooms.clock().instant();
        Optional<Membership> own = organisations.membership(by.accountId(), organisationId);
        if (own.isEmpty()) {
            return MemberOutcome.refused(WhyNot.NOT_THERE);
        }
        if (!stepUps.fresh(by)) {
            return MemberOutcome.refused(WhyNot.STEP_UP);
        }
        return rooms.db().inTransaction(() -> {
            if (!organisations.manageBy(by.accountId(), organisationId)) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            if (!own.get().managing()) {
                rooms.audit()
                        .record(new AuditEvent.ManagingOrganisationChosen(by.accountId(), organisationId), origin, now);
            }
            return MemberOutcome.done();
        });
    }
}
