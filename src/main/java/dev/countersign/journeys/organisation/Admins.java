package dev.countersign.journeys.organisation;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.organisation.Actor;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.util.Optional;
import java.util.function.Function;

/// The one way to an organisation's things: for its owners and admins, and to change them only with fresh proof. To
/// somebody who is no member it is not there. An API key has its own organisation only, and never more than an admin
/// may: what owners alone do is closed to it, but where a journey says otherwise. Fresh proof was given when it was
/// made.
final class Admins {
    private final SignInRooms rooms;
    private final Organisations organisations;
    private final StepUps stepUps;
    private final KeyLife life;

    Admins(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.stepUps = stepUps;
        this.life = new KeyLife(rooms);
    }

    /// Work that only looks.
    <T> MemberOutcome<T> look(Actor by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        return rooms.db().read(() -> admitted(by, organisationId, work));
    }

    /// Work that changes something, in one transaction that follows all others of the organisation: what it reads
    /// of members and roles holds until it ends.
    <T> MemberOutcome<T> change(Actor by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        MemberOutcome<Membership> first = look(by, organisationId, MemberOutcome.Done::new);
        if (first instanceof MemberOutcome.Refused<Membership>(WhyNot why)) {
            return MemberOutcome.refused(why);
        }
        if (by instanceof Session session && !stepUps.fresh(session)) {
            return MemberOutcome.refused(WhyNot.STEP_UP);
        }
        return rooms.db().inTransaction(() -> {
            organisations.hold(organisationId);
            return admitted(by, organisationId, work);
        });
    }

    private <T> MemberOutcome<T> admitted(
            Actor by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        Optional<Membership> membership = switch (by) {
            case Session session -> organisations.membership(session.accountId(), organisationId);
            case ApiKey key -> keyed(key, organisationId);
            default -> Optional.empty();
        };
        if (membership.isEmpty()) {
            return MemberOutcome.refused(WhyNot.NOT_THERE);
        }
        return membership.get().role() == Role.MEMBER
                ? MemberOutcome.refused(WhyNot.NOT_ALLOWED)
                : work.apply(membership.get());
    }

    /// The key is read again: it may have ended since the request came, and while the organisation is held nobody
    /// takes its maker's role away.
    private Optional<Membership> keyed(ApiKey key, String organisationId) {
        return key.organisationId().equals(organisationId)
                ? life.maker(key.id()).map(Admins::asAdmin)
                : Optional.empty();
    }

    private static Membership asAdmin(Membership maker) {
        return new Membership(
                maker.accountId(),
                maker.organisationId(),
                maker.organisationName(),
                Role.ADMIN,
                maker.managing(),
                maker.since(),
                maker.roleSince(),
                maker.eraseAt());
    }
}
