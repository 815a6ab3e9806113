package dev.countersign.journeys.authorization;

import dev.countersign.factors.factor.EvidenceWords;
import dev.countersign.ground.store.Db;
import dev.countersign.people.client.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tables `client_authorization` and `client_token`.
final class GrantStore {
    private static final String COLUMNS = """
            account_id, id, client_id, epoch, session_id, offline, scopes, evidence, session_created_at, redirect_uri,
            nonce, code_challenge, created_at, last_used_at, expires_at""";

    private final Db db;

    GrantStore(Db db) {
        this.db = db;
    }

    /// What a token is good for.
    enum Kind {
        CODE,
        ACCESS,
        REFRESH
    }

    /// A kept token.
    record TokenRow(
            String accountId,
            String grantId,
            Kind kind,
            Set<String> scopes,
            Instant issuedAt,
            Instant expiresAt,
            @Nullable Instant usedAt) {}

    void insert(Grant grant) {
        db.sql()
                .sql("""
                        insert into client_authorization (account_id, id, client_id, epoch, session_id, offline, scopes,
                            evidence, session_created_at, redirect_uri, nonce, code_challenge, created_at, last_used_at,
                            expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(grant.accountId(), grant.id(), grant.clientId(), grant.epoch(), grant.sessionId())
                .params(grant.offline() ? 1 : 0, Scope.text(grant.scopes()), EvidenceWords.of(grant.evidence()))
                .param(grant.sessionCreatedAt().toEpochMilli())
                .param(grant.redirectUri())
                .param(grant.nonce())
                .param(grant.challenge())
                .params(
                        grant.createdAt().toEpochMilli(),
                        grant.lastUsedAt().toEpochMilli(),
                        grant.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Grant> grant(String accountId, String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from client_authorization where account_id = ? and id = ?")
                .params(accountId, id)
                .query(GrantStore::grant)
                .optional();
    }

    void taken(Grant grant, Instant expiresAt, boolean tellLogout, Instant now) {
        db.sql()
                .sql("""
                        update client_authorization set last_used_at = ?, expires_at = ?, tell_logout = ?
                        where account_id = ? and id = ?""")
                .params(now.toEpochMilli(), expiresAt.toEpochMilli(), tellLogout ? 1 : 0, grant.accountId(), grant.id())
                .update();
    }

    /// Of several grants on one session to one app, the newest tells of its end; the others go with their tokens.
    void supersede(Grant by, Instant shortly) {
        db.sql()
                .sql("""
                        update client_authorization set tell_logout = 0,
                            expires_at = case when offline = 0 then ? else expires_at end
                        where account_id = ? and client_id = ? and session_id = ? and id <> ? and tell_logout = 1""")
                .params(shortly.toEpochMilli(), by.accountId(), by.clientId(), by.sessionId(), by.id())
                .update();
    }

    /// Keeps so many of the account's lasting grants to that app, the newest.
    void keepNewest(Grant by, int most) {
        db.sql()
                .sql("""
                        delete from client_authorization where account_id = ? and client_id = ? and offline = 1 and id in (
                            select id from client_authorization where account_id = ? and client_id = ? and offline = 1
                            order by last_used_at desc, id desc limit 1000 offset ?)""")
                .params(by.accountId(), by.clientId(), by.accountId(), by.clientId(), most)
                .update();
    }

    void end(String accountId, String id) {
        db.sql()
                .sql("delete from client_authorization where account_id = ? and id = ?")
                .params(accountId, id)
                .update();
    }

    int endAll(String accountId, String clientId) {
        return db.sql()
                .sql("delete from client_authorization where account_id = ? and client_id = ?")
                .params(accountId, clientId)
                .update();
    }

    /// The grants of that account to that app whose end its app is to be told of.
    List<String> telling(String accountId, String clientId) {
        return db.sql()
                .sql("""
                        select distinct session_id from client_authorization
                        where account_id = ? and client_id = ? and tell_logout = 1""")
                .params(accountId, clientId)
                .query((row, n) -> row.getString(1))
                .list();
    }

    void insert(String hash, TokenRow token) {
        db.sql()
                .sql("""
                        insert into client_token (hash, account_id, authorization_id, kind, scopes, issued_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        hash,
                        token.accountId(),
                        token.grantId(),
                        token.kind().name(),
                        Scope.text(token.scopes()),
                        token.issuedAt().toEpochMilli(),
                        token.expiresAt().toEpochMilli())
                .update();
    }

    Optional<TokenRow> token(String hash) {
        return db.sql()
                .sql("""
                        select account_id, authorization_id, kind, scopes, issued_at, expires_at, used_at
                        from client_token where hash = ?""")
                .param(hash)
                .query((row, n) -> {
                    long used = row.getLong(7);
                    return new TokenRow(
                            row.getString(1),
                            row.getString(2),
                            Kind.valueOf(row.getString(3)),
                            Scope.read(row.getString(4)),
                            Instant.ofEpochMilli(row.getLong(5)),
                            Instant.ofEpochMilli(row.getLong(6)),
                            used == 0 ? null : Instant.ofEpochMilli(used));
                })
                .optional();
    }

    /// Spends a code or a refresh token: of any number at once, one does. What was spent is kept for as long as
    /// its coming again is noticed.
    boolean use(String hash, Instant now, Instant kept) {
        return db.sql()
                        .sql("""
                        update client_token set used_at = ?,
                            expires_at = case when expires_at > ? then ? else expires_at end
                        where hash = ? and used_at is null and expires_at > ?""")
                        .params(now.toEpochMilli(), kept.toEpochMilli(), kept.toEpochMilli())
                        .params(hash, now.toEpochMilli())
                        .update()
                == 1;
    }

    void delete(String hash) {
        db.sql().sql("delete from client_token where hash = ?").param(hash).update();
    }

    private static Grant grant(ResultSet row, int number) throws SQLException {
        return new Grant(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                row.getInt(6) == 1,
                Scope.read(row.getString(7)),
                EvidenceWords.read(row.getString(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                Instant.ofEpochMilli(row.getLong(13)),
                Instant.ofEpochMilli(row.getLong(14)),
                Instant.ofEpochMilli(row.getLong(15)));
    }
}
