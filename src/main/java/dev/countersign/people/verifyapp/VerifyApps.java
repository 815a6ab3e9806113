package dev.countersign.people.verifyapp;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All applications that have the second step verified here. A key is known only when it is made.
public final class VerifyApps {
    /// How long the key before the newest one goes on working, so that an application can be given the new one in
    /// peace.
    public static final Duration OVERLAP = Duration.ofHours(24);

    private static final int HINT_LENGTH = 4;

    private final Db db;
    private final Tokens tokens;
    private final VerifyAppStore store;

    public VerifyApps(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new VerifyAppStore(db);
    }

    /// An application, and the key it was given just now.
    public record Keyed(VerifyApp app, Token key) {}

    /// Registers an application of that organisation.
    public Keyed register(String organisationId, String name, Instant now) {
        Token key = tokens.newToken(Token.Kind.VERIFY_KEY);
        VerifyApp app = new VerifyApp(tokens.newId(now), organisationId, name, hint(key), null, now);
        db.inTransaction(() -> store.insert(app, key.hash()));
        return new Keyed(app, key);
    }

    private static String hint(Token key) {
        return key.text().substring(0, key.kind().prefix().length() + HINT_LENGTH);
    }

    /// The application that this key opens now.
    public Optional<VerifyApp> byKey(String key, Instant now) {
        return db.read(() -> store.byKeyHash(Token.hash(key), now));
    }

    /// The application of that id.
    public Optional<VerifyApp> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The organisation's applications, the oldest first.
    public List<VerifyApp> of(String organisationId) {
        return db.read(() -> store.of(organisationId));
    }

    /// How many it has.
    public int count(String organisationId) {
        return db.read(() -> store.count(organisationId));
    }

    /// Gives an application another key. The one before works on for [#OVERLAP], or not at all.
    public Optional<Token> rotate(VerifyApp app, boolean atOnce, Instant now) {
        Token key = tokens.newToken(Token.Kind.VERIFY_KEY);
        Instant oldUntil = atOnce ? now : now.plus(OVERLAP);
        return db.inTransaction(() -> store.rotate(app.id(), key.hash(), hint(key), oldUntil))
                ? Optional.of(key)
                : Optional.empty();
    }

    /// Ends its keys at once; what it has enrolled stays. False when it had none.
    public boolean revoke(VerifyApp app) {
        return db.inTransaction(() -> store.revoke(app.id()));
    }

    /// Removes an application with everybody that it has enrolled.
    public boolean remove(VerifyApp app) {
        return db.inTransaction(() -> store.delete(app.id()));
    }
}
