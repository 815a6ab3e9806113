package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.rules.session.Session;
import java.util.Set;

/// "Next time, use your fingerprint": offered to somebody who signed in by a typed code and has no passkey, until
/// they have one or say no, once for all.
public final class PasskeyOffers {
    private static final Set<FactorType> TYPED = Set.of(FactorType.TOTP, FactorType.SMS, FactorType.BACKUP_CODE);

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
        boolean typed = person.session()
                .secondFactor()
                .filter(proof -> TYPED.contains(proof.type()))
                .isPresent();
        boolean has = person.factors().stream().anyMatch(factor -> factor.type() == FactorType.PASSKEY);
        return typed
                && !has
                && person.policy().usableFactors().contains(FactorType.PASSKEY)
                && !rooms.db().read(() -> store.declined(person.account().id()));
    }

    /// No, thanks: it is not offered again.
    public void decline(Session session) {
        rooms.db()
                .inTransaction(
                        () -> store.decline(session.accountId(), rooms.clock().instant()));
    }
}
