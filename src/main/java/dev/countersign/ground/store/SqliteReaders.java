package dev.countersign.ground.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A few read-only connections, lent to one caller at a time. In WAL mode a read neither waits for the writer nor
/// holds it up, so it runs on the caller's own thread, virtual or not: handing it to another thread costs several
/// times what the statements do. A read sees one state of the database from its first statement to its last.
final class SqliteReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);
    private static final int CONNECTIONS = 4;

    private final BoundConnection bound;
    private final Queue<SqliteConnection> idle = new ConcurrentLinkedQueue<>();
    private final Semaphore permits = new Semaphore(CONNECTIONS, true);
    private volatile boolean closed;

    SqliteReaders(DatabaseSettings settings, BoundConnection bound) throws SQLException {
        this.bound = bound;
        for (int i = 0; i < CONNECTIONS; i++) {
            idle.add(SqliteConnection.reading(settings));
        }
    }

    <T extends @Nullable Object> T read(Supplier<T> work) {
        permits.acquireUninterruptibly();
        try {
            if (closed) {
                throw new StoreUnavailable("The database is closed");
            }
            // There are as many connections as permits, so one is always idle here.
            SqliteConnection connection = idle.remove();
            try {
                return readOn(connection, work);
            } finally {
                idle.add(connection);
            }
        } finally {
            permits.release();
        }
    }

    private <T extends @Nullable Object> T readOn(SqliteConnection connection, Supplier<T> work) {
        try {
            connection.run("begin");
            try {
                return bound.with(new Work(connection, true, List.of()), work);
            } finally {
                connection.run("rollback");
            }
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (!permits.tryAcquire(CONNECTIONS, 10, TimeUnit.SECONDS)) {
                LOG.warn("A read did not end within 10 seconds of closing the database");
                return;
            }
            permits.release(CONNECTIONS);
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
