package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// "Next time, use your fingerprint": offered once to somebody who signed in by a typed code and has no passkey, for a
/// day in that session, unless they say no before.
public final class PasskeyOffers {
    private static final Set<FactorType> TYPED = Set.of(FactorType.TOTP, FactorType.SMS, FactorType.BACKUP_CODE);

    /// How long after the code it is offered.
    private static final Duration SHOWN = Duration.ofDays(1);

    private final SignInRooms rooms;
    private final PasskeyOfferStore store;

    /// Over those rooms.
    public PasskeyOffers(SignInRooms rooms) {
        this.rooms = rooms;
        this.store = new PasskeyOfferStore(rooms.db());
    }

    /// Whether to offer one to that person now. Whether this device has something to make one with, only its
    /// browser knows.
    public boolean offered(Presence.Present person) {
        Instant now = rooms.clock().instant();
        boolean typed = person.session()
                .secondFactor()
                .filter(proof ->
                        TYPED.contains(proof.type()) && proof.at().plus(SHOWN).isAfter(now))
                // Whoever has just set something up has had enough for now.
                .filter(proof -> person.factors().stream()
                        .noneMatch(factor -> factor.type() == proof.type()
                                && !factor.enrolledAt().isBefore(proof.at())))
                .isPresent();
        boolean has = person.factors().stream().anyMatch(factor -> factor.type() == FactorType.PASSKEY);
        return typed
                && !has
                && person.policy().usableFactors().contains(FactorType.PASSKEY)
                && !rooms.db()
                        .read(() -> store.over(
                                person.account().id(), person.session().id()));
    }

    /// It was shown, by a browser that knows of something to make a passkey with: no other session is offered one.
    public void made(Session session) {
        rooms.db()
                .inTransaction(() -> store.make(
                        session.accountId(), session.id(), rooms.clock().instant()));
    }

    /// No, thanks: it is not offered again.
    public void decline(Session session) {
        rooms.db()
                .inTransaction(
                        () -> store.decline(session.accountId(), rooms.clock().instant()));
    }
}
