package dev.countersign.people.organisation;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tables `organisation`, `membership`, `invitation` and `first_start`.
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

    void join(String accountId, String organisationId, Role role, boolean managing, Instant now) {
        db.sql()
                .sql("""
                        insert into membership (account_id, organisation_id, role, managing, since)
                        values (?, ?, ?, ?, ?)""")
                .params(accountId, organisationId, word(role), managing ? 1 : 0, now.toEpochMilli())
                .update();
    }

    List<Membership> memberships(String accountId) {
        return db.sql()
                .sql("""
                        select m.account_id, m.organisation_id, o.name, m.role, m.managing, m.since
                        from membership m join organisation o on o.id = m.organisation_id
                        where m.account_id = ? order by m.since, m.organisation_id""")
                .param(accountId)
                .query((row, n) -> new Membership(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Role.valueOf(row.getString(4).toUpperCase(Locale.ROOT)),
                        row.getInt(5) == 1,
                        Instant.ofEpochMilli(row.getLong(6))))
                .list();
    }

    void insert(Invitation invitation, String tokenHash, Instant now) {
        db.sql()
                .sql("""
                        insert into invitation (id, token_hash, email_key, organisation_id, role, created_at, expires_at)
                        values (?, ?, ?, null, null, ?, ?)""")
                .params(invitation.id(), tokenHash)
                .param(invitation.emailKey())
                .params(now.toEpochMilli(), invitation.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Invitation> openInvitation(String tokenHash, Instant now) {
        return db.sql()
                .sql("""
                        select id, email_key, expires_at from invitation
                        where token_hash = ? and used_at is null and expires_at > ?""")
                .params(tokenHash, now.toEpochMilli())
                .query((row, n) ->
                        new Invitation(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                .optional();
    }

    boolean useInvitation(String tokenHash, Instant now) {
        return db.sql()
                        .sql("""
                        update invitation set used_at = ?
                        where token_hash = ? and used_at is null and expires_at > ?""")
                        .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                        .update()
                == 1;
    }

    boolean invitationUsed(String tokenHash) {
        return db.sql()
                .sql("select 1 from invitation where token_hash = ? and used_at is not null")
                .param(tokenHash)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
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

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
