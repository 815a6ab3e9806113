package dev.countersign.rules.policy;

import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The `policy` table: one JSON document per organisation that has a policy of its own.
final class PolicyStore {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Db db;

    PolicyStore(Db db) {
        this.db = db;
    }

    /// A policy with the organisation that it is of.
    record Owned(String organisationId, Policy policy, Instant changedAt) {}

    Optional<Owned> of(String organisationId) {
        return db.sql()
                .sql("select document, changed_at from policy where organisation_id = ?")
                .param(organisationId)
                .query((row, n) -> new Owned(
                        organisationId,
                        JSON.readValue(row.getString(1), Policy.class),
                        Instant.ofEpochMilli(row.getLong(2))))
                .optional();
    }

    List<Owned> ofMember(String accountId) {
        return db.sql()
                .sql("""
                        select p.organisation_id, p.document, p.changed_at
                        from membership m join policy p on p.organisation_id = m.organisation_id
                        where m.account_id = ? order by m.managing desc, m.since""")
                .param(accountId)
                .query((row, n) -> new Owned(
                        row.getString(1),
                        JSON.readValue(row.getString(2), Policy.class),
                        Instant.ofEpochMilli(row.getLong(3))))
                .list();
    }

    void put(String organisationId, Policy policy, Instant now) {
        db.sql()
                .sql("""
                        insert into policy (organisation_id, document, changed_at) values (?, ?, ?)
                        on conflict (organisation_id) do update
                        set document = excluded.document, changed_at = excluded.changed_at""")
                .params(organisationId, JSON.writeValueAsString(policy), now.toEpochMilli())
                .update();
    }
}
