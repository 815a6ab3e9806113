package dev.countersign.people.organisation;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `organisation`, `membership` and `first_start`.
final class OrganisationStore {
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
                            coalesce(m.role_since, m.since)
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
                        Instant.ofEpochMilli(row.getLong(7))))
                .list();
    }

    Optional<Membership> membership(String accountId, String organisationId) {
        return memberships(accountId).stream()
                .filter(m -> m.organisationId().equals(organisationId))
                .findFirst();
    }

    Optional<Organisation> byId(String id) {
        return db.sql()
                .sql("select id, name, created_at from organisation where id = ?")
                .param(id)
                .query((row, n) ->
                        new Organisation(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                .optional();
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

    int owners(String organisationId) {
        return db.sql()
                .sql("select count(*) from membership where organisation_id = ? and role = 'owner'")
                .param(organisationId)
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
