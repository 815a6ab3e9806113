package dev.countersign.rules.session;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All sessions. Only the hash of a token is kept; a session is dead when its account has moved to another epoch.
public final class Sessions {

    /// How exactly the last use is known: a session that is used often is not written on every request.
    public static final Duration LAST_USE_GRAIN = Duration.ofMinutes(1);

    private final Db db;
    private final Tokens tokens;
    private final SessionStore store;

    public Sessions(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new SessionStore(db);
    }

    /// A session with the token that opens it, which is known only here and now.
    public record Opened(Session session, Token token) {}

    /// Opens a session. Called by the one function that issues them, `SessionIssuer`.
    public Opened open(Session session) {
        Token token = tokens.newToken(Token.Kind.SESSION);
        db.inTransaction(() -> store.insert(session, token.hash()));
        return new Opened(session, token);
    }

    /// Raises a session: more evidence, perhaps another epoch, and always a new token in place of the old one.
    /// Empty when the session is over or of another epoch than it was read in.
    public Optional<Opened> raise(Session session, long epoch, List<Evidence> evidence, Instant now) {
        Token token = tokens.newToken(Token.Kind.SESSION);
        boolean raised =
                db.inTransaction(() -> store.raise(session.id(), session.epoch(), token.hash(), epoch, evidence, now));
        Session after = new Session(
                session.id(),
                session.accountId(),
                epoch,
                session.deviceId(),
                session.createdAt(),
                now,
                session.expiresAt(),
                List.copyOf(evidence),
                session.browser(),
                session.network());
        return raised ? Optional.of(new Opened(after, token)) : Optional.empty();
    }

    /// Takes a session along to another epoch, with its token.
    public boolean carryOver(Session session, long epoch) {
        return db.inTransaction(() -> store.carryOver(session.id(), session.epoch(), epoch));
    }

    /// The session behind a token, whatever its state: the caller compares epoch and times.
    public Optional<Session> byToken(String token) {
        return db.read(() -> store.byTokenHash(Token.hash(token)));
    }

    /// The account's session of that id, whatever its state: the caller compares epoch and times.
    public Optional<Session> byId(String accountId, String id) {
        return db.read(() -> store.byId(accountId, id));
    }

    /// The account's sessions of that epoch that have not expired, the newest use first.
    public List<Session> open(String accountId, long epoch, Instant now) {
        return db.read(() -> store.open(accountId, epoch, now));
    }

    /// Notes that a session is used, if the last note is older than [#LAST_USE_GRAIN].
    public void touch(Session session, Instant now) {
        if (session.lastUsedAt().plus(LAST_USE_GRAIN).isBefore(now)) {
            db.inTransaction(() -> store.touch(session.id(), now));
        }
    }

    /// Ends one; false when the account has none of that id.
    public boolean end(String accountId, String id) {
        return db.inTransaction(() -> store.delete(accountId, id));
    }

    /// Ends all of the account's but that one, and says how many.
    public int endOthers(String accountId, String keptId) {
        return db.inTransaction(() -> store.deleteOthers(accountId, keptId));
    }
}
