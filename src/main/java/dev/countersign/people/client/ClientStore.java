package dev.countersign.people.client;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The `client` table.
final class ClientStore {
    private static final String COLUMNS = """
            id, organisation_id, name, kind, redirects, logout_redirects, back_channel, scopes, algorithm, pkce, device,
            audience, consent, least_acr, created_at, old_secret_until""";

    private final Db db;

    ClientStore(Db db) {
        this.db = db;
    }

    record Hashes(@Nullable String hash, @Nullable String oldHash, Instant oldUntil) {}

    void insert(Client client, @Nullable String secretHash) {
        ClientTerms terms = client.terms();
        db.sql()
                .sql("""
                        insert into client (id, organisation_id, name, kind, secret_hash, redirects, logout_redirects,
                            back_channel, scopes, algorithm, pkce, device, audience, consent, least_acr, created_at)
                        values (:id, :organisation, :name, :kind, :secret, :redirects, :logoutRedirects, :backChannel,
                            :scopes, :algorithm, :pkce, :device, :audience, :consent, :leastAcr, :createdAt)""")
                .param("id", client.id())
                .param("organisation", client.organisationId())
                .param("kind", terms.kind().word())
                .param("secret", secretHash)
                .param("createdAt", client.createdAt().toEpochMilli())
                .params(named(terms))
                .update();
    }

    private static java.util.Map<String, @Nullable Object> named(ClientTerms terms) {
        java.util.Map<String, @Nullable Object> named = new java.util.HashMap<>();
        named.put("name", terms.name());
        named.put("redirects", String.join("\n", terms.redirects()));
        named.put("logoutRedirects", String.join("\n", terms.logoutRedirects()));
        named.put("backChannel", terms.backChannel());
        named.put("scopes", Scope.text(terms.scopes()));
        named.put("algorithm", terms.algorithm().word());
        named.put("pkce", terms.proofKey() ? 1 : 0);
        named.put("device", terms.device() ? 1 : 0);
        named.put("audience", terms.everyone() ? "everyone" : "members");
        named.put("consent", terms.asks() ? "ask" : "given");
        named.put("leastAcr", terms.leastAcr());
        return named;
    }

    boolean change(String id, ClientTerms terms) {
        return db.sql().sql("""
                        update client set name = :name, redirects = :redirects, logout_redirects = :logoutRedirects,
                            back_channel = :backChannel, scopes = :scopes, algorithm = :algorithm, pkce = :pkce,
                            device = :device, audience = :audience, consent = :consent, least_acr = :leastAcr
                        where id = :id""").param("id", id).params(named(terms)).update() == 1;
    }

    boolean rotate(String id, String secretHash, Instant oldUntil) {
        return db.sql().sql("""
                        update client set old_secret_hash = secret_hash, old_secret_until = ?, secret_hash = ?
                        where id = ? and secret_hash is not null""").params(oldUntil.toEpochMilli(), secretHash, id).update() == 1;
    }

    boolean delete(String id) {
        return db.sql().sql("delete from client where id = ?").param(id).update() == 1;
    }

    Optional<Hashes> hashes(String id) {
        return db.sql()
                .sql("select secret_hash, old_secret_hash, coalesce(old_secret_until, 0) from client where id = ?")
                .param(id)
                .query((row, n) -> new Hashes(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                .optional();
    }

    Optional<Client> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from client where id = ?")
                .param(id)
                .query(ClientStore::client)
                .optional();
    }

    List<Client> of(String organisationId) {
        return db.sql()
                .sql("select " + COLUMNS + " from client where organisation_id = ? order by id")
                .param(organisationId)
                .query(ClientStore::client)
                .list();
    }

    int count(String organisationId) {
        return db.sql()
                .sql("select count(*) from client where organisation_id = ?")
                .param(organisationId)
                .query(Integer.class)
                .single();
    }

    private static Client client(ResultSet row, int number) throws SQLException {
        long oldUntil = row.getLong(16);
        return new Client(
                row.getString(1),
                row.getString(2),
                new ClientTerms(
                        row.getString(3),
                        ClientTerms.Kind.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                        lines(row.getString(5)),
                        lines(row.getString(6)),
                        row.getString(7),
                        Scope.read(row.getString(8)),
                        ClientTerms.Algorithm.valueOf(row.getString(9)),
                        row.getInt(10) == 1,
                        row.getInt(11) == 1,
                        row.getString(12).equals("everyone"),
                        row.getString(13).equals("ask"),
                        row.getString(14)),
                Instant.ofEpochMilli(row.getLong(15)),
                oldUntil == 0 ? null : Instant.ofEpochMilli(oldUntil));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
