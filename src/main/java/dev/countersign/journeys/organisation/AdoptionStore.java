package dev.countersign.journeys.organisation;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.organisation.Adoption.Counts;
import dev.countersign.journeys.organisation.Adoption.Day;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.rules.policy.Policies;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The `adoption_day` table, and counts over an organisation's members that are made in the database. Of other rooms'
/// tables it only reads.
final class AdoptionStore {
    private final Db db;
    private final MemberStore members;

    /// @param policies which methods hold for whom
    AdoptionStore(Db db, Policies policies) {
        this.db = db;
        this.members = new MemberStore(db, policies);
    }

    /// An organisation's members, and how many of them have set up two-step sign-in with a method that
    /// policy allows.
    record Sum(String organisationId, int members, int enrolled) {}

    Counts counts(String organisationId, Instant now) {
        return countsStatement("", organisationId, now)
                .query((row, n) -> new Counts(
                        row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5), row.getInt(6)))
                .single();
    }

    /// @param prefix what stands before it: nothing, or a question for its plan
    JdbcClient.StatementSpec countsStatement(String prefix, String organisationId, Instant now) {
        return db.sql()
                .sql(prefix + "with s as materialized (select m.account_id, " + members.factors() + " as factors, "
                        + MemberStore.DELAYED
                        + " as delayed from membership m where m.organisation_id = :organisation),"
                        + " c as materialized (select account_id, factors, factors % 1000 as methods,"
                        + " case when delayed = 1 or " + MemberStore.IS_SUSPENDED + " then 1 else 0 end as locked,"
                        + " case when factors % 1000 > 0 then (select count(*) from (select 1 from backup_code b"
                        + " where b.account_id = s.account_id and b.used_at is null limit 4) few) else 0 end as codes"
                        + " from s) select count(*), " + MemberStore.sum(MemberStore.IS_ON) + ", "
                        + MemberStore.sum(MemberStore.IS_TO_REPLACE) + ", "
                        + MemberStore.sum("methods = 1 and codes = 0") + ", "
                        + MemberStore.sum(
                                "methods > 0 and codes between 1 and 3 and exists (select 1 from backup_code u"
                                        + " where u.account_id = c.account_id and u.used_at is not null)")
                        + ", " + MemberStore.sum("locked = 1") + " from c")
                .param("organisation", organisationId)
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli());
    }

    /// How many members have each method.
    Map<FactorType, Integer> factors(String organisationId) {
        Map<FactorType, Integer> counts = new EnumMap<>(FactorType.class);
        factorsStatement("", organisationId)
                .query((row, n) -> {
                    int members = row.getInt(2);
                    FactorType.of(row.getString(1)).ifPresent(type -> counts.put(type, members));
                    return members;
                })
                .list();
        return counts;
    }

    JdbcClient.StatementSpec factorsStatement(String prefix, String organisationId) {
        return db.sql()
                .sql(prefix + "select f.type, count(distinct f.account_id) from membership m"
                        + " join factor f on f.account_id = m.account_id where m.organisation_id = :organisation"
                        + " and f.type in (" + MemberStore.TYPES + ") group by f.type")
                .param("organisation", organisationId);
    }

    /// The days on record from that day on, and the last before them, the oldest first.
    List<Day> days(String organisationId, LocalDate from, LocalDate to) {
        return db.sql()
                .sql("""
                        select day_start, members, enrolled from adoption_day
                        where organisation_id = :organisation and day_start <= :last and day_start >= coalesce(
                          (select max(b.day_start) from adoption_day b
                           where b.organisation_id = :organisation and b.day_start <= :first), 0)
                        order by day_start""")
                .param("organisation", organisationId)
                .param("first", start(from))
                .param("last", start(to))
                .query((row, n) -> new Day(day(row.getLong(1)), row.getInt(2), row.getInt(3)))
                .list();
    }

    /// So many organisations, in the order of their ids, after that one.
    List<String> organisations(String after, int most) {
        String id = "o.id" + db.dialect().byteOrder();
        return db.sql()
                .sql("select o.id from organisation o where " + id + " > :after order by " + id + " limit :most")
                .param("after", after)
                .param("most", most)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// How many members those organisations have.
    List<Sum> sums(List<String> organisationIds) {
        return db.sql()
                .sql("select m.organisation_id, count(*), sum(case when " + members.on() + " then 1 else 0 end)"
                        + " from membership m where m.organisation_id in (:ids) group by m.organisation_id")
                .param("ids", organisationIds)
                .query((row, n) -> new Sum(row.getString(1), row.getInt(2), row.getInt(3)))
                .list();
    }

    /// What is on record as the latest of each.
    Map<String, Sum> latest(Collection<String> organisationIds) {
        Map<String, Sum> latest = new HashMap<>();
        db.sql()
                .sql("""
                        select d.organisation_id, d.members, d.enrolled from adoption_day d
                        where d.organisation_id in (:ids) and d.day_start =
                          (select max(b.day_start) from adoption_day b where b.organisation_id = d.organisation_id)""")
                .param("ids", organisationIds)
                .query((row, n) ->
                        latest.put(row.getString(1), new Sum(row.getString(1), row.getInt(2), row.getInt(3))))
                .list();
        return latest;
    }

    /// Puts the day on record, in the place of what was counted earlier in it. An organisation that is gone is let
    /// be.
    void put(Sum sum, LocalDate day) {
        db.sql()
                .sql("""
                        insert into adoption_day (organisation_id, day_start, members, enrolled)
                        select o.id, :day, :members, :enrolled from organisation o where o.id = :organisation
                        on conflict (organisation_id, day_start)
                        do update set members = excluded.members, enrolled = excluded.enrolled""")
                .param("day", start(day))
                .param("members", sum.members())
                .param("enrolled", sum.enrolled())
                .param("organisation", sum.organisationId())
                .update();
    }

    /// Members who have not set up two-step sign-in and were not reminded lately, in the order of their ids.
    List<String> toRemind(String organisationId, String limitName, String after, int most, Instant now) {
        String id = "m.account_id" + db.dialect().byteOrder();
        return db.sql()
                .sql("select m.account_id from membership m where m.organisation_id = :organisation and " + id
                        + " > :after and not " + members.on() + " and exists (select 1 from account a"
                        + " where a.id = m.account_id and a.suspended_at is null) and not exists (select 1 from throttle t"
                        + " where t.subject = m.account_id and t.limit_name = :reminders and t.blocked_until > :now)"
                        + " order by " + id + " limit :most")
                .param("organisation", organisationId)
                .param("after", after)
                .param("reminders", limitName)
                .param("now", now.toEpochMilli())
                .param("most", most)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private static long start(LocalDate day) {
        return day.toEpochDay() * Duration.ofDays(1).toMillis();
    }

    private static LocalDate day(long start) {
        return Instant.ofEpochMilli(start).atZone(ZoneOffset.UTC).toLocalDate();
    }
}
