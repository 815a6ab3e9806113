package dev.countersign.rules.session;

import dev.countersign.factors.factor.Evidence;
import dev.countersign.factors.factor.EvidenceWords;
import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `session` table.
final class SessionStore {
    private static final String COLUMNS =
            "id, account_id, epoch, device_id, created_at, last_used_at, expires_at, evidence, browser, network";

    private final Db db;

    SessionStore(Db db) {
        this.db = db;
    }

    void insert(Session session, String tokenHash) {
        db.sql()
                .sql("""
                        insert into session (id, token_hash, account_id, epoch, device_id, created_at, last_used_at, expires_at,
                            evidence, browser, network)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(session.id(), tokenHash, session.accountId(), session.epoch())
                .param(session.deviceId())
                .params(
                        session.createdAt().toEpochMilli(),
                        session.lastUsedAt().toEpochMilli(),
                        session.expiresAt().toEpochMilli(),
                        EvidenceWords.of(session.evidence()),
                        session.browser(),
                        session.network())
                .update();
    }

    Optional<Session> byTokenHash(String tokenHash) {
        return db.sql()
                .sql("select " + COLUMNS + " from session where token_hash = ?")
                .param(tokenHash)
                .query(SessionStore::session)
                .optional();
    }

    Optional<Session> byId(String accountId, String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from session where account_id = ? and id = ?")
                .params(accountId, id)
                .query(SessionStore::session)
                .optional();
    }

    List<Session> open(String accountId, long epoch, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS + " " + """
                         from session where account_id = ? and epoch = ? and expires_at > ? order by last_used_at desc, id desc""")
                .params(accountId, epoch, now.toEpochMilli())
                .query(SessionStore::session)
                .list();
    }

    boolean raise(String id, long oldEpoch, String tokenHash, long epoch, List<Evidence> evidence, Instant now) {
        return db.sql()
                        .sql("""
                        update session set token_hash = ?, epoch = ?, evidence = ?, last_used_at = ?
                        where id = ? and epoch = ?""")
                        .params(tokenHash, epoch, EvidenceWords.of(evidence), now.toEpochMilli(), id, oldEpoch)
                        .update()
                == 1;
    }

    boolean carryOver(String id, long oldEpoch, long epoch) {
        return db.sql()
                        .sql("update session set epoch = ? where id = ? and epoch = ?")
                        .params(epoch, id, oldEpoch)
                        .update()
                == 1;
    }

    void touch(String id, Instant now) {
        db.sql()
                .sql("update session set last_used_at = ? where id = ? and last_used_at < ?")
                .params(now.toEpochMilli(), id, now.toEpochMilli())
                .update();
    }

    boolean delete(String accountId, String id) {
        return db.sql()
                        .sql("delete from session where account_id = ? and id = ?")
                        .params(accountId, id)
                        .update()
                == 1;
    }

    int deleteOthers(String accountId, String keptId) {
        return db.sql()
                .sql("delete from session where account_id = ? and id <> ?")
                .params(accountId, keptId)
                .update();
    }

    // By place, not by name: this runs several times in every request, and the driver looks a name up each time.
    private static Session session(ResultSet row, int number) throws SQLException {
        return new Session(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)),
                Instant.ofEpochMilli(row.getLong(7)),
                EvidenceWords.read(row.getString(8)),
                row.getString(9),
                row.getString(10));
    }
}
