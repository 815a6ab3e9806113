package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.OneByOne;
import dev.countersign.journeys.organisation.MemberOutcome.Done;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Handing an organisation over, and its end. An end waits 14 days, in which any owner takes it back. With it go
/// memberships, policy and invitations; the accounts stay, and from their next request on follow their other
/// organisations or the installation's policy.
public final class OrganisationEnds {
    /// How long an organisation waits to be erased.
    public static final Duration WAIT = Duration.ofDays(14);

    private static final int AT_ONCE = 200;

    private final SignInRooms rooms;
    private final Organisations organisations;
    private final Admins admins;
    private final MemberMails mails;

    /// The journey through those rooms.
    public OrganisationEnds(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.admins = new Admins(rooms, stepUps);
        this.mails = new MemberMails(rooms);
    }

    /// Makes another member an owner and the caller an admin, in one step and at once: a role needs nobody's consent
    /// here, and the new owner can hand it on. All owners and the two of them are told.
    public MemberOutcome<Nothing> transfer(Session by, String organisationId, String accountId, Origin origin) {
        return owners(by, organisationId, actor -> {
            Optional<Membership> target = organisations.membership(accountId, organisationId);
            if (target.isEmpty() || accountId.equals(actor.accountId())) {
                return MemberOutcome.refused(WhyNot.NOT_THERE);
            }
            Account heir = rooms.accounts().byId(accountId).orElseThrow();
            if (heir.suspended() || heir.eraseAt() != null) {
                return MemberOutcome.refused(WhyNot.NOT_ACTIVE);
            }
            transfer(actor, target.get(), heir, origin);
            return MemberOutcome.done();
        });
    }

    private void transfer(Membership actor, Membership target, Account heir, Origin origin) {
        Instant now = rooms.clock().instant();
        String organisationId = actor.organisationId();
        Account before = rooms.accounts().byId(actor.accountId()).orElseThrow();
        if (target.role() != Role.OWNER) {
            organisations.changeRole(heir.id(), organisationId, Role.OWNER, now);
            changed(heir.id(), actor, target.role(), Role.OWNER, origin, now);
        }
        organisations.changeRole(before.id(), organisationId, Role.ADMIN, now);
        changed(before.id(), actor, Role.OWNER, Role.ADMIN, origin, now);
        rooms.audit()
                .record(new AuditEvent.OrganisationTransferred(heir.id(), before.id(), organisationId), origin, now);
        Map<String, String> fields = Map.of(
                "organisation", actor.organisationName(),
                "inviter", before.name(),
                "owner", heir.name());
        mails.send(before, MessageKind.ORGANISATION_TRANSFERRED, fields, now);
        organisations.ownerIds(organisationId).stream()
                .flatMap(id -> rooms.accounts().byId(id).stream())
                .forEach(owner -> mails.send(owner, MessageKind.ORGANISATION_TRANSFERRED, fields, now));
    }

    private void changed(String accountId, Membership actor, Role from, Role to, Origin origin, Instant now) {
        rooms.audit()
                .record(
                        new AuditEvent.RoleChanged(
                                accountId, actor.accountId(), actor.organisationId(), from.word(), to.word()),
                        origin,
                        now);
    }

    /// Has the organisation erased in 14 days; every member is told. Again, it changes nothing.
    ///
    /// @param typed its name, as the caller typed it
    public MemberOutcome<Organisation> delete(Session by, String organisationId, String typed, Origin origin) {
        Instant now = rooms.clock().instant();
        return owners(by, organisationId, actor -> {
            if (!actor.organisationName().equals(typed.strip())) {
                return MemberOutcome.refused(WhyNot.NAME_NOT_TYPED);
            }
            Instant at = now.plus(WAIT);
            if (organisations.eraseAt(organisationId, at)) {
                rooms.audit()
                        .record(
                                new AuditEvent.OrganisationDeletionAsked(actor.accountId(), organisationId, at),
                                origin,
                                now);
                mails.begin(organisationId, MessageKind.ORGANISATION_DELETION, at, now);
            }
            return new Done<>(organisations.byId(organisationId).orElseThrow());
        });
    }

    /// Lets the organisation stay; any owner does, without fresh proof, as nothing is lost by it.
    public MemberOutcome<Nothing> keep(Session by, String organisationId, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            organisations.hold(organisationId);
            return admins.look(by, organisationId, actor -> {
                if (actor.role() != Role.OWNER) {
                    return MemberOutcome.refused(WhyNot.OWNERS_ONLY);
                }
                // Somebody who is leaving asked to be let go without it: it must not come back to nobody.
                if (!mayKeep(actor)) {
                    return MemberOutcome.refused(WhyNot.LAST_OWNER);
                }
                if (!organisations.keep(organisationId, now)) {
                    return MemberOutcome.refused(WhyNot.NOT_GOING);
                }
                rooms.audit()
                        .record(
                                new AuditEvent.OrganisationDeletionCancelled(actor.accountId(), organisationId),
                                origin,
                                now);
                mails.begin(organisationId, MessageKind.ORGANISATION_KEPT, null, now);
                return MemberOutcome.done();
            });
        });
    }

    private boolean mayKeep(Membership actor) {
        return organisations.owners(actor.organisationId()) > 0;
    }

    private interface Work<T> {
        MemberOutcome<T> apply(Membership actor);
    }

    private <T> MemberOutcome<T> owners(Session by, String organisationId, Work<T> work) {
        return admins.change(
                by,
                organisationId,
                actor -> actor.role() == Role.OWNER ? work.apply(actor) : MemberOutcome.refused(WhyNot.OWNERS_ONLY));
    }

    /// Erases what is due and writes the mails that wait, a few hundred members a transaction; for a job to call.
    public void work(Instant now) {
        mails.work(now);
        OneByOne.each("erasure of organisation", organisations.toErase(now, AT_ONCE), Organisation::id, due -> {
            while (!erased(due, now)) {
                // As many transactions as it takes: others write in between.
            }
        });
    }

    private boolean erased(Organisation due, Instant now) {
        return rooms.db().inTransaction(() -> {
            organisations.hold(due.id());
            // An owner may have taken it back since it was found.
            if (!organisations.beginErasure(due.id(), now)) {
                return true;
            }
            List<String> ids = organisations.memberIds(due.id(), "", AT_ONCE);
            for (String id : ids) {
                organisations.remove(id, due.id());
                rooms.audit().record(new AuditEvent.MembershipErased(id, due.id()), Origin.CONSOLE, now);
                rooms.accounts()
                        .byId(id)
                        .ifPresent(account -> mails.send(
                                account, MessageKind.ORGANISATION_ERASED, Map.of("organisation", due.name()), now));
            }
            if (!ids.isEmpty()) {
                return false;
            }
            organisations.erase(due.id());
            rooms.audit().record(new AuditEvent.OrganisationErased(due.id()), Origin.CONSOLE, now);
            return true;
        });
    }
}
