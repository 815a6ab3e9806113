package dev.countersign.journeys.authorization;

import dev.countersign.ground.store.Db;
import dev.countersign.people.client.Scope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `device_code` table.
final class DeviceCodeStore {
    private static final String COLUMNS = """
            hash, client_id, scopes, network, state, account_id, authorization_id, created_at, expires_at, poll_after""";

    private final Db db;

    DeviceCodeStore(Db db) {
        this.db = db;
    }

    /// Where a device's question stands.
    enum State {
        WAITING,
        ALLOWED,
        DENIED
    }

    record Row(
            String hash,
            String clientId,
            Set<String> scopes,
            String network,
            State state,
            @Nullable String accountId,
            @Nullable String grantId,
            Instant createdAt,
            Instant expiresAt,
            Instant pollAfter) {}

    void insert(Row row, String userCodeHash, int seconds) {
        db.sql()
                .sql("""
                        insert into device_code (hash, user_code_hash, client_id, scopes, network, state, created_at,
                            expires_at, poll_after, interval_seconds)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(row.hash(), userCodeHash, row.clientId(), Scope.text(row.scopes()), row.network())
                .params(
                        row.state().name(),
                        row.createdAt().toEpochMilli(),
                        row.expiresAt().toEpochMilli(),
                        row.pollAfter().toEpochMilli(),
                        seconds)
                .update();
    }

    Optional<Row> byHash(String hash) {
        return db.sql()
                .sql("select " + COLUMNS + " from device_code where hash = ?")
                .param(hash)
                .query(DeviceCodeStore::row)
                .optional();
    }

    Optional<Row> waiting(String userCodeHash, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS
                        + " from device_code where user_code_hash = ? and state = 'WAITING' and expires_at > ?")
                .params(userCodeHash, now.toEpochMilli())
                .query(DeviceCodeStore::row)
                .optional();
    }

    /// Answers it: of any number at once, one does.
    boolean answer(String hash, State state, @Nullable String accountId, @Nullable String grantId) {
        return db.sql()
                        .sql("""
                        update device_code set state = ?, account_id = ?, authorization_id = ?
                        where hash = ? and state = 'WAITING'""")
                        .param(state.name())
                        .param(accountId)
                        .param(grantId)
                        .param(hash)
                        .update()
                == 1;
    }

    /// Notes that the device asked; false when it was too early, and it has to wait 5 seconds longer from now on
    /// (RFC 8628 §3.5).
    boolean polled(String hash, Instant now) {
        boolean intime = db.sql()
                        .sql("""
                        update device_code set poll_after = ? + interval_seconds * 1000
                        where hash = ? and poll_after <= ?""")
                        .params(now.toEpochMilli(), hash, now.toEpochMilli())
                        .update()
                == 1;
        if (!intime) {
            db.sql().sql("""
                            update device_code set interval_seconds = interval_seconds + 5,
                                poll_after = ? + (interval_seconds + 5) * 1000
                            where hash = ?""").params(now.toEpochMilli(), hash).update();
        }
        return intime;
    }

    /// Takes it away: of any number at once, one does.
    boolean take(String hash) {
        return db.sql()
                        .sql("delete from device_code where hash = ?")
                        .param(hash)
                        .update()
                == 1;
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getString(1),
                row.getString(2),
                Scope.read(row.getString(3)),
                row.getString(4),
                State.valueOf(row.getString(5)),
                row.getString(6),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)),
                Instant.ofEpochMilli(row.getLong(9)),
                Instant.ofEpochMilli(row.getLong(10)));
    }
}
