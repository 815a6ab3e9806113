package dev.countersign.journeys.enrolment;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.store.Db;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// The `grace_reminder` table, and who has no second step yet.
final class GraceReminderStore {
    private static final List<String> TYPES = Arrays.stream(FactorType.values())
            .filter(FactorType::countsAsEnrolment)
            .map(FactorType::word)
            .toList();

    private final Db db;

    GraceReminderStore(Db db) {
        this.db = db;
    }

    /// Members of an organisation behind that id who have no second step and may sign in.
    List<String> membersWithout(String organisationId, String after, int most) {
        return db.sql()
                .sql("""
                        select m.account_id from membership m join account a on a.id = m.account_id
                        where a.suspended_at is null and m.organisation_id = :organisation and m.account_id > :after and not exists
                            (select 1 from factor f where f.account_id = m.account_id and f.type in (:types))
                        order by m.account_id limit :most""")
                .param("organisation", organisationId)
                .param("after", after)
                .param("types", TYPES)
                .param("most", most)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// The same of all accounts. Ids are in the order of time.
    List<String> accountsWithout(String after, int most) {
        return db.sql()
                .sql("""
                        select a.id from account a
                        where a.id > :after and a.suspended_at is null and not exists
                            (select 1 from factor f where f.account_id = a.id and f.type in (:types))
                        order by a.id limit :most""")
                .param("after", after)
                .param("types", TYPES)
                .param("most", most)
                .query((row, n) -> row.getString(1))
                .list();
    }

    /// Notes that the account is reminded, so many days before that date; false when it was already, then or nearer
    /// to it. Of any number of nodes at once, one is told true.
    boolean note(String accountId, Instant dueAt, int daysBefore) {
        return db.sql()
                        .sql("""
                        insert into grace_reminder (account_id, due_at, days_before) values (?, ?, ?)
                        on conflict (account_id) do update
                        set due_at = excluded.due_at, days_before = excluded.days_before
                        where grace_reminder.due_at <> excluded.due_at
                            or grace_reminder.days_before > excluded.days_before""")
                        .params(accountId, dueAt.toEpochMilli(), daysBefore)
                        .update()
                == 1;
    }
}
