package dev.countersign.people.organisation;

import dev.countersign.ground.store.Db;
import dev.countersign.people.organisation.Invitation.Into;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The table `invitation`.
final class InvitationStore {
    private static final String SELECT = """
            select i.id, i.email_key, i.expires_at, i.organisation_id, o.name, i.role, i.email, i.invited_by,
                i.message_id, i.sent_at
            from invitation i left join organisation o on o.id = i.organisation_id
            where i.used_at is null and i.revoked_at is null and i.expires_at > ? and\s""";

    private final Db db;

    InvitationStore(Db db) {
        this.db = db;
    }

    void insert(Invitation invitation, String tokenHash, Instant now) {
        Into into = invitation.into();
        db.sql()
                .sql("""
                        insert into invitation (id, token_hash, email_key, organisation_id, role, email, invited_by,
                            message_id, sent_at, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(invitation.id())
                .param(tokenHash)
                .param(invitation.emailKey())
                .param(into == null ? null : into.organisationId())
                .param(into == null ? null : into.role().word())
                .param(into == null ? null : into.email())
                .param(into == null ? null : into.invitedBy())
                .param(into == null ? null : into.messageId())
                .param(into == null ? null : into.sentAt().toEpochMilli())
                .param(now.toEpochMilli())
                .param(invitation.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Invitation> open(String tokenHash, Instant now) {
        return one("i.token_hash = ?", now, tokenHash);
    }

    Optional<Invitation> openIn(String organisationId, String id, Instant now) {
        return one("i.organisation_id = ? and i.id = ?", now, organisationId, id);
    }

    Optional<Invitation> openFor(String organisationId, String emailKey, Instant now) {
        return one(
                "i.organisation_id = ? and i.email_key = ? order by i.id desc limit 1", now, organisationId, emailKey);
    }

    private Optional<Invitation> one(String condition, Instant now, String... values) {
        return db.sql()
                .sql(SELECT + condition)
                .param(now.toEpochMilli())
                .params((Object[]) values)
                .query(InvitationStore::row)
                .optional();
    }

    /// Those of addresses after that one, in the order of their addresses.
    List<Invitation> list(String organisationId, String containing, String after, int limit, Instant now) {
        String key = "i.email_key" + db.dialect().byteOrder();
        return db.sql()
                .sql(SELECT + "i.organisation_id = ? and i.email_key like ? escape '!' and " + key + " > ? order by "
                        + key + " limit ?")
                .params(now.toEpochMilli(), organisationId, containing, after, limit)
                .query(InvitationStore::row)
                .list();
    }

    int count(String organisationId, String containing, Instant now) {
        return db.sql()
                .sql("""
                        select count(*) from invitation
                        where organisation_id = ? and used_at is null and revoked_at is null and expires_at > ?
                        and email_key like ? escape '!'""")
                .params(organisationId, now.toEpochMilli(), containing)
                .query((row, n) -> row.getInt(1))
                .single();
    }

    boolean renew(Invitation renewed, String tokenHash, Instant now) {
        Into into = Objects.requireNonNull(renewed.into());
        return db.sql()
                        .sql("""
                        update invitation
                        set token_hash = ?, role = ?, invited_by = ?, message_id = ?, sent_at = ?, expires_at = ?
                        where id = ? and used_at is null and revoked_at is null and expires_at > ?""")
                        .params(
                                tokenHash,
                                into.role().word(),
                                into.invitedBy(),
                                into.messageId(),
                                into.sentAt().toEpochMilli(),
                                renewed.expiresAt().toEpochMilli(),
                                renewed.id(),
                                now.toEpochMilli())
                        .update()
                == 1;
    }

    boolean use(String tokenHash, Instant now) {
        return db.sql()
                        .sql("""
                        update invitation set used_at = ?
                        where token_hash = ? and used_at is null and revoked_at is null and expires_at > ?""")
                        .params(now.toEpochMilli(), tokenHash, now.toEpochMilli())
                        .update()
                == 1;
    }

    boolean used(String tokenHash) {
        return db.sql()
                .sql("select 1 from invitation where token_hash = ? and used_at is not null")
                .param(tokenHash)
                .query((row, n) -> true)
                .optional()
                .orElse(false);
    }

    Optional<String> usedBy(String tokenHash, String emailKey) {
        return db.sql()
                .sql("""
                        select organisation_id from invitation
                        where token_hash = ? and email_key = ? and used_at is not null and organisation_id is not null""")
                .params(tokenHash, emailKey)
                .query((row, n) -> row.getString(1))
                .optional();
    }

    boolean revoke(String organisationId, String id, Instant now) {
        return db.sql().sql("""
                        update invitation set revoked_at = ?
                        where organisation_id = ? and id = ? and used_at is null and revoked_at is null""").params(now.toEpochMilli(), organisationId, id).update() == 1;
    }

    /// Takes back what that account has invited to, and gives the mails.
    List<String> revokeOf(String organisationId, String invitedBy, Instant now) {
        return db.sql()
                .sql("""
                        update invitation set revoked_at = ?
                        where organisation_id = ? and invited_by = ? and used_at is null and revoked_at is null
                        returning message_id""")
                .params(now.toEpochMilli(), organisationId, invitedBy)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static Invitation row(ResultSet row, int number) throws SQLException {
        return new Invitation(row.getString(1), row.getString(2), into(row), Instant.ofEpochMilli(row.getLong(3)));
    }

    private static @Nullable Into into(ResultSet row) throws SQLException {
        String organisationId = row.getString(4);
        return organisationId == null
                ? null
                : new Into(
                        organisationId,
                        row.getString(5),
                        Role.of(row.getString(6)),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        Instant.ofEpochMilli(row.getLong(10)));
    }
}
