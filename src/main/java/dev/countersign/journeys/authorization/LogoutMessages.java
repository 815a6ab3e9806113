package dev.countersign.journeys.authorization;

import dev.countersign.journeys.authorization.LogoutDelivery.Delivered;
import dev.countersign.journeys.authorization.LogoutMessageStore.Ended;
import dev.countersign.journeys.authorization.LogoutMessageStore.Row;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells apps that a session has ended (OpenID Connect Back-Channel Logout 1.0). What has ended is read from the
/// database, so that no way of ending a session can forget to tell; what an app does not take is tried again.
public final class LogoutMessages {
    /// How long it is tried.
    public static final Duration LIFE = Duration.ofHours(24);

    private static final Duration POSTING = Duration.ofMinutes(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final int A_TIME = 200;

    private final SignInRooms rooms;
    private final Clients clients;
    private final IdTokens idTokens;
    private final LogoutMessageStore store;

    LogoutMessages(SignInRooms rooms, Clients clients, IdTokens idTokens) {
        this.rooms = rooms;
        this.clients = clients;
        this.idTokens = idTokens;
        this.store = new LogoutMessageStore(rooms.db());
    }

    /// Writes down that an app is to be told, in the caller's transaction.
    void say(String clientId, String accountId, String sessionId, Instant now) {
        Row row = new Row(rooms.tokens().newId(now), clientId, accountId, sessionId, 0);
        store.insert(row, now, now.plus(LIFE));
    }

    /// Finds sessions that have ended, and writes down who is to be told.
    public void find() {
        Instant now = rooms.clock().instant();
        List<Ended> ended = rooms.db().read(() -> store.ended(now, A_TIME));
        if (ended.isEmpty()) {
            return;
        }
        rooms.db()
                .inTransaction(() -> ended.stream()
                        .filter(store::told)
                        .forEach(each -> say(each.clientId(), each.accountId(), each.sessionId(), now)));
    }

    /// Tells all that is due, one after the other.
    public void tell(LogoutDelivery delivery) {
        Instant now = rooms.clock().instant();
        if (!rooms.db().read(() -> store.anyDue(now))) {
            return;
        }
        Optional<Row> row;
        do {
            row = rooms.db().inTransaction(() -> store.take(now, now.plus(POSTING)));
            row.ifPresent(it -> tell(it, delivery));
        } while (row.isPresent());
    }

    private void tell(Row row, LogoutDelivery delivery) {
        @Nullable Client client = clients.byId(row.clientId()).orElse(null);
        String address = client == null ? null : client.terms().backChannel();
        Delivered delivered = client == null || address == null
                ? Delivered.NEVER
                : delivery.post(address, idTokens.logout(client, row.accountId(), row.sessionId(), row.id()));
        Instant now = rooms.clock().instant();
        rooms.db().inTransaction(() -> {
            if (delivered == Delivered.LATER) {
                store.postpone(row.id(), now.plus(wait(row.attempts())));
            } else {
                store.delete(row.id());
            }
        });
    }

    private static Duration wait(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts, 12));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
