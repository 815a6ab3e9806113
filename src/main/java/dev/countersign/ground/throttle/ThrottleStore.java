package dev.countersign.ground.throttle;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Optional;

/// The SQL of throttle and throttle_day.
final class ThrottleStore {
    private final Db db;

    ThrottleStore(Db db) {
        this.db = db;
    }

    /// Counts a failure unless the subject is blocked; gives how many the run then has.
    Optional<Integer> reserve(Limit limit, String subject, Instant now) {
        return db.sql()
                .sql("""
                        insert into throttle as t (subject, limit_name, failures, since, last_failure_at, blocked_until)
                        values (:subject, :limit, 1, :now, :now, :blocked_by_first)
                        on conflict (subject, limit_name) do update set
                          failures = case when t.last_failure_at <= :forgotten then 1 else t.failures + 1 end,
                          since = case when t.last_failure_at <= :forgotten then :now else t.since end,
                          last_failure_at = :now,
                          blocked_until = case
                            when t.last_failure_at <= :forgotten then :blocked_by_first
                            when t.failures + 1 < :free then 0
                            when t.failures + 1 - :free >= :doublings then :now + :longest_wait
                            else :now + (:first_wait << (t.failures + 1 - :free))
                          end
                        where t.blocked_until <= :now
                        returning failures""")
                .param("subject", subject)
                .param("limit", limit.name())
                .param("now", now.toEpochMilli())
                .param("blocked_by_first", limit.blockedUntil(1, now))
                .param("forgotten", now.minus(limit.forgetAfter()).toEpochMilli())
                .param("free", limit.free())
                .param("doublings", limit.doublings())
                .param("first_wait", limit.firstWait().toMillis())
                .param("longest_wait", limit.longestWait().toMillis())
                .query(Integer.class)
                .optional();
    }

    Optional<Instant> blockedUntil(Limit limit, String subject) {
        return db.sql()
                .sql("select blocked_until from throttle where subject = :subject and limit_name = :limit")
                .param("subject", subject)
                .param("limit", limit.name())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli);
    }

    /// Takes back one failure of the run that was going on when it was reserved. A later run began after the
    /// reservation, or has not come as far.
    int giveBack(Reservation reservation) {
        long at = reservation.at().toEpochMilli();
        return db.sql()
                .sql("""
                        update throttle set
                          failures = failures - 1,
                          blocked_until = case when blocked_until = :own_block then 0 else blocked_until end
                        where subject = :subject and limit_name = :limit and since <= :at and failures > 0""")
                .param("own_block", reservation.limit().blockedUntil(reservation.failures(), reservation.at()))
                .param("subject", reservation.subject())
                .param("limit", reservation.limit().name())
                .param("at", at)
                .update();
    }

    int clear(Limit limit, String subject) {
        return db.sql()
                .sql("delete from throttle where subject = :subject and limit_name = :limit")
                .param("subject", subject)
                .param("limit", limit.name())
                .update();
    }

    int failures(Limit limit, String subject, Instant now) {
        return db.sql()
                .sql("""
                        select failures from throttle
                        where subject = :subject and limit_name = :limit and last_failure_at > :forgotten""")
                .param("subject", subject)
                .param("limit", limit.name())
                .param("forgotten", now.minus(limit.forgetAfter()).toEpochMilli())
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    int tally(String subject, long dayStart) {
        return db.sql()
                .sql("""
                        insert into throttle_day as t (subject, day_start, failures) values (:subject, :day, 1)
                        on conflict (subject, day_start) do update set failures = t.failures + 1""")
                .param("subject", subject)
                .param("day", dayStart)
                .update();
    }

    int tallySince(String subject, long dayStart) {
        return db.sql()
                .sql("""
                        select coalesce(sum(failures), 0) from throttle_day
                        where subject = :subject and day_start >= :day""")
                .param("subject", subject)
                .param("day", dayStart)
                .query(Integer.class)
                .single();
    }

    int clearTally(String subject) {
        return db.sql()
                .sql("delete from throttle_day where subject = :subject")
                .param("subject", subject)
                .update();
    }
}
