package dev.countersign.factors.outofband;

import dev.countersign.factors.factor.Holders;
import dev.countersign.factors.outofband.SentCodes.Subject;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tables `sent_code` and `send_pace` of accounts, and those of references.
final class SentCodeStore {
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long FIRST_WAIT = Duration.ofSeconds(30).toMillis();
    private static final long SECOND_WAIT = Duration.ofMinutes(1).toMillis();
    private static final long LONGEST_WAIT = Duration.ofMinutes(2).toMillis();

    private final Db db;
    private final Holders holders;

    SentCodeStore(Db db, Holders holders) {
        this.db = db;
        this.holders = holders;
    }

    /// The newest code of a question.
    record Row(
            Channel channel,
            String messageId,
            String codeHash,
            long epoch,
            Instant sentAt,
            Instant expiresAt,
            boolean used) {}

    /// When the fifth last code went out (0: there were not five), and when the wait after the last one is over.
    record Pace(long fifthAt, long nextAt) {
        /// Whether five have gone out within the hour.
        boolean hourIsFull(Instant now) {
            return fifthAt > now.toEpochMilli() - HOUR;
        }

        Instant nextSendAt() {
            return Instant.ofEpochMilli(fifthAt == 0 ? nextAt : Math.max(nextAt, fifthAt + HOUR));
        }
    }

    /// Takes the next turn to send, unless the wait is not over or five have gone out within the hour.
    Optional<Pace> step(Subject subject, Channel channel, Instant now) {
        return db.sql()
                .sql(holders.sql("""
                        insert into {send_pace} as p ({holder}, channel, purpose,
                            sent_at, second_at, third_at, fourth_at, fifth_at, next_at)
                        values (:account, :channel, :purpose, :now, 0, 0, 0, 0, :now + :first)
                        on conflict ({holder}, channel, purpose) do update set
                            sent_at = :now, second_at = p.sent_at, third_at = p.second_at,
                            fourth_at = p.third_at, fifth_at = p.fourth_at,
                            next_at = :now + case
                                when p.sent_at <= :hour_ago then :first
                                when p.second_at <= :hour_ago then :second
                                else :longest end
                        where p.next_at <= :now and p.fifth_at <= :hour_ago
                        returning fifth_at, next_at"""))
                .param("account", subject.accountId())
                .param("channel", channel.word())
                .param("purpose", subject.purpose().word())
                .param("now", now.toEpochMilli())
                .param("hour_ago", now.toEpochMilli() - HOUR)
                .param("first", FIRST_WAIT)
                .param("second", SECOND_WAIT)
                .param("longest", LONGEST_WAIT)
                .query(SentCodeStore::pace)
                .optional();
    }

    Optional<Pace> pace(Subject subject, Channel channel) {
        return db.sql()
                .sql(holders.sql("""
                        select fifth_at, next_at from {send_pace}
                        where {holder} = ? and channel = ? and purpose = ?"""))
                .params(subject.accountId(), channel.word(), subject.purpose().word())
                .query(SentCodeStore::pace)
                .optional();
    }

    void put(Subject subject, Row row) {
        db.sql()
                .sql(holders.sql("""
                        insert into {sent_code} ({holder}, purpose, holder_id, channel, message_id, code_hash, epoch,
                            sent_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict ({holder}, purpose, holder_id) do update set
                            channel = excluded.channel, message_id = excluded.message_id,
                            code_hash = excluded.code_hash, epoch = excluded.epoch, sent_at = excluded.sent_at,
                            expires_at = excluded.expires_at, used_at = null"""))
                .params(
                        subject.accountId(),
                        subject.purpose().word(),
                        subject.holderId(),
                        row.channel().word(),
                        row.messageId(),
                        row.codeHash(),
                        row.epoch(),
                        row.sentAt().toEpochMilli(),
                        row.expiresAt().toEpochMilli())
                .update();
    }

    Optional<Row> row(Subject subject) {
        return db.sql()
                .sql(holders.sql("""
                        select channel, message_id, code_hash, epoch, sent_at, expires_at,
                            case when used_at is null then 0 else 1 end
                        from {sent_code}
                        where {holder} = ? and purpose = ? and holder_id = ?"""))
                .params(subject.accountId(), subject.purpose().word(), subject.holderId())
                .query(SentCodeStore::row)
                .optional();
    }

    /// Uses up the code of that very message.
    boolean spend(Subject subject, String messageId, long epoch, Instant now) {
        return db.sql()
                        .sql(holders.sql("""
                        update {sent_code} set used_at = ?
                        where {holder} = ? and purpose = ? and holder_id = ? and message_id = ? and epoch = ?
                            and used_at is null and expires_at > ?"""))
                        .params(
                                now.toEpochMilli(),
                                subject.accountId(),
                                subject.purpose().word(),
                                subject.holderId(),
                                messageId,
                                epoch,
                                now.toEpochMilli())
                        .update()
                == 1;
    }

    void delete(Subject subject) {
        db.sql()
                .sql(holders.sql("delete from {sent_code} where {holder} = ? and purpose = ? and holder_id = ?"))
                .params(subject.accountId(), subject.purpose().word(), subject.holderId())
                .update();
    }

    /// The messages that carry what was sent to that holder, whatever it answers.
    List<String> messages(String accountId) {
        return db.sql()
                .sql(holders.sql("select message_id from {sent_code} where {holder} = ?"))
                .param(accountId)
                .query((row, n) -> row.getString(1))
                .list();
    }

    void deleteAll(String accountId) {
        db.sql()
                .sql(holders.sql("delete from {sent_code} where {holder} = ?"))
                .param(accountId)
                .update();
    }

    void deletePace(String accountId) {
        db.sql()
                .sql(holders.sql("delete from {send_pace} where {holder} = ?"))
                .param(accountId)
                .update();
    }

    private static Pace pace(ResultSet row, int number) throws SQLException {
        return new Pace(row.getLong(1), row.getLong(2));
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                Channel.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getInt(7) == 1);
    }
}
