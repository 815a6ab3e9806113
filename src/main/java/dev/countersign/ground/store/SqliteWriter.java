package dev.countersign.ground.store;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes to SQLite. It takes all work that waits, runs each in its own savepoint inside one
/// transaction, commits once, and only then lets the callers go on: as many commits as there are callers for one
/// sync of the disk.
final class SqliteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
    private static final int LONGEST_BATCH = 256;

    private final SqliteConnection connection;
    private final BoundConnection bound;
    private final FileInPlace file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Task<?>> waiting = new ArrayDeque<>();
    private final Thread thread;
    private boolean closed;

    SqliteWriter(DatabaseSettings settings, BoundConnection bound) throws SQLException {
        this.connection = SqliteConnection.writing(settings);
        this.bound = bound;
        this.file = new FileInPlace(settings.file());
        this.thread = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::runUntilClosed);
    }

    <T extends @Nullable Object> T write(Supplier<T> work, List<Runnable> afterCommit) {
        Work context = new Work(connection, false, afterCommit);
        Task<T> task = new Task<>(() -> bound.with(context, work));
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailable("The database is closed");
            }
            waiting.add(task);
            changed.signal();
        } finally {
            lock.unlock();
        }
        return task.outcome();
    }

    private void runUntilClosed() {
        while (true) {
            List<Task<?>> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            try {
                commitTogether(batch);
            } catch (Throwable e) {
                // Nobody may wait for ever, whatever went wrong. Those already answered stay answered.
                LOG.error("The database writer failed", e);
                batch.forEach(task -> task.fail(e));
                rollBack();
            }
        }
    }

    /// The next batch; empty when closed and nothing waits any more.
    private List<Task<?>> take() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<Task<?>> batch = new ArrayList<>();
            while (!waiting.isEmpty() && batch.size() < LONGEST_BATCH) {
                batch.add(waiting.remove());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void commitTogether(List<Task<?>> batch) {
        List<Task<?>> done = new ArrayList<>(batch.size());
        boolean open = false;
        for (Task<?> task : batch) {
            open = open || begin(task);
            if (!open) {
                continue;
            }
            switch (runInSavepoint(task)) {
                case DONE -> done.add(task);
                case UNDONE -> {}
                case ALL_UNDONE -> {
                    done.forEach(lost -> lost.fail(new StoreUnavailable("The database undid the transaction")));
                    done.clear();
                    open = false;
                }
            }
        }
        if (open) {
            commit(done);
        }
    }

    private boolean begin(Task<?> task) {
        try {
            connection.run("begin immediate");
            return true;
        } catch (SQLException e) {
            task.fail(SqlErrors.unavailable(e));
            return false;
        }
    }

    private Result runInSavepoint(Task<?> task) {
        try {
            connection.run("savepoint work");
            task.run();
            connection.run("release work");
            return Result.DONE;
        } catch (SQLException e) {
            return undo(task, SqlErrors.unavailable(e));
        } catch (Throwable e) {
            return undo(task, e);
        }
    }

    /// Undoes this task alone. That fails when SQLite has undone the whole transaction by itself, as it does when
    /// the disk is full: then the work of the tasks before it is gone too.
    /// <https://sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction>
    private Result undo(Task<?> task, Throwable cause) {
        try {
            connection.run("rollback to work");
            connection.run("release work");
            return Result.UNDONE;
        } catch (SQLException e) {
            rollBack();
            return Result.ALL_UNDONE;
        } finally {
            task.fail(cause);
        }
    }

    private void commit(List<Task<?>> done) {
        if (!file.isStillThere()) {
            rollBack();
            done.forEach(task -> task.fail(new StoreUnavailable("The database file was moved or deleted")));
            return;
        }
        try {
            connection.run("commit");
        } catch (SQLException e) {
            rollBack();
            done.forEach(task -> task.fail(SqlErrors.unavailable(e)));
            return;
        }
        done.forEach(Task::succeed);
    }

    private void rollBack() {
        try {
            connection.run("rollback");
        } catch (SQLException e) {
            LOG.debug("There was no transaction left to undo", e);
        }
    }

    /// Ends when all work that was handed in before has been answered.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn("The database file did not close", e);
        }
    }

    private enum Result {
        DONE,
        UNDONE,
        ALL_UNDONE
    }
}
