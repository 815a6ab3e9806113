package dev.countersign.ground.store;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How one kind of database runs work: it binds a connection, and returns only when the work is durably committed.
sealed interface Engine extends AutoCloseable permits SqliteEngine, PostgresEngine {

    <T extends @Nullable Object> T write(Supplier<T> work, List<Runnable> afterCommit);

    <T extends @Nullable Object> T read(Supplier<T> work);

    @Override
    void close();
}
