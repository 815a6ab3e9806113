package dev.countersign.ground.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Which database to use: with a URL (`jdbc:postgresql://…`) PostgreSQL, without one the SQLite file
/// `countersign.db` in the data folder. `poolSize` is the most connections that write to PostgreSQL at once, and as
/// many again read.
public record DatabaseSettings(
        @Nullable String url,
        @Nullable String user,
        @Nullable String password,
        Path dataFolder,
        int poolSize) {

    public static DatabaseSettings sqlite(Path dataFolder) {
        return new DatabaseSettings(null, null, null, dataFolder, 1);
    }

    public Dialect dialect() {
        return url == null ? Dialect.SQLITE : Dialect.POSTGRESQL;
    }

    /// The SQLite file.
    public Path file() {
        return dataFolder.resolve("countersign.db");
    }

    @Override
    public String toString() {
        return url == null ? file().toString() : "PostgreSQL as " + user;
    }
}
