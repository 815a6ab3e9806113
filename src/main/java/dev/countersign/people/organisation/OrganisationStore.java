package dev.countersign.people.organisation;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `organisation`, `membership` and `first_start`.
final class OrganisationStore {
    private static final String COLUMNS = "id, name, created_at, erase_at";

    private final Db db;

    OrganisationStore(Db db) {
        this.db = db;
    }

    void insert(String id, String name, Instant now) {
        db.sql()
                .sql("insert into organisation (id, name, created_at) values (?, ?, ?)")
                .params(id, name, now.toEpochMilli())
                .update();
    }

    boolean join(String accountId, String organisationId, Role role, boolean managing, Instant now) {
        return db.sql()
                        .sql("""
                        insert into membership (account_id, organisation_id, role, managing, since, role_since)
                        values (?, ?, ?, ?, ?, ?) on conflict (account_id, organisation_id) do nothing""")
                        .params(
                                accountId,
                                organisationId,
                                role.word(),
                                managing ? 1 : 0,
                                now.toEpochMilli(),
                                now.toEpochMilli())
                        .update()
                == 1;
    }

    List<Membership> memberships(String accountId) {
        return db.sql()
                .sql("""
                        select m.account_id, m.organisation_id, o.name, m.role, m.managing, m.since,
                            coalesce(m.role_since, m.since), o.erase_at
                        from membership m join organisation o on o.id = m.organisation_id
                        where m.account_id = ? order by m.since, m.organisation_id""")
                .param(accountId)
                .query((row, n) -> new Membership(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Role.of(row.getString(4)),
                        row.getInt(5) == 1,
                        Instant.ofEpochMilli(row.getLong(6)),
                        Instant.ofEpochMilli(row.getLong(7)),
                        instant(row, 8)))
                .list();
    }

    Optional<Membership> membership(String accountId, String organisationId) {
        return memberships(accountId).stream()
                .filter(m -> m.organisationId().equals(organisationId))
                .findFirst();
    }

    Optional<Organisation> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from organisation where id = ?")
                .param(id)
                .query(OrganisationStore::organisation)
                .optional();
    }

    private static Organisation organisation(ResultSet row, int number) throws SQLException {
        return new Organisation(
                row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3)), instant(row, 4));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }

    List<Organisation> after(String id, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + " from organisation where id > ? order by id limit ?")
                .params(id, limit)
                .query(OrganisationStore::organisation)
                .list();
    }

    List<Organisation> named(String name) {
        return db.sql()
                .sql("select " + COLUMNS + " from organisation where name = ? order by id")
                .param(name)
                .query(OrganisationStore::organisation)
                .list();
    }

    List<Organisation> toErase(Instant now, int limit) {
        return db.sql()
                .sql("select " + COLUMNS + " from organisation where erase_at <= ? order by erase_at limit ?")
                .params(now.toEpochMilli(), limit)
                .query(OrganisationStore::organisation)
                .list();
    }

    boolean eraseAt(String id, Instant at) {
        return db.sql()
                        .sql("update organisation set erase_at = ? where id = ? and erase_at is null")
                        .params(at.toEpochMilli(), id)
                        .update()
                == 1;
    }

    boolean keep(String id, Instant now) {
        return db.sql()
                        .sql("update organisation set erase_at = null where id = ? and erase_at > ?")
                        .params(id, now.toEpochMilli())
                        .update()
                == 1;
    }

    boolean beginErasure(String id, Instant now) {
        return db.sql()
                        .sql("update organisation set erase_at = 0 where id = ? and erase_at <= ?")
                        .params(id, now.toEpochMilli())
                        .update()
                == 1;
    }

    void erase(String id) {
        db.sql().sql("delete from organisation where id = ?").param(id).update();
    }

    boolean rename(String id, String name) {
        return db.sql()
                        .sql("update organisation set name = ? where id = ?")
                        .params(name, id)
                        .update()
                == 1;
    }

    boolean changeRole(String accountId, String organisationId, Role role, Instant now) {
        return db.sql()
                        .sql(
                                "update membership set role = ?, role_since = ? where account_id = ? and organisation_id = ?")
                        .params(role.word(), now.toEpochMilli(), accountId, organisationId)
                        .update()
                == 1;
    }

    boolean remove(String accountId, String organisationId) {
        return db.sql()
                        .sql("delete from membership where account_id = ? and organisation_id = ?")
                        .params(accountId, organisationId)
                        .update()
                == 1;
    }

    int members(String organisationId) {
        return db.sql()
                .sql("select count(*) from membership where organisation_id = ?")
                .param(organisationId)
                .query((row, n) -> row.getInt(1))
                .single();
    }

    List<String> memberIds(String organisationId, String after, int limit) {
        return db.sql()
                .sql("""
                        select account_id from membership
                        where organisation_id = ? and account_id > ? order by account_id limit ?""")
                .params(organisationId, after, limit)
                .query((row, n) -> row.getString(1))
                .list();
    }

    List<String> ownerIds(String organisationId) {
        return db.sql()
                .sql("""
                        select account_id from membership
                        where organisation_id = ? and role = 'owner' order by account_id""")
                .param(organisationId)
                .query((row, n) -> row.getString(1))
                .list();
    }

    List<String> adminsSince(String organisationId, Instant moment, int most) {
        return db.sql()
                .sql("""
                        select m.account_id from membership m join account a on a.id = m.account_id
                        where m.organisation_id = ? and m.role <> 'member' and coalesce(m.role_since, m.since) <= ?
                        and a.suspended_at is null order by m.role desc, m.account_id limit ?""")
                .params(organisationId, moment.toEpochMilli(), most)
                .query((row, n) -> row.getString(1))
                .list();
    }

    int owners(String organisationId) {
        return ownersBut("", organisationId);
    }

    int ownersBut(String accountId, String organisationId) {
        return db.sql()
                .sql("""
                        select count(*) from membership m join account a on a.id = m.account_id
                        where m.organisation_id = ? and m.role = 'owner' and m.account_id <> ?
                        and a.suspended_at is null and a.erase_at is null""")
                .params(organisationId, accountId)
                .query((row, n) -> row.getInt(1))
                .single();
    }

    /// On SQLite and PostgreSQL a unique index is looked at row by row: first none is managing, then that one.
    boolean manageBy(String accountId, String organisationId) {
        db.sql()
                .sql(
                        "update membership set managing = 0 where account_id = ? and managing = 1 and organisation_id <> ?")
                .params(accountId, organisationId)
                .update();
        return db.sql()
                        .sql("update membership set managing = 1 where account_id = ? and organisation_id = ?")
                        .params(accountId, organisationId)
                        .update()
                == 1;
    }

    boolean putSetUpLink(String tokenHash, Instant expiresAt) {
        return db.sql().sql("""
                        insert into first_start (id, token_hash, expires_at) values (1, ?, ?)
                        on conflict (id) do update set token_hash = excluded.token_hash, expires_at = excluded.expires_at
                        where first_start.completed_at is null""").params(tokenHash, expiresAt.toEpochMilli()).update() == 1;
    }

    boolean setUpLinkGood(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select 1 from first_start
                        where id = 1 and completed_at is null and token_hash = ? and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    boolean useSetUpLink(String tokenHash, Instant now) {
        return db.sql()
                        .sql("""
                        update first_start set completed_at = ?, token_hash = null
                        where id = 1 and completed_at is null and token_hash = ? and expires_at > ?""")
                        .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                        .update()
                == 1;
    }

    @Nullable
    Instant firstStartCompletedAt() {
        return db.sql()
                .sql("select completed_at from first_start where id = 1 and completed_at is not null")
                .query((row, n) -> Instant.ofEpochMilli(row.getLong(1)))
                .optional()
                .orElse(null);
    }
}
