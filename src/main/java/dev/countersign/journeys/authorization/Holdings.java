package dev.countersign.journeys.authorization;

import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.account.Account;
import dev.countersign.people.client.Acr;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.organisation.Membership;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.rules.policy.Policy;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether what an account gave an app still holds: the one decision behind every token. It is the decision of a
/// session, made anew each time, and what the app's owner demands besides.
final class Holdings {
    private final SignInRooms rooms;
    private final Visits visits;
    private final Clients clients;

    Holdings(SignInRooms rooms, Visits visits, Clients clients) {
        this.rooms = rooms;
        this.visits = visits;
        this.clients = clients;
    }

    Optional<Holding> of(Grant grant, Instant now) {
        return rooms.db().read(() -> {
            Optional<Client> client = clients.byId(grant.clientId());
            if (client.isEmpty() || !grant.expiresAt().isAfter(now)) {
                return Optional.empty();
            }
            // A lasting grant is judged as the session it was given on would be; any other by that very session.
            Optional<Session> session = grant.offline()
                    ? Optional.of(grant.session())
                    : rooms.sessions().byId(grant.accountId(), grant.sessionId());
            return session.filter(alive -> alive.epoch() == grant.epoch())
                    .map(alive -> visits.of(alive, now))
                    .filter(Presence.Present.class::isInstance)
                    .map(Presence.Present.class::cast)
                    .flatMap(present -> holding(grant, client.get(), present.account(), present.policy(), now));
        });
    }

    private Optional<Holding> holding(Grant grant, Client client, Account account, Policy policy, Instant now) {
        Session then = grant.session();
        String acr = then.acr(policy.aal2Age(), now);
        if (!admits(client, account) || !strongEnough(client, acr) || !mayStillAsk(client, grant)) {
            return Optional.empty();
        }
        @Nullable Membership membership = membership(client, account).orElse(null);
        String organisation = rooms.organisations()
                .byId(client.organisationId())
                .map(Organisation::name)
                .orElse("");
        boolean confirmed = rooms.outbox().carries(Channel.EMAIL);
        return Optional.of(new Holding(
                grant, client, account, acr, then.amr(), then.authTime(), membership, organisation, confirmed));
    }

    private Optional<Membership> membership(Client client, Account account) {
        return rooms.organisations().membership(account.id(), client.organisationId());
    }

    /// Whether the app is there for that account.
    boolean admits(Client client, Account account) {
        return client.terms().everyone() || membership(client, account).isPresent();
    }

    /// Whether that is as strong as the app's owner demands.
    static boolean strongEnough(Client client, String acr) {
        String least = client.terms().leastAcr();
        return least == null || Acr.meets(acr, least);
    }

    // What an owner takes from an app is taken from what people gave it before, too.
    private static boolean mayStillAsk(Client client, Grant grant) {
        return client.terms().scopes().containsAll(grant.scopes())
                && (!grant.onDevice() || client.terms().device());
    }
}
