package dev.countersign.ground.store;

import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// SQLite: one platform thread writes, callers read on their own threads. Callers never write: two virtual threads
/// in SQLite's busy handler would stop every other one, and so would a slow disk. A read in WAL mode waits for
/// nobody.
final class SqliteEngine implements Engine {
    private final SqliteWriter writer;
    private final SqliteReaders readers;

    SqliteEngine(DatabaseSettings settings, BoundConnection bound) {
        try {
            writer = new SqliteWriter(settings, bound);
            readers = new SqliteReaders(settings, bound);
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Supplier<T> work, List<Runnable> afterCommit) {
        return writer.write(work, afterCommit);
    }

    @Override
    public <T extends @Nullable Object> T read(Supplier<T> work) {
        return readers.read(work);
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
