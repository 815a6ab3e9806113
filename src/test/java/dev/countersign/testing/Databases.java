package dev.countersign.testing;

import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Migrator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The two databases everything is tested on. A fresh one is a copy of a template that was migrated once.
public enum Databases {
    SQLITE {
        @Override
        public DatabaseSettings empty() {
            return SqliteFiles.empty();
        }

        @Override
        public DatabaseSettings migrated() {
            return SqliteFiles.migrated();
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseSettings empty() {
            return PostgresServer.running().empty();
        }

        @Override
        public DatabaseSettings migrated() {
            return PostgresServer.running().migrated();
        }
    };

    private static final Queue<Db> OPEN = new ConcurrentLinkedQueue<>();

    /// A new database without any table.
    public abstract DatabaseSettings empty();

    /// A new database with this build's schema, for whoever opens it himself.
    public abstract DatabaseSettings migrated();

    /// A new database with this build's schema, open until the test ends.
    public Db fresh() {
        return open(migrated());
    }

    /// Opens a database that [#migrated()] gave, until the test ends.
    public Db open(DatabaseSettings settings) {
        Db db = Db.openMigrated(settings);
        OPEN.add(db);
        return db;
    }

    static DatabaseSettings migrate(DatabaseSettings template) {
        Migrator.migrate(template);
        return template;
    }

    static void closeAll() {
        for (Db db = OPEN.poll(); db != null; db = OPEN.poll()) {
            db.close();
        }
    }
}
