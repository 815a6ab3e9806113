package dev.countersign.journeys.organisation;

import static dev.countersign.testing.Journeys.HOME;
import static dev.countersign.testing.Journeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.session.Session;
import dev.countersign.testing.Journeys;
import java.util.HashMap;
import java.util.Map;

/// An organisation for tests, with people in their roles who are signed in and fresh.
final class House {
    final Journeys journeys;
    final Journeys.Person owner;
    final String id;
    private final Map<String, Session> sessions = new HashMap<>();

    private House(Journeys journeys, Journeys.Person owner, String id) {
        this.journeys = journeys;
        this.owner = owner;
        this.id = id;
    }

    static House in(Journeys journeys) {
        return of(journeys, journeys.person());
    }

    /// That person's.
    static House of(Journeys journeys, Journeys.Person owner) {
        Session session = session(owner);
        Organisation made = done(journeys.memberships.found(session, "Linden & Hart", HOME));
        House house = new House(journeys, owner, made.id());
        house.sessions.put(owner.account.id(), session);
        return house;
    }

    /// Somebody new in that role, whom this organisation manages.
    Journeys.Person member(Role role) {
        Journeys.Person person = journeys.person();
        journeys.rooms.organisations().join(person.account.id(), id, role, true, journeys.clock.instant());
        return person;
    }

    /// The same after the server was started again, as those journeys.
    House on(Journeys restarted) {
        return new House(restarted, again(restarted, owner), id);
    }

    /// The same person there, with the app on their phone.
    static Journeys.Person again(Journeys restarted, Journeys.Person person) {
        Journeys.Person same = restarted.person(person.account);
        same.secret = person.secret;
        return same;
    }

    /// Their session, proven just now.
    Session of(Journeys.Person person) {
        Session kept = sessions.computeIfAbsent(person.account.id(), _ -> session(person));
        if (!journeys.stepUps.fresh(kept)) {
            sessions.put(person.account.id(), session(person));
        }
        return sessions.get(person.account.id());
    }

    private static Session session(Journeys.Person person) {
        return person.secret == null
                ? as(SignedIn.class, as(SignInOutcome.class, person.arrive())).session()
                : person.signIn().session();
    }

    /// What was done, which has to be.
    static <T> T done(MemberOutcome<T> outcome) {
        if (outcome instanceof MemberOutcome.Done<T>(T value)) {
            return value;
        }
        throw new AssertionError(outcome.toString());
    }

    static void refused(MemberOutcome<?> outcome, WhyNot why) {
        assertThat(outcome).isEqualTo(MemberOutcome.refused(why));
    }
}
