package dev.countersign.ground.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The platform threads that read from SQLite, each with its own read-only connection. In WAL mode they neither
/// wait for the writer nor hold it up; a read sees one state of the database from its first statement to its last.
final class SqliteReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);
    private static final int THREADS = 4;

    private final BoundConnection bound;
    private final Queue<SqliteConnection> idle = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;

    SqliteReaders(DatabaseSettings settings, BoundConnection bound) throws SQLException {
        this.bound = bound;
        for (int i = 0; i < THREADS; i++) {
            idle.add(SqliteConnection.reading(settings));
        }
        threads = Executors.newFixedThreadPool(
                THREADS, Thread.ofPlatform().name("sqlite-reader-", 1).daemon().factory());
    }

    <T extends @Nullable Object> T read(Supplier<T> work) {
        Task<T> task = new Task<>(() -> readOnIdleConnection(work));
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailable("The database is closed", e);
        }
        return task.outcome();
    }

    private static void run(Task<?> task) {
        try {
            task.run();
            task.succeed();
        } catch (Throwable e) {
            task.fail(e);
        }
    }

    private <T extends @Nullable Object> T readOnIdleConnection(Supplier<T> work) {
        // There are as many connections as threads, so one is always idle here.
        SqliteConnection connection = idle.remove();
        try {
            connection.run("begin");
            try {
                return bound.with(new Work(connection, true, List.of()), work);
            } finally {
                connection.run("rollback");
            }
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        } finally {
            idle.add(connection);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.warn("A read did not end within 10 seconds of closing the database");
                return;
            }
            for (SqliteConnection connection : idle) {
                connection.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("The database file did not close", e);
        }
    }
}
