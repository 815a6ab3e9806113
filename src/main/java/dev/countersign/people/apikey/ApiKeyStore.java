package dev.countersign.people.apikey;

import dev.countersign.ground.store.Db;
import dev.countersign.people.apikey.ApiKey.End;
import dev.countersign.people.apikey.ApiKey.LastUse;
import dev.countersign.people.apikey.ApiKey.Why;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `api_key` table.
final class ApiKeyStore {
    private static final String COLUMNS = """
            k.id, k.organisation_id, k.account_id, k.name, k.hint, k.scopes, k.maker_since, k.created_at, k.expires_at,
            k.last_used_at, k.last_used_network, k.ended_at, k.ended_why""";

    private final Db db;

    ApiKeyStore(Db db) {
        this.db = db;
    }

    void insert(ApiKey key, String tokenHash) {
        db.sql()
                .sql("""
                        insert into api_key (id, organisation_id, account_id, name, token_hash, hint, scopes, maker_since,
                            created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        key.id(),
                        key.organisationId(),
                        key.accountId(),
                        key.name(),
                        tokenHash,
                        key.hint(),
                        KeyScope.text(key.scopes()),
                        key.makerSince().toEpochMilli(),
                        key.createdAt().toEpochMilli(),
                        key.expiresAt().toEpochMilli())
                .update();
    }

    Optional<ApiKey> byTokenHash(String hash) {
        return db.sql()
                .sql("select " + COLUMNS + " from api_key k where k.token_hash = ?")
                .param(hash)
                .query(ApiKeyStore::key)
                .optional();
    }

    Optional<ApiKey> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from api_key k where k.id = ?")
                .param(id)
                .query(ApiKeyStore::key)
                .optional();
    }

    List<ApiKey> of(String organisationId) {
        return db.sql()
                .sql("select " + COLUMNS + " from api_key k where k.organisation_id = ? order by k.id desc")
                .param(organisationId)
                .query(ApiKeyStore::key)
                .list();
    }

    List<ApiKey> madeBy(String accountId) {
        return db.sql()
                .sql("select " + COLUMNS + " from api_key k where k.account_id = ? order by k.id")
                .param(accountId)
                .query(ApiKeyStore::key)
                .list();
    }

    List<ApiKey> standingOf(String accountId) {
        return db.sql()
                .sql("select " + COLUMNS + " from api_key k where k.account_id = ? and k.ended_at is null")
                .param(accountId)
                .query(ApiKeyStore::key)
                .list();
    }

    int standing(String organisationId, Instant now) {
        return db.sql()
                .sql("""
                        select count(*) from api_key
                        where organisation_id = ? and ended_at is null and expires_at > ?""")
                .params(organisationId, now.toEpochMilli())
                .query((row, n) -> row.getInt(1))
                .single();
    }

    boolean end(String id, Why why, Instant now) {
        return db.sql()
                        .sql("update api_key set ended_at = ?, ended_why = ? where id = ? and ended_at is null")
                        .params(now.toEpochMilli(), why.word(), id)
                        .update()
                == 1;
    }

    List<ApiKey> over(Instant now, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + " " + """
                        from api_key k
                        join account a on a.id = k.account_id
                        left join membership m on m.account_id = k.account_id and m.organisation_id = k.organisation_id
                        where k.ended_at is null and (k.expires_at <= ? or m.role is null or m.role <> 'owner'
                            or coalesce(m.role_since, m.since) <> k.maker_since
                            or a.suspended_at is not null or a.erase_at is not null)
                        order by k.id limit ?""")
                .params(now.toEpochMilli(), limit)
                .query(ApiKeyStore::key)
                .list();
    }

    void touch(String id, String network, Instant now) {
        db.sql()
                .sql("""
                        update api_key set last_used_at = ?, last_used_network = ?
                        where id = ? and (last_used_at is null or last_used_at <= ?)""")
                .params(now.toEpochMilli(), network, id, now.toEpochMilli())
                .update();
    }

    // By place, not by name: this runs in every request of a key, and the driver looks a name up each time.
    private static ApiKey key(ResultSet row, int number) throws SQLException {
        String network = row.getString(11);
        String why = row.getString(13);
        return new ApiKey(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                KeyScope.read(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                network == null ? null : new LastUse(Instant.ofEpochMilli(row.getLong(10)), network),
                why == null ? null : new End(Instant.ofEpochMilli(row.getLong(12)), Why.of(why)));
    }
}
