package dev.countersign.journeys.organisation;

import static java.util.stream.Collectors.joining;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import dev.countersign.rules.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts over an organisation's members in the tables of many rooms, in the database, so that ten thousand of them
/// cost no memory. It only reads.
final class PolicyImpactStore {
    private static final String TYPES = Arrays.stream(FactorType.values())
            .filter(FactorType::countsAsEnrolment)
            .map(type -> "'" + type.word() + "'")
            .collect(joining(", "));
    private static final String OF_MEMBERS =
            " from membership m join account a on a.id = m.account_id join session s on s.account_id = a.id"
                    + " where m.organisation_id = :organisation and s.epoch = a.epoch and s.expires_at > :now and ";
    private static final String ELSEWHERE_TOO = "exists (select 1 from membership e"
            + " where e.account_id = m.account_id and e.organisation_id <> :organisation)";

    private final Db db;

    PolicyImpactStore(Db db) {
        this.db = db;
    }

    /// An open session.
    record Open(String id, String accountId, Instant createdAt, Instant lastUsedAt, boolean administers) {}

    int members(String organisationId) {
        return count("select count(*) from membership where organisation_id = :organisation", organisationId);
    }

    int notEnrolled(String organisationId) {
        return count(
                "select count(*) from membership m where m.organisation_id = :organisation and not exists"
                        + " (select 1 from factor f where f.account_id = m.account_id and f.type in (" + TYPES + "))",
                organisationId);
    }

    int using(String organisationId, Collection<FactorType> types) {
        return db.sql()
                .sql(
                        "select count(distinct f.account_id) from membership m join factor f on f.account_id = m.account_id"
                                + " where m.organisation_id = :organisation and f.type in (:types)")
                .param("organisation", organisationId)
                .param("types", types.stream().map(FactorType::word).toList())
                .query(Integer.class)
                .single();
    }

    Map<FactorType, Integer> usingEach(String organisationId, Collection<FactorType> types) {
        Map<FactorType, Integer> using = new EnumMap<>(FactorType.class);
        for (FactorType type : types) {
            int members = using(organisationId, List.of(type));
            if (members > 0) {
                using.put(type, members);
            }
        }
        return using;
    }

    int remembered(String organisationId, Instant now) {
        return db.sql()
                .sql("""
                        select count(*) from membership m join account a on a.id = m.account_id
                        join device_account d on d.account_id = a.id
                        where m.organisation_id = :organisation and d.remembered_until > :now
                        and d.remembered_epoch = a.epoch""")
                .param("organisation", organisationId)
                .param("now", now.toEpochMilli())
                .query(Integer.class)
                .single();
    }

    /// How many sessions `before` leaves open and `then` ends, of members who are in no other organisation.
    int ended(String organisationId, Policy before, Policy then, Instant now) {
        String ended = open("b") + " and not " + open("t") + " and not " + ELSEWHERE_TOO;
        return bound("select count(*)" + OF_MEMBERS + ended, organisationId, before, then, now)
                .query(Integer.class)
                .single();
    }

    /// The same of members who are in others too, one after the other: those may have ended a session before.
    List<Open> endedElsewhereToo(
            String organisationId, Policy before, Policy then, Instant now, String after, int limit) {
        String ended = open("b") + " and not " + open("t") + " and " + ELSEWHERE_TOO
                + " and s.id > :after order by s.id limit :most";
        return bound(
                        "select s.id, s.account_id, s.created_at, s.last_used_at, " + administers() + OF_MEMBERS
                                + ended,
                        organisationId,
                        before,
                        then,
                        now)
                .param("after", after)
                .param("most", limit)
                .query((row, n) -> new Open(
                        row.getString(1),
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3)),
                        Instant.ofEpochMilli(row.getLong(4)),
                        row.getInt(5) == 1))
                .list();
    }

    /// The ids of members, in their order.
    List<String> ids(String organisationId, String after, int limit) {
        return db.sql()
                .sql("select account_id from membership where organisation_id = ? and account_id > ?"
                        + " order by account_id limit ?")
                .params(organisationId, after, limit)
                .query((row, n) -> row.getString(1))
                .list();
    }

    private JdbcClient.StatementSpec bound(String sql, String organisationId, Policy before, Policy then, Instant now) {
        return limits(
                limits(
                        db.sql().sql(sql).param("organisation", organisationId).param("now", now.toEpochMilli()),
                        "b",
                        before,
                        now),
                "t",
                then,
                now);
    }

    /// The moments since which a session has to have begun and been used.
    private static JdbcClient.StatementSpec limits(
            JdbcClient.StatementSpec statement, String of, Policy policy, Instant now) {
        return statement
                .param(of + "_created", now.minus(policy.sessionLength()).toEpochMilli())
                .param(of + "_used", since(policy.idleMinutes(), now))
                .param(of + "_admin", since(policy.adminIdleMinutes(), now));
    }

    private static long since(@Nullable Integer minutes, Instant now) {
        return minutes == null ? 0 : now.minus(Duration.ofMinutes(minutes)).toEpochMilli();
    }

    private static String open(String of) {
        return "(s.created_at > :" + of + "_created and s.last_used_at >= :" + of + "_used and (s.last_used_at >= :"
                + of + "_admin or " + administers() + " = 0))";
    }

    private static String administers() {
        return "(case when exists (select 1 from membership r where r.account_id = m.account_id"
                + " and r.role <> 'member') then 1 else 0 end)";
    }

    private int count(String sql, String organisationId) {
        return db.sql()
                .sql(sql)
                .param("organisation", organisationId)
                .query(Integer.class)
                .single();
    }
}
