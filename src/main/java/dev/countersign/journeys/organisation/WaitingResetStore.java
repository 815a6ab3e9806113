package dev.countersign.journeys.organisation;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `waiting_reset` table.
final class WaitingResetStore {
    private static final String COLUMNS =
            "id, account_id, organisation_id, asked_by, reason, epoch, asked_at, due_at," + " two_admins, approved_by";

    private final Db db;

    WaitingResetStore(Db db) {
        this.db = db;
    }

    Optional<WaitingReset> byAccount(String accountId) {
        return db.sql()
                .sql("select " + COLUMNS + " from waiting_reset where account_id = ?")
                .param(accountId)
                .query(WaitingResetStore::row)
                .optional();
    }

    Optional<WaitingReset> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from waiting_reset where id = ?")
                .param(id)
                .query(WaitingResetStore::row)
                .optional();
    }

    Optional<WaitingReset> byStopHash(String stopHash) {
        return db.sql()
                .sql("select " + COLUMNS + " from waiting_reset where stop_hash = ?")
                .param(stopHash)
                .query(WaitingResetStore::row)
                .optional();
    }

    /// Those of an organisation behind that id, the oldest first.
    List<WaitingReset> of(String organisationId, String after, int most) {
        return db.sql()
                .sql("select " + COLUMNS
                        + " from waiting_reset where organisation_id = ? and id > ? order by id limit ?")
                .params(organisationId, after, most)
                .query(WaitingResetStore::row)
                .list();
    }

    /// Those of the accounts behind that id.
    List<WaitingReset> after(String accountId, int most) {
        return db.sql()
                .sql("select " + COLUMNS + " from waiting_reset where account_id > ? order by account_id limit ?")
                .params(accountId, most)
                .query(WaitingResetStore::row)
                .list();
    }

    /// False when the account has one.
    boolean insert(WaitingReset reset, String stopHash) {
        return db.sql()
                        .sql("""
                        insert into waiting_reset (id, account_id, organisation_id, asked_by, reason, epoch, asked_at,
                            due_at, two_admins, stop_hash)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (account_id) do nothing""")
                        .params(
                                reset.id(),
                                reset.accountId(),
                                reset.organisationId(),
                                reset.askedBy(),
                                reset.reason(),
                                reset.epoch(),
                                reset.askedAt().toEpochMilli(),
                                reset.dueAt().toEpochMilli(),
                                reset.twoAdmins() ? 1 : 0,
                                stopHash)
                        .update()
                == 1;
    }

    /// Of any number of approvals at once, one counts.
    boolean approve(String id, String by, Instant now) {
        return db.sql()
                        .sql(
                                "update waiting_reset set approved_by = ?, approved_at = ? where id = ? and approved_by is null")
                        .params(by, now.toEpochMilli(), id)
                        .update()
                == 1;
    }

    /// Takes it away: of any number of calls at once, to carry it out or to stop it, one does.
    boolean take(String id) {
        return db.sql().sql("delete from waiting_reset where id = ?").param(id).update() == 1;
    }

    /// Takes the account's away, whatever became of it.
    void drop(String accountId) {
        db.sql()
                .sql("delete from waiting_reset where account_id = ?")
                .param(accountId)
                .update();
    }

    private static WaitingReset row(ResultSet row, int number) throws SQLException {
        return new WaitingReset(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getInt(9) == 1,
                row.getString(10));
    }
}
