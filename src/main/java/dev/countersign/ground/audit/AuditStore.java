package dev.countersign.ground.audit;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The SQL of audit_event.
final class AuditStore {
    static final String COLUMNS = "id, at, type, account_id, actor_id, organisation_id, network, browser, data, stream";

    private static final Comparator<AuditRow> NEWEST_FIRST =
            Comparator.comparing(AuditRow::at).thenComparing(AuditRow::id).reversed();

    /// As the indexes have it.
    private static final String LOG = " where coalesce(organisation_id, stream) = :owner";

    private static final String FOLLOWED = """
            coalesce((select 1 from webhook w
                where w.organisation_id = coalesce(audit_event.organisation_id, audit_event.stream) limit 1), 0)""";

    private final Db db;

    AuditStore(Db db) {
        this.db = db;
    }

    /// Whose events are asked for; everybody's are in the order of their ids, which is that of time but for a moment.
    enum Owner {
        ACCOUNT,
        ORGANISATION,
        EVERYBODY
    }

    /// What is asked for.
    record Ask(
            Owner owner,
            String ownerId,
            AuditFilter filter,
            @Nullable AuditPlace after,
            int limit) {}

    /// An event that tells of no organisation stands in the log of the one that manages the account now; whether
    /// somebody manages it is looked up in the same statement. So is whether that organisation has webhooks,
    /// which is the answer: few have, and the others pay for none.
    boolean insert(AuditRow row) {
        boolean managed = row.organisationId() == null && row.accountId() != null;
        String stream = managed
                ? "(select m.organisation_id from membership m where m.account_id = ? and m.managing = 1)"
                : "null";
        JdbcClient.StatementSpec statement = db.sql()
                .sql("insert into audit_event (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, " + stream + ")"
                        + " returning " + FOLLOWED)
                .param(row.id())
                .param(row.at().toEpochMilli())
                .param(row.type())
                .param(row.accountId())
                .param(row.actorId())
                .param(row.organisationId())
                .param(row.origin().network())
                .param(row.origin().browser())
                .param(row.data());
        return (managed ? statement.param(row.accountId()) : statement)
                .query((result, n) -> result.getInt(1) == 1)
                .single();
    }

    /// Has the webhooks of the event's log told of it, by the outbox.
    void tell(AuditRow row, String kind, Instant giveUpAt) {
        db.sql()
                .sql("""
                        insert into webhook_delivery
                            (webhook_id, message_id, type, created_at, due_at, give_up_at, attempts, status)
                        select w.id, e.id, e.type, e.at, e.at, :give_up, 0, 'waiting'
                        from audit_event e join webhook w on w.organisation_id = coalesce(e.organisation_id, e.stream)
                        where e.id = :id and w.disabled_at is null
                            and (w.events like :kind or w.events like :type)""")
                .param("id", row.id())
                .param("give_up", giveUpAt.toEpochMilli())
                .param("kind", "% " + kind + " %")
                .param("type", "% " + row.type() + " %")
                .update();
    }

    /// The event of that id in that organisation's log.
    Optional<AuditRow> byId(String organisationId, String id) {
        return db.sql()
                .sql("select " + COLUMNS
                        + " from audit_event where id = :id and coalesce(organisation_id, stream) = :owner")
                .param("id", id)
                .param("owner", organisationId)
                .query(AuditStore::row)
                .optional();
    }

    /// Each way through an index gives at most a page in the list's order, and the newest of all ways are the page:
    /// however many events there are, a few pages of them are read.
    List<AuditRow> list(Ask ask) {
        List<String> ways = ways(ask);
        if (ways.size() == 1) {
            return statement("", ask, ways.getFirst()).query(AuditStore::row).list();
        }
        List<AuditRow> rows = new ArrayList<>();
        for (String way : ways) {
            rows.addAll(statement("", ask, way).query(AuditStore::row).list());
        }
        rows.sort(NEWEST_FIRST);
        return List.copyOf(rows.subList(0, Math.min(ask.limit(), rows.size())));
    }

    /// @param prefix what stands before it: nothing, or a question for its plan
    /// @param way one of [#ways]
    JdbcClient.StatementSpec statement(String prefix, Ask ask, String way) {
        boolean whole = ask.owner() == Owner.EVERYBODY;
        JdbcClient.StatementSpec statement = db.sql()
                .sql(prefix + "select " + COLUMNS + " from audit_event" + way
                        + (whole ? " order by id desc limit :most" : " order by at desc, id desc limit :most"))
                .param("most", ask.limit());
        statement = whole ? statement : statement.param("owner", ask.ownerId());
        AuditFilter filter = ask.filter();
        AuditPlace after = ask.after();
        Instant from = filter.from();
        Instant until = filter.until();
        statement = from == null ? statement : statement.param("from", from.toEpochMilli());
        statement = until == null ? statement : statement.param("until", until.toEpochMilli());
        if (after != null) {
            statement = statement.param("after_id", after.id());
            statement =
                    whole ? statement : statement.param("after_at", after.at().toEpochMilli());
        }
        statement = filter.person() == null ? statement : statement.param("person", filter.person());
        List<String> types = types(filter);
        for (int i = 0; i < types.size(); i++) {
            statement = way.contains(":type" + i) ? statement.param("type" + i, types.get(i)) : statement;
        }
        return statement;
    }

    private static List<String> types(AuditFilter filter) {
        return filter.types().stream().sorted().toList();
    }

    /// What follows the table's name, once for each index that leads to some of what is asked for.
    List<String> ways(Ask ask) {
        AuditFilter filter = ask.filter();
        String range = range(ask);
        List<String> types = types(filter);
        String among = types.isEmpty() ? "" : " and type in (" + names(types) + ")";
        if (ask.owner() == Owner.EVERYBODY) {
            return List.of(" where " + everybody(filter, types) + range);
        }
        if (ask.owner() == Owner.ACCOUNT) {
            String done = filter.person() == null ? "" : " and actor_id = :person";
            return List.of(" where account_id = :owner" + done + among + range);
        }
        if (filter.person() != null) {
            return List.of(
                    way("about", " and account_id = :person" + among + range),
                    way(
                            "by_actor",
                            " and actor_id = :person and (account_id is null or account_id <> actor_id)" + among
                                    + range));
        }
        if (types.isEmpty()) {
            return List.of(db.dialect().by("audit_event_of_log") + LOG + range);
        }
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            ways.add(way("by_type", " and type = :type" + i + range));
        }
        return ways;
    }

    private String way(String index, String condition) {
        return db.dialect().by("audit_event_of_log_" + index) + LOG + condition;
    }

    private static String everybody(AuditFilter filter, List<String> types) {
        return "true"
                + (filter.person() == null ? "" : " and (account_id = :person or actor_id = :person)")
                + (types.isEmpty() ? "" : " and type in (" + names(types) + ")");
    }

    private static String names(List<String> types) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            names.add(":type" + i);
        }
        return String.join(", ", names);
    }

    private static String range(Ask ask) {
        AuditFilter filter = ask.filter();
        return (filter.from() == null ? "" : " and at >= :from")
                + (filter.until() == null ? "" : " and at < :until")
                + (ask.after() == null ? "" : after(ask.owner()));
    }

    private static String after(Owner owner) {
        return owner == Owner.EVERYBODY ? " and id < :after_id" : " and (at, id) < (:after_at, :after_id)";
    }

    static AuditRow row(ResultSet row, int number) throws SQLException {
        return new AuditRow(
                Objects.requireNonNull(row.getString("id")),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("type"),
                row.getString("account_id"),
                row.getString("actor_id"),
                row.getString("organisation_id"),
                new Origin(row.getString("network"), row.getString("browser")),
                row.getString("data"),
                row.getString("stream"));
    }
}
