package dev.countersign.journeys.authorization;

import dev.countersign.ground.store.Db;
import dev.countersign.people.client.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The `client_consent` table: a row for each app that an account uses, with what it agreed to.
final class ConsentStore {
    private final Db db;

    ConsentStore(Db db) {
        this.db = db;
    }

    record Row(String clientId, Set<String> scopes, Instant usedAt) {}

    Set<String> agreed(String accountId, String clientId) {
        return db.sql()
                .sql("select scopes from client_consent where account_id = ? and client_id = ?")
                .params(accountId, clientId)
                .query((row, n) -> Scope.read(row.getString(1)))
                .optional()
                .orElseGet(Set::of);
    }

    void agree(String accountId, String clientId, Set<String> scopes, Instant now) {
        db.sql()
                .sql("""
                        insert into client_consent (account_id, client_id, scopes, given_at) values (?, ?, ?, ?)
                        on conflict (account_id, client_id) do update
                            set scopes = excluded.scopes, given_at = excluded.given_at""")
                .params(accountId, clientId, Scope.text(scopes), now.toEpochMilli())
                .update();
    }

    /// Notes that the account uses the app, whether or not it was asked.
    void used(String accountId, String clientId, Instant now) {
        db.sql().sql("""
                        insert into client_consent (account_id, client_id, scopes, given_at) values (?, ?, '', ?)
                        on conflict (account_id, client_id) do update set given_at = excluded.given_at""").params(accountId, clientId, now.toEpochMilli()).update();
    }

    List<Row> of(String accountId) {
        return db.sql()
                .sql("""
                        select client_id, scopes, given_at from client_consent where account_id = ?
                        order by given_at desc, client_id""")
                .param(accountId)
                .query((row, n) ->
                        new Row(row.getString(1), Scope.read(row.getString(2)), Instant.ofEpochMilli(row.getLong(3))))
                .list();
    }

    boolean delete(String accountId, String clientId) {
        return db.sql()
                        .sql("delete from client_consent where account_id = ? and client_id = ?")
                        .params(accountId, clientId)
                        .update()
                == 1;
    }
}
