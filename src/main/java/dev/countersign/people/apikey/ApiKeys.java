package dev.countersign.people.apikey;

import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.apikey.ApiKey.LastUse;
import dev.countersign.people.apikey.ApiKey.Why;
import dev.countersign.people.organisation.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All API keys. A key is known only when it is made.
public final class ApiKeys {
    /// How exactly the last use is known: a key that is used often is not written on every request.
    public static final Duration LAST_USE_GRAIN = Duration.ofMinutes(1);

    private static final int HINT_LENGTH = 4;

    private final Db db;
    private final Tokens tokens;
    private final ApiKeyStore store;

    public ApiKeys(Db db, Tokens tokens) {
        this.db = db;
        this.tokens = tokens;
        this.store = new ApiKeyStore(db);
    }

    /// A key, and the text that opens, which is known only here and now.
    public record Made(ApiKey key, Token token) {}

    /// Makes a key of that owner.
    public Made make(Membership maker, String name, Set<KeyScope> scopes, Instant expiresAt, Instant now) {
        Token token = tokens.newToken(Token.Kind.KEY);
        String hint = token.text().substring(0, Token.Kind.KEY.prefix().length() + HINT_LENGTH);
        ApiKey key = new ApiKey(
                tokens.newId(now),
                maker.organisationId(),
                maker.accountId(),
                name,
                hint,
                scopes,
                maker.roleSince(),
                now,
                expiresAt,
                null,
                null);
        db.inTransaction(() -> store.insert(key, token.hash()));
        return new Made(key, token);
    }

    /// The key behind a text, whatever its state: the caller asks whether it stands.
    public Optional<ApiKey> byToken(String token) {
        return db.read(() -> store.byTokenHash(Token.hash(token)));
    }

    /// The key of that id, whatever its state.
    public Optional<ApiKey> byId(String id) {
        return db.read(() -> store.byId(id));
    }

    /// The organisation's keys, the newest first, those that ended a while ago among them.
    public List<ApiKey> of(String organisationId) {
        return db.read(() -> store.of(organisationId));
    }

    /// The keys that the account made, also those that ended a while ago.
    public List<ApiKey> madeBy(String accountId) {
        return db.read(() -> store.madeBy(accountId));
    }

    /// How many of its keys still stand.
    public int standing(String organisationId, Instant now) {
        return db.read(() -> store.standing(organisationId, now));
    }

    /// Ends a key; false when it had ended.
    public boolean end(String id, Why why, Instant now) {
        return db.inTransaction(() -> store.end(id, why, now));
    }

    /// Ends all keys that the account made, and gives those that still stood.
    public List<ApiKey> endOf(String accountId, Why why, Instant now) {
        return db.inTransaction(() -> store.standingOf(accountId).stream()
                .filter(key -> store.end(key.id(), why, now))
                .toList());
    }

    /// Keys that stand though their time is over, or their maker is no owner without a break, `limit` at most.
    public List<ApiKey> over(Instant now, int limit) {
        return db.read(() -> store.over(now, limit));
    }

    /// Notes that a key is used, if the last note is older than [#LAST_USE_GRAIN] or tells of another network.
    public void touch(ApiKey key, String network, Instant now) {
        LastUse last = key.lastUse();
        boolean known = last != null
                && last.at().plus(LAST_USE_GRAIN).isAfter(now)
                && last.network().equals(network);
        if (!known) {
            db.inTransaction(() -> store.touch(key.id(), network, now));
        }
    }
}
