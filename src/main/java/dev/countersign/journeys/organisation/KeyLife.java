package dev.countersign.journeys.organisation;

import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKeys;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Role;
import java.util.Optional;

/// Whether an API key is alive: it has not ended, and whoever made it can act and has been an owner without a break
/// since. It is worked out anew each time, so that no way of losing a role can forget the keys.
final class KeyLife {
    private final SignInRooms rooms;
    private final ApiKeys keys;

    KeyLife(SignInRooms rooms) {
        this.rooms = rooms;
        this.keys = new ApiKeys(rooms.db(), rooms.tokens());
    }

    /// The place in the organisation of whoever made that key; empty when the key is dead.
    Optional<Membership> maker(String keyId) {
        return rooms.db().read(() -> keys.byId(keyId).flatMap(this::maker));
    }

    /// The same of a key as it was read.
    Optional<Membership> maker(ApiKey key) {
        if (!key.standing(rooms.clock().instant())) {
            return Optional.empty();
        }
        return rooms.db()
                .read(() -> rooms.organisations()
                        .membership(key.accountId(), key.organisationId())
                        .filter(maker ->
                                maker.role() == Role.OWNER && maker.roleSince().equals(key.makerSince()))
                        .filter(_ -> canAct(key.accountId())));
    }

    private boolean canAct(String accountId) {
        return rooms.accounts()
                .byId(accountId)
                .filter(account -> !account.suspended() && account.eraseAt() == null)
                .map(Account::id)
                .isPresent();
    }
}
