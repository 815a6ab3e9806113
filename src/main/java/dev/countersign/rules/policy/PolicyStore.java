package dev.countersign.rules.policy;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The `policy` table: one JSON document per organisation that has a policy of its own.
final class PolicyStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Db db;

    PolicyStore(Db db) {
        this.db = db;
    }

    /// A policy of its own, and since when.
    record Own(Policy policy, Instant changedAt) {}

    /// An organisation, with its own policy if it has one.
    record Owned(String organisationId, @Nullable Own own) {}

    /// The organisations that the account is a member of, the managing one first.
    List<Owned> ofMember(String accountId) {
        return db.sql()
                .sql("""
                        select m.organisation_id, p.document, p.changed_at
                        from membership m left join policy p on p.organisation_id = m.organisation_id
                        where m.account_id = ? order by m.managing desc, m.since, m.organisation_id""")
                .param(accountId)
                .query((row, n) -> {
                    String document = row.getString(2);
                    long changedAt = row.getLong(3);
                    return new Owned(
                            row.getString(1),
                            document == null
                                    ? null
                                    : new Own(JSON.readValue(document, Policy.class), Instant.ofEpochMilli(changedAt)));
                })
                .list();
    }

    Owned of(String organisationId) {
        return new Owned(
                organisationId,
                db.sql()
                        .sql("select document, changed_at from policy where organisation_id = ?")
                        .param(organisationId)
                        .query((row, n) -> new Own(
                                JSON.readValue(row.getString(1), Policy.class), Instant.ofEpochMilli(row.getLong(2))))
                        .optional()
                        .orElse(null));
    }

    /// Those of the organisations behind that id, which all have a policy of their own.
    List<Owned> after(String organisationId, int most) {
        return db.sql()
                .sql("select organisation_id, document, changed_at from policy where organisation_id > ?"
                        + " order by organisation_id limit ?")
                .params(organisationId, most)
                .query((row, n) -> new Owned(
                        row.getString(1),
                        new Own(JSON.readValue(row.getString(2), Policy.class), Instant.ofEpochMilli(row.getLong(3)))))
                .list();
    }

    /// What policies allow, each set of methods once.
    List<String> factors() {
        return db.sql()
                .sql("select distinct factors from policy")
                .query((row, n) -> row.getString(1))
                .list();
    }

    void put(String organisationId, Policy policy, Instant now) {
        db.sql()
                .sql("""
                        insert into policy (organisation_id, document, factors, changed_at) values (?, ?, ?, ?)
                        on conflict (organisation_id) do update
                        set document = excluded.document, factors = excluded.factors, changed_at = excluded.changed_at""")
                .params(
                        organisationId,
                        JSON.writeValueAsString(policy),
                        JSON.writeValueAsString(policy.factors()),
                        now.toEpochMilli())
                .update();
    }
}
