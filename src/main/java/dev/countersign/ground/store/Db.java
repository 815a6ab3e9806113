package dev.countersign.ground.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The database. All work runs inside [#inTransaction] or [#read], which block the calling thread, virtual or not,
/// until the work is done; a transaction returns only when it is durably committed.
///
/// On SQLite a transaction runs on the one thread that writes, so it sees none of the caller's thread-locals, and
/// must neither wait for another thread nor do anything slow: everybody who writes would wait with it.
public final class Db implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Db.class);

    private final Dialect dialect;
    private final BoundConnection bound;
    private final Engine engine;
    private final JdbcClient sql;

    private Db(DatabaseSettings settings) {
        dialect = settings.dialect();
        bound = new BoundConnection();
        JdbcTemplate template = new JdbcTemplate(bound);
        template.setExceptionTranslator(new SqlErrors(dialect, bound));
        sql = JdbcClient.create(template);
        engine = switch (dialect) {
            case SQLITE -> new SqliteEngine(settings, bound);
            case POSTGRESQL -> new PostgresEngine(settings, bound);
        };
    }

    /// Brings the database to this build's schema, then opens it.
    ///
    /// @throws StartRefused when the database cannot be used
    public static Db open(DatabaseSettings settings) {
        Migrator.migrate(settings);
        return new Db(settings);
    }

    /// Opens a database that is known to have this build's schema.
    public static Db openMigrated(DatabaseSettings settings) {
        return new Db(settings);
    }

    /// Runs the work in a transaction and commits it, or joins the transaction the thread is in. What the work
    /// throws undoes all of it and comes out here.
    ///
    /// @throws StoreUnavailable when the database could not do it
    /// @throws IllegalStateException inside [#read]
    public <T extends @Nullable Object> T inTransaction(Supplier<T> work) {
        Work current = bound.current();
        if (current != null) {
            if (current.readOnly()) {
                throw new IllegalStateException("A transaction cannot begin inside a read");
            }
            return work.get();
        }
        List<Runnable> afterCommit = new ArrayList<>();
        T result;
        try {
            result = engine.write(() -> withWhatEndsIt(work), afterCommit);
        } catch (DataAccessException e) {
            throw SqlErrors.unavailable(e);
        }
        afterCommit.forEach(Db::runAfterCommit);
        return result;
    }

    private <T extends @Nullable Object> T withWhatEndsIt(Supplier<T> work) {
        T result = work.get();
        bound.required().runBeforeCommit();
        return result;
    }

    public void inTransaction(Runnable work) {
        Supplier<@Nullable Void> supplier = () -> {
            work.run();
            return null;
        };
        inTransaction(supplier);
    }

    /// Runs work that only reads, or joins the read or transaction the thread is in.
    ///
    /// @throws StoreUnavailable when the database could not do it
    public <T extends @Nullable Object> T read(Supplier<T> work) {
        if (bound.current() != null) {
            return work.get();
        }
        try {
            return engine.read(work);
        } catch (DataAccessException e) {
            throw SqlErrors.unavailable(e);
        }
    }

    /// Runs the action on the caller's thread once the transaction the thread is in has committed, and never if it
    /// does not. An action cannot undo the commit: what it throws is logged.
    public void afterCommit(Runnable action) {
        Work work = bound.required();
        if (work.readOnly()) {
            throw new IllegalStateException("A read commits nothing");
        }
        work.afterCommit().add(action);
    }

    /// Runs the action as the last part of the transaction the thread is in, and never if the work before it fails.
    /// What the action throws undoes the transaction.
    public void beforeCommit(Runnable action) {
        Work work = bound.required();
        if (work.readOnly()) {
            throw new IllegalStateException("A read commits nothing");
        }
        work.beforeCommit().add(action);
    }

    /// What the transaction the thread is in keeps under that key until it ends; made when it is first asked for.
    public <T> T ofTransaction(Object key, Class<T> type, Supplier<T> make) {
        return type.cast(bound.required().kept().computeIfAbsent(key, _ -> make.get()));
    }

    private static void runAfterCommit(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("What was to follow a commit failed", e);
        }
    }

    /// The SQL of the work the thread is in.
    ///
    /// @throws IllegalStateException outside [#inTransaction] and [#read]
    public JdbcClient sql() {
        bound.required();
        return sql;
    }

    /// Makes transactions that lock the same key follow one another, until this one ends. On SQLite they do anyway:
    /// one thread writes.
    public void lock(String key) {
        if (dialect == Dialect.POSTGRESQL) {
            sql().sql("select 1 from (select pg_advisory_xact_lock(hashtextextended(?, 0))) as locked")
                    .param(key)
                    .query((row, n) -> row.getInt(1))
                    .single();
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    @Override
    public void close() {
        engine.close();
    }
}
