package dev.countersign.ground.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL: work runs on the caller's thread, transactions at READ COMMITTED on one pool, reads on another whose
/// connections are read-only and commit by themselves, which saves two round trips.
final class PostgresEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresEngine.class);
    private static final int TRIES = 5;
    private static final int LONGEST_PAUSE_MILLISECONDS = 40;
    private static final int WAIT_MILLISECONDS = 5_000;

    private final BoundConnection bound;
    private final HikariDataSource writers;
    private final HikariDataSource readers;

    PostgresEngine(DatabaseSettings settings, BoundConnection bound) {
        this.bound = bound;
        this.writers = pool(settings, false);
        this.readers = pool(settings, true);
    }

    private static HikariDataSource pool(DatabaseSettings settings, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(readOnly ? "postgresql-readers" : "postgresql-writers");
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(WAIT_MILLISECONDS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(readOnly);
        config.setReadOnly(readOnly);
        config.addDataSourceProperty("readOnlyMode", "always");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("ApplicationName", "countersign");
        return new HikariDataSource(config);
    }

    @Override
    public <T extends @Nullable Object> T write(Supplier<T> work, List<Runnable> afterCommit) {
        for (int attempt = 1; ; attempt++) {
            try {
                return writeOnce(work, afterCommit);
            } catch (RuntimeException e) {
                if (attempt == TRIES || !SqlErrors.isToBeTriedAgain(e)) {
                    throw e;
                }
                afterCommit.clear();
                pause(e);
            }
        }
    }

    /// Two transactions that gave way to each other must not meet again at once.
    private static void pause(RuntimeException reason) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, LONGEST_PAUSE_MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private <T extends @Nullable Object> T writeOnce(Supplier<T> work, List<Runnable> afterCommit) {
        try (Connection connection = writers.getConnection()) {
            try {
                T result = bound.with(new Work(connection, false, afterCommit), work);
                connection.commit();
                return result;
            } catch (Throwable e) {
                rollBack(connection);
                throw e;
            }
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("There was no transaction left to undo", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T read(Supplier<T> work) {
        try (Connection connection = readers.getConnection()) {
            return bound.with(new Work(connection, true, List.of()), work);
        } catch (SQLException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
    }
}
