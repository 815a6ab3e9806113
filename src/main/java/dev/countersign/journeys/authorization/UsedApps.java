package dev.countersign.journeys.authorization;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import dev.countersign.rules.session.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The apps that a person has signed in to, and their end.
public final class UsedApps {
    private final SignInRooms rooms;
    private final Clients clients;
    private final ConsentStore consents;
    private final GrantStore grants;
    private final LogoutMessages messages;

    UsedApps(AppRooms apps) {
        this.rooms = apps.rooms();
        this.clients = apps.clients();
        this.consents = new ConsentStore(rooms.db());
        this.grants = new GrantStore(rooms.db());
        this.messages = apps.logoutMessages();
    }

    /// An app that was used, the last time when.
    public record UsedApp(Client client, Set<String> agreed, Instant usedAt) {}

    /// The account's apps, the one used last first.
    public List<UsedApp> of(String accountId) {
        return rooms.db()
                .read(() -> consents.of(accountId).stream()
                        .flatMap(row -> clients.byId(row.clientId()).stream()
                                .map(client -> new UsedApp(client, row.scopes(), row.usedAt())))
                        .toList());
    }

    /// Ends all that an app was given, and forgets that the person agreed; false where it was given nothing.
    public boolean revoke(Session session, String clientId, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            Optional<Client> client = clients.byId(clientId);
            if (client.isEmpty() || !consents.delete(session.accountId(), clientId)) {
                return false;
            }
            grants.telling(session.accountId(), clientId)
                    .forEach(sessionId -> messages.say(clientId, session.accountId(), sessionId, now));
            grants.endAll(session.accountId(), clientId);
            rooms.audit()
                    .record(
                            new AuditEvent.AppRevoked(
                                    session.accountId(),
                                    client.get().organisationId(),
                                    clientId,
                                    client.get().terms().name()),
                            origin,
                            now);
            return true;
        });
    }
}
