package dev.countersign.factors.outofband;

import dev.countersign.factors.outofband.TextLimits.Window;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/// The tables `text_subject`, `text_sent` and `text_day`.
final class TextLimitStore {
    private final Db db;

    TextLimitStore(Db db) {
        this.db = db;
    }

    /// Makes everybody else who counts for that subject wait until this transaction ends.
    void hold(String subject, Instant now) {
        db.sql().sql("""
                        insert into text_subject (subject, last_at) values (?, ?)
                        on conflict (subject) do update set last_at = excluded.last_at""").params(subject, now.toEpochMilli()).update();
    }

    /// Whether that number was counted for the subject after then.
    boolean knows(String subject, String numberHash, Instant after) {
        return db.sql()
                .sql("select count(*) from text_sent where subject = ? and number_hash = ? and sent_at > ?")
                .params(subject, numberHash, after.toEpochMilli())
                .query((row, n) -> row.getInt(1) > 0)
                .single();
    }

    /// Counts one text for a subject that is held, if each of the windows has room for it.
    boolean add(String subject, String id, String numberHash, List<Window> windows, Instant now) {
        StringBuilder sql = new StringBuilder("""
                insert into text_sent (subject, id, number_hash, sent_at)
                select :subject, :id, :number, :now where 1 = 1""");
        for (int i = 0; i < windows.size(); i++) {
            sql.append(" and (select count(*) from text_sent where subject = :subject and sent_at > :after")
                    .append(i)
                    .append(") < :most")
                    .append(i);
        }
        StatementSpec statement = db.sql()
                .sql(sql.toString())
                .param("subject", subject)
                .param("id", id)
                .param("number", numberHash)
                .param("now", now.toEpochMilli());
        for (int i = 0; i < windows.size(); i++) {
            statement = statement
                    .param("after" + i, now.minus(windows.get(i).time()).toEpochMilli())
                    .param("most" + i, windows.get(i).most());
        }
        return statement.update() == 1;
    }

    /// When the window has room again, if so many have been counted at all.
    Optional<Instant> fullUntil(String subject, Window window) {
        return db.sql()
                .sql("select sent_at from text_sent where subject = ? order by sent_at desc limit 1 offset ?")
                .params(subject, window.most() - 1)
                .query(Long.class)
                .optional()
                .map(at -> Instant.ofEpochMilli(at).plus(window.time()));
    }

    boolean remove(String subject, String id) {
        return db.sql()
                        .sql("delete from text_sent where subject = ? and id = ?")
                        .params(subject, id)
                        .update()
                == 1;
    }

    /// Counts one more text of that day, if that is at most so many; gives how many there are then.
    OptionalInt moreToday(String subject, long dayStart, int most) {
        return db.sql().sql("""
                        insert into text_day as t (subject, day_start, sent) values (?, ?, 1)
                        on conflict (subject, day_start) do update set sent = t.sent + 1 where t.sent < ?
                        returning sent""").params(subject, dayStart, most).query(Integer.class).list().stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    void lessToday(String subject, long dayStart) {
        db.sql()
                .sql("update text_day set sent = sent - 1 where subject = ? and day_start = ? and sent > 0")
                .params(subject, dayStart)
                .update();
    }

    /// Whether this is the first time that day.
    boolean first(String subject, long dayStart) {
        return db.sql()
                        .sql("insert into text_day (subject, day_start, sent) values (?, ?, 1) on conflict do nothing")
                        .params(subject, dayStart)
                        .update()
                == 1;
    }
}
