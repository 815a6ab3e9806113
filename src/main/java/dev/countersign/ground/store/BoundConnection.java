package dev.countersign.ground.store;

import java.sql.Connection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SmartDataSource;

/// The data source that hands out the connection of the work the calling thread is in. It lets one long-lived
/// `JdbcClient`, with its parsed statements, serve every connection.
final class BoundConnection extends AbstractDataSource implements SmartDataSource {
    // One for each database, of which a process may have two (a test, an import): so not static.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Work> current = new ThreadLocal<>();

    @Nullable
    Work current() {
        return current.get();
    }

    Work required() {
        Work work = current.get();
        if (work == null) {
            throw new IllegalStateException("SQL runs only inside db.inTransaction(…) or db.read(…)");
        }
        work.refuseIfBroken();
        return work;
    }

    boolean isReadOnly() {
        Work work = current.get();
        return work != null && work.readOnly();
    }

    void breakOff() {
        Work work = current.get();
        if (work != null) {
            work.breakOff();
        }
    }

    <T extends @Nullable Object> T with(Work work, Supplier<T> body) {
        current.set(work);
        try {
            T result = body.get();
            work.refuseIfBroken();
            return result;
        } finally {
            current.remove();
        }
    }

    @Override
    public Connection getConnection() {
        return required().connection();
    }

    @Override
    public Connection getConnection(String user, String password) {
        throw new UnsupportedOperationException("The connection is the one the work is bound to");
    }

    @Override
    public boolean shouldClose(Connection connection) {
        return false;
    }
}
