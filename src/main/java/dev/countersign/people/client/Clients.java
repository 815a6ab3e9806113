package dev.countersign.people.client;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All registered apps. A secret is known only when it is made.
public final class Clients {
    /// How long the secret before the newest one goes on working, so that an app can be given the new one in peace.
    public static final Duration OVERLAP = Duration.ofHours(24);

    private final Db db;
    private final Tokens tokens;
    private final ClientStore store;

    public Clients(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new ClientStore(db);
    }

    /// An app, and the secret it was given just now, if it keeps one.
    public record Registered(Client client, @Nullable Token secret) {}

    /// Registers an app of that organisation.
    public Registered register(String organisationId, ClientTerms terms, Instant now) {
        Client client = new Client(tokens.newId(now), organisationId, terms, now, null);
        Token secret = client.confidential() ? tokens.newToken(Token.Kind.CLIENT_SECRET) : null;
        db.inTransaction(() -> store.insert(client, secret == null ? null : secret.hash()));
        return new Registered(client, secret);
    }

    /// The app of that id.
    public Optional<Client> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The organisation's apps, the oldest first.
    public List<Client> of(String organisationId) {
        return db.read(() -> store.of(organisationId));
    }

    /// How many apps it has.
    public int count(String organisationId) {
        return db.read(() -> store.count(organisationId));
    }

    /// Changes what was agreed with an app; its kind stays.
    public boolean change(Client client, ClientTerms terms) {
        if (terms.kind() != client.terms().kind()) {
            throw new IllegalArgumentException("An app stays what it was registered as");
        }
        return db.inTransaction(() -> store.change(client.id(), terms));
    }

    /// Gives an app another secret. The one before works on for [#OVERLAP], or not at all.
    public Optional<Token> rotate(Client client, boolean atOnce, Instant now) {
        if (!client.confidential()) {
            return Optional.empty();
        }
        Token secret = tokens.newToken(Token.Kind.CLIENT_SECRET);
        boolean done =
                db.inTransaction(() -> store.rotate(client.id(), secret.hash(), atOnce ? now : now.plus(OVERLAP)));
        return done ? Optional.of(secret) : Optional.empty();
    }

    /// Removes an app, with all that it was given.
    public boolean remove(Client client) {
        return db.inTransaction(() -> store.delete(client.id()));
    }

    /// Whether that is the app's secret now.
    public boolean authenticates(Client client, String secret, Instant now) {
        byte[] given = Token.hash(secret).getBytes(StandardCharsets.US_ASCII);
        ClientStore.Hashes hashes = db.read(() -> store.hashes(client.id())).orElse(null);
        if (hashes == null || hashes.hash() == null) {
            return false;
        }
        boolean newest = MessageDigest.isEqual(given, hashes.hash().getBytes(StandardCharsets.US_ASCII));
        boolean old = hashes.oldHash() != null
                && hashes.oldUntil().isAfter(now)
                && MessageDigest.isEqual(given, hashes.oldHash().getBytes(StandardCharsets.US_ASCII));
        return newest || old;
    }
}
