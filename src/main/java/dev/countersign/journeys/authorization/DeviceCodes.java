package dev.countersign.journeys.authorization;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.throttle.Admission;
import dev.countersign.ground.throttle.Limit;
import dev.countersign.ground.throttle.Reservation;
import dev.countersign.journeys.authorization.DeviceCodeStore.Row;
import dev.countersign.journeys.authorization.DeviceCodeStore.State;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.client.Acr;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import dev.countersign.people.client.Scope;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Devices without a browser (RFC 8628): the device shows a code, a person types it on a page of ours and allows what
/// is asked, and the device, which asks again and again, is signed in.
public final class DeviceCodes {
    /// How long a person has.
    public static final Duration LIFE = Duration.ofMinutes(10);
    /// How long a device waits between two questions, at first.
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /// Codes that open nothing, typed by one account.
    static final Limit WRONG =
            new Limit("device-code", 10, Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1), false);

    /// Devices that ask, from one network: each is a row until it runs out.
    static final Limit ASKING =
            new Limit("device-asking", 120, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1), false);

    // RFC 8628 §6.1: no vowels, so that no words appear; 20^8 is 34 bits.
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final Duration TO_TAKE = Duration.ofMinutes(2);

    private final SignInRooms rooms;
    private final Clients clients;
    private final Holdings holdings;
    private final AppTokens appTokens;
    private final DeviceCodeStore store;
    private final GrantStore grants;
    private final ConsentStore consents;
    private final AppRooms apps;

    DeviceCodes(AppRooms apps, AppTokens appTokens) {
        this.apps = apps;
        this.rooms = apps.rooms();
        this.clients = apps.clients();
        this.holdings = apps.holdings();
        this.appTokens = appTokens;
        this.store = new DeviceCodeStore(rooms.db());
        this.grants = new GrantStore(rooms.db());
        this.consents = new ConsentStore(rooms.db());
    }

    /// What a device is given to go on with.
    ///
    /// @param userCode what it shows, `BCDF-GHJK`
    public record Begun(Token device, String userCode) {}

    /// A device asks for a person; empty where too many do from there.
    public Optional<Begun> begin(Client client, Set<String> scopes, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            if (!(rooms.throttle().admit(ASKING, origin.network(), now) instanceof Admission.Admitted)) {
                return Optional.empty();
            }
            Token device = rooms.tokens().newToken(Token.Kind.APP_DEVICE);
            String code = rooms.tokens().characters(LENGTH, ALPHABET);
            store.insert(
                    new Row(
                            device.hash(),
                            client.id(),
                            scopes,
                            origin.network(),
                            State.WAITING,
                            null,
                            null,
                            now,
                            now.plus(LIFE),
                            now),
                    hash(code),
                    (int) INTERVAL.toSeconds());
            return Optional.of(new Begun(device, code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2)));
        });
    }

    private String hash(String typed) {
        String code = typed.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        return rooms.box().keyedHash("device-code", code);
    }

    /// Which device waits for that code, and for what. A wrong one counts against the account.
    public DeviceOutcome look(Presence.Present present, String typed) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> switch (rooms.throttle()
                .admit(WRONG, present.account().id(), now)) {
            case Admission.Delayed(Instant until) -> new DeviceOutcome.Delayed(until);
            case Admission.LockedOut(Instant until) -> new DeviceOutcome.Delayed(until);
            case Admission.Admitted(Reservation reservation) -> {
                Optional<Row> row = store.waiting(hash(typed), now);
                Optional<Client> client = row.flatMap(it -> clients.byId(it.clientId()))
                        .filter(it -> it.terms().device());
                if (row.isEmpty() || client.isEmpty()) {
                    yield new DeviceOutcome.Unknown();
                }
                rooms.throttle().succeed(reservation);
                yield asks(present, row.get(), client.get(), now);
            }
        });
    }

    private DeviceOutcome asks(Presence.Present present, Row row, Client client, Instant now) {
        if (!holdings.admits(client, present.account())) {
            return new DeviceOutcome.NotForYou(client);
        }
        Session session = present.session();
        if (!Holdings.strongEnough(client, session.acr(present.policy().aal2Age(), now))) {
            return new DeviceOutcome.StepUp(Acr.RESISTANT.equals(client.terms().leastAcr()));
        }
        List<String> scopes = Scope.ALL.stream().filter(row.scopes()::contains).toList();
        return new DeviceOutcome.Asks(client, scopes, row.network(), row.createdAt());
    }

    /// The person answers.
    public DeviceOutcome answer(String sessionToken, String typed, boolean allowed, Origin origin) {
        Instant now = rooms.clock().instant();
        return rooms.db().inTransaction(() -> {
            if (!(apps.visits().present(sessionToken) instanceof Presence.Present present)) {
                return new DeviceOutcome.Unknown();
            }
            DeviceOutcome asked = look(present, typed);
            Optional<Row> row = store.waiting(hash(typed), now);
            if (!(asked instanceof DeviceOutcome.Asks asks) || row.isEmpty()) {
                return asked;
            }
            return allowed ? allow(present.session(), row.get(), asks.client(), origin, now) : deny(row.get(), asks);
        });
    }

    private DeviceOutcome deny(Row row, DeviceOutcome.Asks asks) {
        return store.answer(row.hash(), State.DENIED, null, null)
                ? new DeviceOutcome.Denied(asks.client())
                : new DeviceOutcome.Unknown();
    }

    private DeviceOutcome allow(Session session, Row row, Client client, Origin origin, Instant now) {
        Grant grant = new Grant(
                session.accountId(),
                rooms.tokens().newId(now),
                client.id(),
                session.epoch(),
                session.id(),
                // The device has no part in the browser's session, and goes on when that ends.
                true,
                row.scopes(),
                session.evidence(),
                session.createdAt(),
                null,
                null,
                null,
                now,
                now,
                row.expiresAt().plus(TO_TAKE));
        if (!rooms.accounts().holdEpoch(session.accountId(), session.epoch())
                || !store.answer(row.hash(), State.ALLOWED, session.accountId(), grant.id())) {
            return new DeviceOutcome.Unknown();
        }
        grants.insert(grant);
        consents.agree(session.accountId(), client.id(), row.scopes(), now);
        rooms.audit()
                .record(
                        new AuditEvent.AppDeviceAllowed(
                                session.accountId(),
                                client.organisationId(),
                                client.id(),
                                client.terms().name(),
                                session.id()),
                        origin,
                        now);
        return new DeviceOutcome.Allowed(client);
    }

    /// The device asks whether somebody has answered; what it is given, it is given once.
    public TokenOutcome poll(Client client, String deviceToken) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(deviceToken);
        return rooms.db().inTransaction(() -> {
            Row row = store.byHash(hash)
                    .filter(it -> it.clientId().equals(client.id()))
                    .orElse(null);
            if (row == null) {
                return new TokenOutcome.InvalidGrant();
            }
            if (!row.expiresAt().plus(TO_TAKE).isAfter(now)
                    || (row.state() == State.WAITING && !row.expiresAt().isAfter(now))) {
                return new TokenOutcome.Expired();
            }
            if (!store.polled(hash, now)) {
                return new TokenOutcome.SlowDown();
            }
            return switch (row.state()) {
                case WAITING -> new TokenOutcome.Pending();
                case DENIED -> new TokenOutcome.Denied();
                case ALLOWED -> take(row, now);
            };
        });
    }

    private TokenOutcome take(Row row, Instant now) {
        String accountId = row.accountId();
        String grantId = row.grantId();
        if (!store.take(row.hash()) || accountId == null || grantId == null) {
            return new TokenOutcome.InvalidGrant();
        }
        return grants.grant(accountId, grantId)
                .map(grant -> appTokens.give(grant, grant.scopes(), now))
                .orElseGet(TokenOutcome.InvalidGrant::new);
    }
}
