package dev.countersign.people.verifyapp;

import dev.countersign.ground.store.Db;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The `verify_app` table.
final class VerifyAppStore {
    private static final String COLUMNS = "id, organisation_id, name, hint, old_key_until, created_at";

    private final Db db;

    VerifyAppStore(Db db) {
        this.db = db;
    }

    void insert(VerifyApp app, String keyHash) {
        db.sql()
                .sql("""
                        insert into verify_app (id, organisation_id, name, key_hash, hint, created_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(app.id(), app.organisationId(), app.name(), keyHash)
                .param(app.hint())
                .param(app.createdAt().toEpochMilli())
                .update();
    }

    Optional<VerifyApp> byKeyHash(String hash, Instant now) {
        return db.sql()
                .sql("select " + COLUMNS
                        + " from verify_app where key_hash = ? or (old_key_hash = ? and old_key_until > ?)")
                .params(hash, hash, now.toEpochMilli())
                .query(VerifyAppStore::app)
                .optional();
    }

    Optional<VerifyApp> byId(String id) {
        return db.sql()
                .sql("select " + COLUMNS + " from verify_app where id = ?")
                .param(id)
                .query(VerifyAppStore::app)
                .optional();
    }

    List<VerifyApp> of(String organisationId) {
        return db.sql()
                .sql("select " + COLUMNS + " from verify_app where organisation_id = ? order by id")
                .param(organisationId)
                .query(VerifyAppStore::app)
                .list();
    }

    int count(String organisationId) {
        return db.sql()
                .sql("select count(*) from verify_app where organisation_id = ?")
                .param(organisationId)
                .query(Integer.class)
                .single();
    }

    boolean rotate(String id, String keyHash, String hint, Instant oldUntil) {
        return db.sql()
                        .sql("""
                        update verify_app set old_key_hash = key_hash, old_key_until = ?, key_hash = ?, hint = ?
                        where id = ?""")
                        .params(oldUntil.toEpochMilli(), keyHash, hint, id)
                        .update()
                == 1;
    }

    boolean revoke(String id) {
        return db.sql().sql("""
                        update verify_app set key_hash = null, hint = null, old_key_hash = null, old_key_until = null
                        where id = ? and (key_hash is not null or old_key_hash is not null)""").param(id).update() == 1;
    }

    boolean delete(String id) {
        return db.sql().sql("delete from verify_app where id = ?").param(id).update() == 1;
    }

    private static VerifyApp app(ResultSet row, int number) throws SQLException {
        long oldUntil = row.getLong(5);
        return new VerifyApp(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                oldUntil == 0 ? null : Instant.ofEpochMilli(oldUntil),
                Instant.ofEpochMilli(row.getLong(6)));
    }
}
