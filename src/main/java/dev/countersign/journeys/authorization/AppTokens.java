package dev.countersign.journeys.authorization;

import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.authorization.GrantStore.Kind;
import dev.countersign.journeys.authorization.GrantStore.TokenRow;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import dev.countersign.people.client.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What apps are given for codes and refresh tokens, and what those tokens are good for. Each is given in one
/// transaction that spends what it is given for and asks policy anew.
public final class AppTokens {
    /// How long an access token lives, at most: policy is asked on each use besides.
    public static final Duration ACCESS = Duration.ofMinutes(10);

    /// How long a refresh token that was spent is known, so that its coming again ends what came of it.
    static final Duration NOTICED = Duration.ofDays(30);

    /// The lasting grants that an account has to one app, at most.
    static final int MOST_LASTING = 20;

    private final SignInRooms rooms;
    private final Holdings holdings;
    private final Clients clients;
    private final GrantStore grants;

    AppTokens(AppRooms apps) {
        this.rooms = apps.rooms();
        this.holdings = apps.holdings();
        this.clients = apps.clients();
        this.grants = new GrantStore(rooms.db());
    }

    /// A code that an app brings.
    ///
    /// @param verifier the PKCE verifier, or null
    public record Redemption(
            Client client,
            String code,
            @Nullable String redirectUri,
            @Nullable String verifier,
            Origin origin) {}

    /// Tokens for a code. A code is good once; one that comes again ends what was given for it, for then two hands
    /// have it (RFC 6749 §4.1.2).
    public TokenOutcome redeem(Redemption it) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(it.code());
        return rooms.db().inTransaction(() -> {
            Optional<Spent> spent = spend(hash, Kind.CODE, it.client(), it.origin(), now);
            if (spent.isEmpty()) {
                return new TokenOutcome.InvalidGrant();
            }
            Grant grant = spent.get().grant();
            boolean same = grant.redirectUri() != null && grant.redirectUri().equals(it.redirectUri());
            if (!same || !proves(grant.challenge(), it.verifier())) {
                refuse(grant, "code-proof", it.origin(), now);
                return new TokenOutcome.InvalidGrant();
            }
            return give(grant, grant.scopes(), now);
        });
    }

    // RFC 7636 §4.6, and against a downgrade RFC 9700 §4.8.2: "a token request containing a code_verifier parameter
    // [is] accepted only if a code_challenge parameter was present in the authorization request".
    private static boolean proves(@Nullable String challenge, @Nullable String verifier) {
        if (challenge == null || verifier == null) {
            return challenge == null && verifier == null;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            String proven = Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
            return verifier.matches("[A-Za-z0-9._~-]{43,128}")
                    && MessageDigest.isEqual(
                            proven.getBytes(StandardCharsets.US_ASCII), challenge.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not to be had", e);
        }
    }

    private record Spent(Grant grant, TokenRow token) {}

    /// Spends a code or a refresh token. One in the hands of another app, or one that was spent before, ends its
    /// grant.
    private Optional<Spent> spend(String hash, Kind kind, Client client, Origin origin, Instant now) {
        TokenRow token = grants.token(hash).filter(row -> row.kind() == kind).orElse(null);
        Grant grant = token == null
                ? null
                : grants.grant(token.accountId(), token.grantId()).orElse(null);
        if (token == null || grant == null) {
            return Optional.empty();
        }
        if (!grant.clientId().equals(client.id())) {
            refuse(grant, kind == Kind.CODE ? "code-of-another" : "refresh-of-another", origin, now);
            return Optional.empty();
        }
        if (grants.use(hash, now, now.plus(NOTICED))) {
            return Optional.of(new Spent(grant, token));
        }
        if (grants.token(hash).filter(row -> row.usedAt() != null).isPresent()) {
            refuse(grant, kind == Kind.CODE ? "code-again" : "refresh-again", origin, now);
        }
        return Optional.empty();
    }

    private void refuse(Grant grant, String reason, Origin origin, Instant now) {
        end(grant);
        Optional<Client> whose = clients.byId(grant.clientId());
        rooms.audit()
                .record(
                        new AuditEvent.AppTokenRefused(
                                grant.accountId(),
                                whose.map(Client::organisationId).orElse(null),
                                grant.clientId(),
                                whose.map(client -> client.terms().name()).orElse(""),
                                reason),
                        origin,
                        now);
    }

    private void end(Grant grant) {
        grants.end(grant.accountId(), grant.id());
    }

    /// Tokens for a refresh token, which is spent; `scopes` may ask for less, and is empty to ask for the same.
    public TokenOutcome refresh(Client client, String refreshToken, Set<String> scopes, Origin origin) {
        Instant now = rooms.clock().instant();
        String hash = Token.hash(refreshToken);
        return rooms.db().inTransaction(() -> {
            Optional<TokenRow> row = grants.token(hash).filter(it -> it.kind() == Kind.REFRESH);
            boolean more = row.filter(it -> it.usedAt() == null && !it.scopes().containsAll(scopes))
                    .flatMap(it -> grants.grant(it.accountId(), it.grantId()))
                    .filter(grant -> grant.clientId().equals(client.id()))
                    .isPresent();
            if (more) {
                return new TokenOutcome.InvalidScope();
            }
            return spend(hash, Kind.REFRESH, client, origin, now)
                    .map(spent ->
                            give(spent.grant(), scopes.isEmpty() ? spent.grant().scopes() : scopes, now))
                    .orElseGet(TokenOutcome.InvalidGrant::new);
        });
    }

    /// Gives what the grant is good for now, in the caller's transaction, and ends it where it is good for nothing.
    TokenOutcome give(Grant grant, Set<String> scopes, Instant now) {
        Optional<Holding> holding = rooms.accounts().holdEpoch(grant.accountId(), grant.epoch())
                ? holdings.of(grant, now)
                : Optional.empty();
        if (holding.isEmpty()) {
            end(grant);
            return new TokenOutcome.InvalidGrant();
        }
        Instant accessEnds = now.plus(ACCESS);
        Instant grantEnds = lives(grant, holding.get(), accessEnds);
        boolean tells = holding.get().client().terms().backChannel() != null;
        grants.taken(grant, grantEnds, tells, now);
        if (tells) {
            grants.supersede(grant, accessEnds);
        }
        Token access = rooms.tokens().newToken(Token.Kind.APP_ACCESS);
        keep(access, grant, Kind.ACCESS, scopes, now, accessEnds);
        Token refresh = null;
        if (grant.offline()) {
            refresh = rooms.tokens().newToken(Token.Kind.APP_REFRESH);
            keep(refresh, grant, Kind.REFRESH, grant.scopes(), now, grantEnds);
            grants.keepNewest(grant, MOST_LASTING);
        }
        return new TokenOutcome.Given(new Issued(holding.get(), scopes, access, now, accessEnds, refresh));
    }

    // A lasting grant lives as long as policy lets a session of that start live; another is kept as long as its access
    // token, or, where its app is told of the session's end, as long as the session.
    private Instant lives(Grant grant, Holding holding, Instant accessEnds) {
        if (grant.offline()) {
            Duration length =
                    rooms.policies().effective(grant.accountId()).policy().sessionLength();
            return grant.sessionCreatedAt().plus(length);
        }
        return holding.client().terms().backChannel() == null
                ? accessEnds
                : rooms.sessions()
                        .byId(grant.accountId(), grant.sessionId())
                        .map(session -> session.expiresAt())
                        .orElse(accessEnds);
    }

    private void keep(Token token, Grant grant, Kind kind, Set<String> scopes, Instant now, Instant ends) {
        grants.insert(token.hash(), new TokenRow(grant.accountId(), grant.id(), kind, scopes, now, ends, null));
    }

    /// A token that is good now.
    public record Live(Holding holding, Set<String> scopes, Instant issuedAt, Instant expiresAt, boolean refresh) {}

    /// What an access token, or an unspent refresh token, is good for now; empty where it is good for nothing.
    public Optional<Live> live(String token) {
        Instant now = rooms.clock().instant();
        return rooms.db()
                .read(() -> grants.token(Token.hash(token))
                        .filter(row -> row.kind() != Kind.CODE
                                && row.usedAt() == null
                                && row.expiresAt().isAfter(now))
                        .flatMap(row -> grants.grant(row.accountId(), row.grantId())
                                .flatMap(grant -> holdings.of(grant, now))
                                .map(holding -> new Live(
                                        holding,
                                        row.scopes(),
                                        row.issuedAt(),
                                        row.expiresAt(),
                                        row.kind() == Kind.REFRESH))));
    }

    /// The person behind an access token that may ask who it is.
    public Optional<Live> person(String accessToken) {
        return live(accessToken).filter(live -> !live.refresh() && live.scopes().contains(Scope.OPENID));
    }

    /// What a token is good for, to an app of the same organisation that keeps a secret; to nobody else.
    public Optional<Live> introspect(Client by, String token) {
        return by.confidential()
                ? live(token)
                        .filter(live -> live.holding().client().organisationId().equals(by.organisationId()))
                : Optional.empty();
    }

    /// The app gives a token back: a refresh token with all that hangs on it.
    public void revoke(Client by, String token) {
        String hash = Token.hash(token);
        rooms.db()
                .inTransaction(() -> grants.token(hash)
                        .flatMap(row -> grants.grant(row.accountId(), row.grantId())
                                .filter(grant -> grant.clientId().equals(by.id()))
                                .map(grant -> {
                                    if (row.kind() == Kind.ACCESS) {
                                        grants.delete(hash);
                                    } else {
                                        grants.end(grant.accountId(), grant.id());
                                    }
                                    return grant;
                                })));
    }
}
