package dev.countersign.people.delivery;

import dev.countersign.ground.secret.Place;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Dialect;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The `message` table.
final class OutboxStore {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LONGEST_REASON = 300;

    private final Db db;
    private final SecretBox box;

    OutboxStore(Db db, SecretBox box) {
        this.db = db;
        this.box = box;
    }

    /// A message that was taken to be handed over, how often that was tried, this time included, and until when no
    /// other server takes it.
    record Claimed(Message message, int attempts, Instant until) {}

    /// What is encrypted of a message.
    private record Content(String to, Map<String, String> fields) {}

    void insert(Message message, Instant leaves, Instant now) {
        byte[] content = box.seal(
                place(message.id()),
                JSON.writeValueAsString(new Content(message.to(), message.fields()))
                        .getBytes(StandardCharsets.UTF_8));
        db.sql()
                .sql("""
                        insert into message (id, account_id, channel, kind, carries_code, content, locale, time_zone,
                            status, attempts, created_at, next_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?, ?)""")
                .param(message.id())
                .param(message.accountId())
                .param(message.channel().word())
                .param(message.kind().word())
                .param(message.kind().carriesCode() ? 1 : 0)
                .param(content)
                .param(message.locale())
                .param(message.timeZone())
                .param(now.toEpochMilli())
                .param(leaves.toEpochMilli())
                .param(message.expiresAt().toEpochMilli())
                .update();
    }

    /// Takes up to that many that are due, those with codes first, for the server of that name. Of any number of
    /// servers at once, one gets each.
    List<Claimed> claim(String server, int most, Instant now, Duration lease) {
        String skip = db.dialect() == Dialect.POSTGRESQL ? " for update skip locked" : "";
        return db.sql()
                // Materialised: PostgreSQL may run a subquery in the condition again for each row, and then its limit
                // says nothing.
                .sql("""
                        with due as materialized (select id from message
                            where status = 'waiting' and next_at <= ? and expires_at > ?
                            order by carries_code desc, next_at limit ?\s""" + skip + """
                        )
                        update message set status = 'sending', attempts = attempts + 1, claimed_by = ?, claimed_until = ?
                        where id in (select id from due) and status = 'waiting'
                        returning id, account_id, channel, kind, content, locale, time_zone, expires_at, attempts, claimed_until""")
                .params(
                        now.toEpochMilli(),
                        now.toEpochMilli(),
                        most,
                        server,
                        now.plus(lease).toEpochMilli())
                .query(this::claimed)
                .list();
    }

    private Claimed claimed(ResultSet row, int number) throws SQLException {
        String id = row.getString(1);
        Content content =
                JSON.readValue(new String(box.open(place(id), row.getBytes(5)), StandardCharsets.UTF_8), Content.class);
        Message message = new Message(
                id,
                row.getString(2),
                Channel.valueOf(row.getString(3).toUpperCase(java.util.Locale.ROOT)),
                content.to(),
                MessageKind.of(row.getString(4)),
                content.fields(),
                row.getString(6),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)));
        return new Claimed(message, row.getInt(9), Instant.ofEpochMilli(row.getLong(10)));
    }

    /// It is over, one way or another: its content goes. Only for whoever holds the claim.
    void settle(
            String id,
            String server,
            Status status,
            @Nullable String gateway,
            @Nullable String reference,
            @Nullable String reason,
            Instant now) {
        db.sql()
                .sql("""
                        update message set status = ?, gateway = ?, reference = ?, reason = ?, settled_at = ?,
                            content = null, claimed_by = null, claimed_until = null
                        where id = ? and status = 'sending' and claimed_by = ?""")
                .param(status.word())
                .param(gateway)
                .param(reference)
                .param(brief(reason))
                .param(now.toEpochMilli())
                .param(id)
                .param(server)
                .update();
    }

    /// It is tried again then. Only for whoever holds the claim.
    void retry(String id, String server, Instant at, String reason) {
        db.sql()
                .sql("""
                        update message set status = 'waiting', next_at = ?, reason = ?, claimed_by = null, claimed_until = null
                        where id = ? and status = 'sending' and claimed_by = ?""")
                .param(at.toEpochMilli())
                .param(brief(reason))
                .param(id)
                .param(server)
                .update();
    }

    /// What a server took and did not settle in time: that server is gone. A code may have been sent and is not
    /// tried again; anything else is.
    int reclaim(Instant now) {
        int unknown =
                db.sql().sql("""
                        update message set status = 'unknown', reason = 'the server stopped while sending', settled_at = ?,
                            content = null, claimed_by = null, claimed_until = null
                        where status = 'sending' and claimed_until <= ? and carries_code = 1""").params(now.toEpochMilli(), now.toEpochMilli()).update();
        return unknown
                + db.sql()
                        .sql("""
                        update message set status = 'waiting', next_at = ?, reason = 'the server stopped while sending',
                            claimed_by = null, claimed_until = null
                        where status = 'sending' and claimed_until <= ? and carries_code = 0""")
                        .params(now.toEpochMilli(), now.toEpochMilli())
                        .update();
    }

    int expire(Instant now) {
        return db.sql().sql("""
                        update message set status = 'expired', settled_at = ?, content = null
                        where status = 'waiting' and expires_at <= ?""").params(now.toEpochMilli(), now.toEpochMilli()).update();
    }

    void withdraw(String accountId, Set<MessageKind> kinds) {
        String marks = kinds.stream().map(_ -> "?").collect(Collectors.joining(", "));
        db.sql()
                .sql(
                        "update message set status = 'withdrawn', content = null where account_id = ? and status = 'waiting'"
                                + " and kind in (" + marks + ")")
                .param(accountId)
                .params(kinds.stream().map(MessageKind::word).toList())
                .update();
    }

    boolean withdraw(String id) {
        return db.sql()
                        .sql(
                                "update message set status = 'withdrawn', content = null where id = ? and status = 'waiting'")
                        .param(id)
                        .update()
                == 1;
    }

    boolean receipt(String gateway, String reference, boolean arrived, Instant now) {
        db.sql()
                .sql("""
                        update message set status = ?, settled_at = ?
                        where gateway = ? and reference = ? and status in ('sent', 'unknown')""")
                .params((arrived ? Status.DELIVERED : Status.FAILED).word(), now.toEpochMilli(), gateway, reference)
                .update();
        return db.sql()
                .sql("select 1 from message where gateway = ? and reference = ?")
                .params(gateway, reference)
                .query((row, n) -> row.getInt(1))
                .optional()
                .isPresent();
    }

    Optional<Status> status(String id) {
        return db.sql()
                .sql("select status from message where id = ?")
                .param(id)
                .query((row, n) -> Status.of(row.getString(1)))
                .optional();
    }

    Optional<Outbox.Whereabouts> whereabouts(String id) {
        return db.sql()
                .sql("select status, coalesce(gateway, ''), coalesce(reason, '') from message where id = ?")
                .param(id)
                .query((row, n) ->
                        new Outbox.Whereabouts(Status.of(row.getString(1)), row.getString(2), row.getString(3)))
                .optional();
    }

    Optional<Instant> oldestWaiting() {
        return db.sql()
                .sql("select created_at from message where status = 'waiting' order by created_at limit 1")
                .query((row, n) -> Instant.ofEpochMilli(row.getLong(1)))
                .optional();
    }

    /// When the next one is due that waits, or empty.
    Optional<Instant> nextDue() {
        return Optional.ofNullable(db.sql()
                        .sql("select min(next_at) from message where status = 'waiting'")
                        .query((row, n) -> row.getObject(1) == null ? null : Long.valueOf(row.getLong(1)))
                        .list()
                        .getFirst())
                .map(Instant::ofEpochMilli);
    }

    /// Whether a code has waited since then or was tried in vain more than once, and nothing that was put in later
    /// has gone out: one mailbox that takes nothing holds up nobody else.
    boolean waitsSince(Channel channel, Instant since, Instant now) {
        return db.sql()
                .sql("""
                        select 1 from message where (status = 'waiting' or status = 'sending') and carries_code = 1 and channel = ?
                            and (created_at <= ? or attempts > 1) and expires_at > ? and not exists (select 1 from message
                                where status in ('sent', 'delivered') and channel = ? and created_at > ?)
                        limit 1""")
                .params(channel.word(), since.toEpochMilli(), now.toEpochMilli(), channel.word(), since.toEpochMilli())
                .query((row, n) -> row.getInt(1))
                .optional()
                .isPresent();
    }

    /// Whether a server that took messages did not settle them in time.
    boolean stale(Instant now) {
        return db.sql()
                .sql("select 1 from message where status = 'sending' and claimed_until <= ? limit 1")
                .param(now.toEpochMilli())
                .query((row, n) -> row.getInt(1))
                .optional()
                .isPresent();
    }

    int waiting() {
        return db.sql()
                .sql("select count(*) from message where status in ('waiting', 'sending')")
                .query((row, n) -> row.getInt(1))
                .single();
    }

    private static @Nullable String brief(@Nullable String reason) {
        return reason == null || reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    private static Place place(String id) {
        return new Place("message", "content", id);
    }
}
