package dev.countersign.ground.store;

import java.util.Locale;
import java.util.Optional;

/// The one row that says with which master key this database was made.
public final class KeyMark {
    private final Db db;

    public KeyMark(Db db) {
        this.db = db;
    }

    /// Keeps the proof of the master key when the database is new, and compares it from then on. A proof is the id
    /// of a key, a colon, and what only that key can make.
    ///
    /// @throws StartRefused when the database was made with another key
    public void check(String proof) {
        db.inTransaction(() -> {
            insertIfNone(proof);
            String kept = find().orElseThrow();
            if (!kept.equals(proof)) {
                throw new StartRefused(String.format(Locale.ROOT, """
                        The master key does not fit this database: the database was made with key %s, and the oldest key given is %s. \
                        Without the right key nothing sealed in it can be read. Put the right key back (as the file master.key in the \
                        data folder, or where the settings point) and start again; when keys were rotated, the oldest stays the last line.""", keyId(kept), keyId(proof)));
            }
        });
    }

    private static String keyId(String proof) {
        int colon = proof.indexOf(':');
        return colon < 0 ? proof : proof.substring(0, colon);
    }

    private void insertIfNone(String proof) {
        db.sql()
                .sql("insert into key_check (id, proof) values (1, :proof) on conflict (id) do nothing")
                .param("proof", proof)
                .update();
    }

    private Optional<String> find() {
        return db.sql()
                .sql("select proof from key_check where id = 1")
                .query(String.class)
                .optional();
    }
}
