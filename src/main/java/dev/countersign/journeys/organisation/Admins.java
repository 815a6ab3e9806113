package dev.countersign.journeys.organisation;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import java.util.Optional;
import java.util.function.Function;

/// The one way to an organisation's things: for its owners and admins, and to change them only with fresh proof. To
/// somebody who is no member it is not there.
final class Admins {
    private final SignInRooms rooms;
    private final Organisations organisations;
    private final StepUps stepUps;

    Admins(SignInRooms rooms, StepUps stepUps) {
        this.rooms = rooms;
        this.organisations = rooms.organisations();
        this.stepUps = stepUps;
    }

    /// Work that only looks.
    <T> MemberOutcome<T> look(Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        return rooms.db().read(() -> admitted(by, organisationId, work));
    }

    /// Work that changes something, in one transaction that follows all others of the organisation: what it reads
    /// of members and roles holds until it ends.
    <T> MemberOutcome<T> change(Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        MemberOutcome<Membership> first = look(by, organisationId, MemberOutcome.Done::new);
        if (first instanceof MemberOutcome.Refused<Membership>(WhyNot why)) {
            return MemberOutcome.refused(why);
        }
        if (!stepUps.fresh(by)) {
            return MemberOutcome.refused(WhyNot.STEP_UP);
        }
        return rooms.db().inTransaction(() -> {
            organisations.hold(organisationId);
            return admitted(by, organisationId, work);
        });
    }

    private <T> MemberOutcome<T> admitted(
            Session by, String organisationId, Function<Membership, MemberOutcome<T>> work) {
        Optional<Membership> membership = organisations.membership(by.accountId(), organisationId);
        if (membership.isEmpty()) {
            return MemberOutcome.refused(WhyNot.NOT_THERE);
        }
        return membership.get().role() == Role.MEMBER
                ? MemberOutcome.refused(WhyNot.NOT_ALLOWED)
                : work.apply(membership.get());
    }
}
