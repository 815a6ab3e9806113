package dev.countersign.journeys.organisation;

import static java.util.stream.Collectors.joining;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Policies;
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
    static final String ENROLLED =
            "exists (select 1 from factor f where f.account_id = m.account_id and f.type in (" + TYPES + "))";
    private static final String METHODS =
            "(select count(*) from factor f where f.account_id = m.account_id and f.type in (" + TYPES + "))";
    static final String NO_WAY_BACK = "(" + METHODS + " = 1 and not exists (select 1 from backup_code b"
            + " where b.account_id = m.account_id and b.used_at is null))";

    /// Of a set of more than three, one to three codes are left; no more than four are looked at.
    static final String CODES_LOW = "(" + ENROLLED + " and (select count(*) from (select 1 from backup_code b"
            + " where b.account_id = m.account_id and b.used_at is null limit 4) few) between 1 and 3"
            + " and exists (select 1 from backup_code u where u.account_id = m.account_id and u.used_at is not null))";
    static final String LOCKED = "(exists (select 1 from throttle t where t.subject = m.account_id and"
            + " t.limit_name = :limit_name and t.blocked_until > :now) or exists (select 1 from factor s"
            + " where s.account_id = m.account_id and s.suspended_at is not null))";
    static final String DELAYED = "case when exists (select 1 from throttle t where t.subject = m.account_id and"
            + " t.limit_name = :limit_name and t.blocked_until > :now) then 1 else 0 end";

    /// What [#factors] says.
    static final String IS_ON = "factors >= 1000000";

    static final String IS_TO_REPLACE = "factors < 1000000 and factors % 1000 > 0";
    static final String IS_SUSPENDED = "factors % 1000000 >= 1000";

    private static final String ACTIVE = "a.suspended_at is null";

    /// Whether an account owns an organisation that nobody else owns who can act.
    private static final String LAST_OWNER = "exists (select 1 from membership w where w.account_id = p.account_id"
            + " and w.role = 'owner'{here} and not exists (select 1 from membership v join account b"
            + " on b.id = v.account_id where v.organisation_id = w.organisation_id and v.role = 'owner'"
            + " and v.account_id <> w.account_id and b.suspended_at is null and b.erase_at is null))";

    private final Db db;
    private final Policies policies;

    /// @param policies which methods hold for whom
    MemberStore(Db db, Policies policies) {
        this.db = db;
        this.policies = policies;
    }

    /// Whether two-step sign-in is set up, with a method that policy allows now.
    String on() {
        return "exists (select 1 from factor f where f.account_id = m.account_id and "
                + policies.allows("f.account_id", "f.type") + ")";
    }

    /// How many methods a member has, a thousand more where one is suspended, and a million where policy allows one:
    /// in one look.
    String factors() {
        return "coalesce((select sum(case when f.type in (" + TYPES + ") then 1 else 0 end)"
                + " + 1000 * max(case when f.suspended_at is not null then 1 else 0 end)"
                + " + 1000000 * max(case when " + policies.allows("f.account_id", "f.type")
                + " then 1 else 0 end) from factor f where f.account_id = m.account_id), 0)";
    }

    /// What is asked for.
    ///
    /// @param like a pattern of SQL's `like` in lower case, with `!` before what stands for itself
    /// @param after where the list goes on, as the last member had it ([Member#place]); "" for its beginning
    record Ask(
            String organisationId,
            Member.@Nullable Status status,
            String like,
            Member.Order order,
            String after,
            int limit) {
        Ask(String organisationId, Member.@Nullable Status status, String like, String after, int limit) {
            this(organisationId, status, like, Member.Order.ADDRESS, after, limit);
        }
    }

    /// How many there are of each status; a member who is locked or leaving counts twice.
    record Counts(int all, int on, int notSetUp, int mustReplace, int locked, int suspended, int leaving) {}

    /// The organisation's memberships are found by their index, sorted, and only what the page shows is looked up in
    /// the other tables.
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
                .query((row, n) -> member(row, ask.order(), now))
                .list();
    }

    /// @param prefix what stands before it: nothing, or a question for its plan
    JdbcClient.StatementSpec statement(String prefix, Ask ask, String accountId, Instant now) {
        MemberPlace after = MemberPlace.of(ask.order(), ask.after());
        String order = sorted(ask.order());
        String on = on();
        return db.sql()
                .sql(prefix + "select p.*, (select t.blocked_until from throttle t where t.subject = p.account_id"
                        + " and t.limit_name = :limit_name) as blocked_until"
                        + flag("allowed", on.replace("m.account_id", "p.account_id"))
                        + flag(
                                "owns",
                                "exists (select 1 from membership w where w.account_id = p.account_id"
                                        + " and w.role = 'owner')")
                        + flag("last_here", LAST_OWNER.replace("{here}", " and w.organisation_id = :organisation"))
                        + flag("last_anywhere", LAST_OWNER.replace("{here}", ""))
                        + " from (select q.* from (select m.account_id, a.email, a.name, a.email_key, m.role,"
                        + " m.managing, m.since, a.suspended_at, a.erase_at, a.signed_in_at, a.operator, "
                        + key(ask.order(), on) + " as sort_key"
                        + " from membership m join account a on a.id = m.account_id"
                        + " where m.organisation_id = :organisation"
                        + found(ask)
                        + (accountId.isEmpty() ? "" : " and m.account_id = :account")
                        + condition(ask.status(), on) + ") q"
                        + (after.beginning() ? "" : " where " + behind(ask.order()))
                        + " order by " + order.replace("p.", "q.") + " limit :most) p order by " + order)
                .param("organisation", ask.organisationId())
                .param("after", after.email())
                .param("key", after.key())
                .param("like", ask.like())
                .param("account", accountId)
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli())
                .param("most", ask.limit());
    }

    private static String flag(String name, String condition) {
        return ", case when " + condition + " then 1 else 0 end as " + name;
    }

    /// What a list is sorted by before the address.
    private String key(Member.Order order, String on) {
        return switch (order) {
            case ADDRESS -> "0";
            case NAME -> "lower(a.name)" + db.dialect().byteOrder();
            case LAST_SIGN_IN -> "coalesce(a.signed_in_at, -1)";
            case STATUS ->
                "case when a.suspended_at is not null then 5 when a.erase_at is not null then 4 when " + LOCKED
                        + " then 1 when " + on + " then 6 when " + ENROLLED + " then 2 else 3 end";
        };
    }

    private String sorted(Member.Order order) {
        String email = "p.email_key" + db.dialect().byteOrder();
        return switch (order) {
            case ADDRESS -> email;
            case NAME -> "p.sort_key" + db.dialect().byteOrder() + ", " + email;
            case LAST_SIGN_IN -> "p.sort_key desc, " + email;
            case STATUS -> "p.sort_key, " + email;
        };
    }

    private String behind(Member.Order order) {
        String email = "q.email_key" + db.dialect().byteOrder() + " > :after";
        return switch (order) {
            case ADDRESS -> email;
            case NAME, STATUS, LAST_SIGN_IN -> {
                String key = "q.sort_key"
                        + (order == Member.Order.NAME ? db.dialect().byteOrder() : "");
                String further = order == Member.Order.LAST_SIGN_IN ? " < :key" : " > :key";
                yield "(" + key + further + " or (" + key + " = :key and " + email + "))";
            }
        };
    }

    private static String condition(Member.@Nullable Status status, String on) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case ON -> " and " + ACTIVE + " and " + on;
            case NOT_SET_UP -> " and " + ACTIVE + " and not " + ENROLLED;
            case MUST_REPLACE -> " and " + ACTIVE + " and " + ENROLLED + " and not " + on;
            case LOCKED -> " and " + ACTIVE + " and " + LOCKED;
            case SUSPENDED -> " and a.suspended_at is not null";
            case LEAVING -> " and " + ACTIVE + " and a.erase_at is not null";
            case NO_WAY_BACK -> " and " + ACTIVE + " and " + NO_WAY_BACK;
            case CODES_LOW -> " and " + ACTIVE + " and " + CODES_LOW;
            case INVITED -> " and 1 = 0";
        };
    }

    private static Member member(ResultSet row, Member.Order order, Instant now) throws SQLException {
        return new Member(
                row.getString("account_id"),
                row.getString("email"),
                row.getString("name"),
                Role.parse(row.getString("role")).orElseThrow(),
                row.getInt("managing") == 1,
                Instant.ofEpochMilli(row.getLong("since")),
                List.of(),
                row.getInt("allowed") == 1,
                instant(row, "signed_in_at"),
                row.getLong("blocked_until") > now.toEpochMilli(),
                row.getLong("suspended_at") != 0,
                instant(row, "erase_at"),
                new Member.Weight(
                        row.getInt("owns") == 1,
                        row.getInt("last_here") == 1,
                        row.getInt("last_anywhere") == 1,
                        row.getInt("operator") == 1),
                MemberPlace.text(order, row.getString("sort_key"), row.getString("email_key")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        long at = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(at);
    }

    private List<Member> withFactors(List<Member> page) {
        if (page.isEmpty()) {
            return page;
        }
        Map<String, Set<FactorType>> enrolled = new HashMap<>();
        List<String> suspended = new ArrayList<>();
        db.sql()
                .sql("select account_id, type, suspended_at from factor where account_id in (:ids)")
                .param("ids", page.stream().map(Member::accountId).toList())
                .query((row, n) -> {
                    String accountId = row.getString(1);
                    FactorType.of(row.getString(2))
                            .ifPresent(
                                    type -> enrolled.computeIfAbsent(accountId, _ -> EnumSet.noneOf(FactorType.class))
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
                        List.copyOf(enrolled.getOrDefault(each.accountId(), Set.of())),
                        each.allowed(),
                        each.lastSignInAt(),
                        each.locked() || suspended.contains(each.accountId()),
                        each.suspended(),
                        each.eraseAt(),
                        each.weight(),
                        each.place()))
                .toList();
    }

    /// How many a list would show in all.
    int count(Ask ask, Instant now) {
        return db.sql()
                .sql("select count(*) from membership m join account a on a.id = m.account_id"
                        + " where m.organisation_id = :organisation" + found(ask) + condition(ask.status(), on()))
                .param("organisation", ask.organisationId())
                .param("like", ask.like())
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli())
                .query(Integer.class)
                .single();
    }

    private static String found(Ask ask) {
        return found(ask.like());
    }

    private static String found(String like) {
        return like.equals("%%")
                ? ""
                : " and (a.email_key like :like escape '!'"
                        + " or lower(a.name) like :like escape '!' or a.name like :like escape '!')";
    }

    /// Each other table is asked once a member, which `materialized` sees to, and not once a status.
    ///
    /// @param like as in an [Ask]
    Counts counts(String organisationId, String like, Instant now) {
        return db.sql()
                .sql("with s as materialized (select case when " + ACTIVE + " then 1 else 0 end as active,"
                        + " case when a.erase_at is null then 0 else 1 end as leaving, " + factors()
                        + " as factors, " + DELAYED + " as delayed from membership m"
                        + " join account a on a.id = m.account_id where m.organisation_id = :organisation"
                        + found(like)
                        + ") select count(*), " + sum("active = 1 and " + IS_ON) + ", "
                        + sum("active = 1 and factors % 1000 = 0") + ", "
                        + sum("active = 1 and " + IS_TO_REPLACE) + ", "
                        + sum("active = 1 and (delayed = 1 or " + IS_SUSPENDED + ")") + ", " + sum("active = 0")
                        + ", " + sum("active = 1 and leaving = 1") + " from s")
                .param("organisation", organisationId)
                .param("like", like)
                .param("limit_name", Limits.SECOND_STEP.name())
                .param("now", now.toEpochMilli())
                .query((row, n) -> new Counts(
                        row.getInt(1),
                        row.getInt(2),
                        row.getInt(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getInt(6),
                        row.getInt(7)))
                .single();
    }

    static String sum(String condition) {
        return "coalesce(sum(case when " + condition + " then 1 else 0 end), 0)";
    }
}
