package dev.countersign.journeys.organisation;

import static java.util.stream.Collectors.joining;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.people.organisation.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The list of an organisation's members: a view over tables of many rooms, which no room alone could page, search
/// and filter at once. It only reads.
final class MemberStore {
    static final String TYPES = Arrays.stream(FactorType.values())
            .filter(FactorType::countsAsEnrolment)
            .map(type -> "'" + type.word() + "'")
            .collect(joining(", "));
    static final String ON =
            "exists (select 1 from factor f where f.account_id = m.account_id and f.type in (" + TYPES + "))";
    private static final String METHODS =
            "(select count(*) from factor f where f.account_id = m.account_id and f.type in (" + TYPES + "))";
    static final String NO_WAY_BACK = "(" + METHODS + " = 1 and not exists (select 1 from backup_code b"
            + " where b.account_id = m.account_id and b.used_at is null))";

    /// Of a set of more than three, one to three codes are left; no more than four are looked at.
    static final String CODES_LOW = "(" + ON + " and (select count(*) from (select 1 from backup_code b"
            + " where b.account_id = m.account_id and b.used_at is null limit 4) few) between 1 and 3"
            + " and exists (select 1 from backup_code u where u.account_id = m.account_id and u.used_at is not null))";
    static final String LOCKED = "(exists (select 1 from throttle t where t.subject = m.account_id and"
            + " t.limit_name = :limit_name and t.blocked_until > :now) or exists (select 1 from factor s"
            + " where s.account_id = m.account_id and s.suspended_at is not null))";

    /// How many methods a member has, and a thousand more where one is suspended: in one look.
    static final String FACTORS = "coalesce((select sum(case when f.type in (" + TYPES + ") then 1 else 0 end)"
            + " + 1000 * max(case when f.suspended_at is not null then 1 else 0 end)"
            + " from factor f where f.account_id = m.account_id), 0)";
    static final String DELAYED = "case when exists (select 1 from throttle t where t.subject = m.account_id and"
            + " t.limit_name = :limit_name and t.blocked_until > :now) then 1 else 0 end";

    private static final String ACTIVE = "a.suspended_at is null";

    private final Db db;

    MemberStore(Db db) {
        this.db = db;
    }

    /// What is asked for.
    ///
    /// @param like a pattern of SQL's `like` in lower case, with `!` before what stands for itself
    /// @param after the address that the list goes on after, "" for its beginning
    record Ask(String organisationId, Member.@Nullable Status status, String like, String after, int limit) {}

    /// How many there are of each status; a member who is locked counts twice.
    record Counts(int all, int on, int notSetUp, int locked, int suspended) {}

    /// In the order of addresses: the organisation's memberships are found by their index, sorted, and only what
    /// the page shows is looked up in the other tables.
    List<Member> list(Ask ask, Instant now) {
        return withFactors(page(ask, "", now));
    }

    /// One member of it.
    Optional<Member> one(String organisationId, String accountId, Instant now) {
        Ask one = new Ask(organisationId, null, "%%", "", 1);
        return withFactors(page(one, accountId, now)).stream().findFirst();
    }

    private List<Member> page(Ask ask, String accountId, Instant now) {
        return statement("", ask, accountId, now)
                .query((row, n) -> member(row, now))
                .list();
    }

    /// @param prefix what stands before it: nothing, or a question for its plan
    JdbcClient.StatementSpec statement(String prefix, Ask ask, String accountId, Instant now) {
        String key = "a.email_key" + db.dialect().byteOrder();
        return db.sql()
                .sql(prefix + """
                        select p.*,
                            (select e.at from audit_event e{by} where e.account_id = p.account_id
                             and e.type = 'signed-in' order by e.at desc limit 1) as signed_in_at,
                            (select t.blocked_until from throttle t where t.subject = p.account_id
                             and t.limit_name = :limit_name) as blocked_until
                        from (select m.account_id, a.email, a.name, a.email_key, m.role, m.managing, m.since,
                                     a.suspended_at
                              from membership m join account a on a.id = m.account_id
                              where m.organisation_id = :organisation""".replace("{by}", db.dialect().by("audit_event_signed_in"))
                        + " and " + key + " > :after"
                        + found(ask)
                        + (accountId.isEmpty() ? "" : " and m.account_id = :account")
                        + condition(ask.status())
                        + " order by " + key + " limit :most) p order by p.email_key"
                        + db.dialect().byteOrder())
                .param("organisation", ask.organisationId())
                .param("after", ask.after())
                .param("like", ask.like())
                .param("account", accountId)
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli())
                .param("most", ask.limit());
    }

    private static String condition(Member.@Nullable Status status) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case ON -> " and " + ACTIVE + " and " + ON;
            case NOT_SET_UP -> " and " + ACTIVE + " and not " + ON;
            case LOCKED -> " and " + ACTIVE + " and " + LOCKED;
            case SUSPENDED -> " and a.suspended_at is not null";
            case NO_WAY_BACK -> " and " + ACTIVE + " and " + NO_WAY_BACK;
            case CODES_LOW -> " and " + ACTIVE + " and " + CODES_LOW;
            case INVITED -> " and 1 = 0";
        };
    }

    private static Member member(ResultSet row, Instant now) throws SQLException {
        long signedInAt = row.getLong("signed_in_at");
        Instant last = row.wasNull() ? null : Instant.ofEpochMilli(signedInAt);
        return new Member(
                row.getString("account_id"),
                row.getString("email"),
                row.getString("name"),
                Role.parse(row.getString("role")).orElseThrow(),
                row.getInt("managing") == 1,
                Instant.ofEpochMilli(row.getLong("since")),
                List.of(),
                last,
                row.getLong("blocked_until") > now.toEpochMilli(),
                row.getLong("suspended_at") != 0);
    }

    private List<Member> withFactors(List<Member> page) {
        if (page.isEmpty()) {
            return page;
        }
        Map<String, Set<FactorType>> factors = new HashMap<>();
        List<String> suspended = new ArrayList<>();
        db.sql()
                .sql("select account_id, type, suspended_at from factor where account_id in (:ids)")
                .param("ids", page.stream().map(Member::accountId).toList())
                .query((row, n) -> {
                    String accountId = row.getString(1);
                    FactorType.of(row.getString(2))
                            .ifPresent(type -> factors.computeIfAbsent(accountId, _ -> EnumSet.noneOf(FactorType.class))
                                    .add(type));
                    if (row.getObject(3) != null) {
                        suspended.add(accountId);
                    }
                    return accountId;
                })
                .list();
        return page.stream()
                .map(each -> new Member(
                        each.accountId(),
                        each.email(),
                        each.name(),
                        each.role(),
                        each.managed(),
                        each.since(),
                        List.copyOf(factors.getOrDefault(each.accountId(), Set.of())),
                        each.lastSignInAt(),
                        each.locked() || suspended.contains(each.accountId()),
                        each.suspended()))
                .toList();
    }

    /// How many a list would show in all.
    int count(Ask ask, Instant now) {
        return db.sql()
                .sql("select count(*) from membership m join account a on a.id = m.account_id"
                        + " where m.organisation_id = :organisation" + found(ask) + condition(ask.status()))
                .param("organisation", ask.organisationId())
                .param("like", ask.like())
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli())
                .query(Integer.class)
                .single();
    }

    private static String found(Ask ask) {
        return ask.like().equals("%%")
                ? ""
                : " and (a.email_key like :like escape '!'"
                        + " or lower(a.name) like :like escape '!' or a.name like :like escape '!')";
    }

    /// Each other table is asked once a member, which `materialized` sees to, and not once a status.
    Counts counts(String organisationId, Instant now) {
        return db.sql()
                .sql("with s as materialized (select case when " + ACTIVE + " then 1 else 0 end as active, " + FACTORS
                        + " as factors, " + DELAYED + " as delayed from membership m"
                        + " join account a on a.id = m.account_id where m.organisation_id = :organisation)"
                        + " select count(*), " + sum("active = 1 and factors % 1000 > 0") + ", "
                        + sum("active = 1 and factors % 1000 = 0") + ", "
                        + sum("active = 1 and (delayed = 1 or factors >= 1000)") + ", " + sum("active = 0")
                        + " from s")
                .param("organisation", organisationId)
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli())
                .query((row, n) ->
                        new Counts(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getInt(5)))
                .single();
    }

    static String sum(String condition) {
        return "coalesce(sum(case when " + condition + " then 1 else 0 end), 0)";
    }
}
