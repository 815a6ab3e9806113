package dev.countersign.ground.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What a database's error means: a broken constraint, a database that cannot be worked with, or a mistake in the
/// code.
final class SqlErrors implements SQLExceptionTranslator {
    // https://www.postgresql.org/docs/18/errcodes-appendix.html
    private static final Set<String> POSTGRES_GONE_CLASSES = Set.of("08", "53", "57", "58", "XX", "28", "3D");
    private static final Set<String> POSTGRES_GONE = Set.of("25006", "55P03");
    private static final Set<String> POSTGRES_TRY_AGAIN = Set.of("40001", "40P01");

    private final Dialect dialect;
    private final BoundConnection bound;
    private final SQLExceptionTranslator byState = new SQLStateSQLExceptionTranslator();

    SqlErrors(Dialect dialect, BoundConnection bound) {
        this.dialect = dialect;
        this.bound = bound;
    }

    @Override
    public DataAccessException translate(String task, @Nullable String sql, SQLException e) {
        String message = task + ": " + e.getMessage();
        if (bound.isReadOnly() && saysReadOnly(e)) {
            return new InvalidDataAccessApiUsageException("A read must not write; " + message, e);
        }
        DataAccessException meaning = switch (dialect) {
            case SQLITE -> ofSqlite(message, e);
            case POSTGRESQL -> ofPostgres(message, task, sql, e);
        };
        if (meaning instanceof DataAccessResourceFailureException) {
            bound.breakOff();
        }
        return meaning == null ? new UncategorizedSQLException(task, sql, e) : meaning;
    }

    private static boolean saysReadOnly(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? sqlite.getResultCode() == SQLiteErrorCode.SQLITE_READONLY
                : "25006".equals(e.getSQLState());
    }

    private static @Nullable DataAccessException ofSqlite(String message, SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return null;
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        // https://sqlite.org/rescode.html: the low byte of an extended code is its primary code.
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
                new DuplicateKeyException(message, e);
            default ->
                switch (code.code & 0xFF) {
                    case 19 -> new DataIntegrityViolationException(message, e);
                    case 5, 6, 7, 8, 10, 11, 13, 14, 15, 22, 23, 26 ->
                        new DataAccessResourceFailureException(message, e);
                    case 20, 21, 25 -> new InvalidDataAccessApiUsageException(message, e);
                    default -> null;
                };
        };
    }

    private @Nullable DataAccessException ofPostgres(
            String message, String task, @Nullable String sql, SQLException e) {
        String state = e.getSQLState();
        if (state == null || e instanceof SQLTransientConnectionException) {
            return new DataAccessResourceFailureException(message, e);
        }
        if (state.equals("23505")) {
            return new DuplicateKeyException(message, e);
        }
        if (POSTGRES_GONE.contains(state) || POSTGRES_GONE_CLASSES.contains(state.substring(0, 2))) {
            return new DataAccessResourceFailureException(message, e);
        }
        return byState.translate(task, sql, e);
    }

    /// Whether PostgreSQL chose this transaction as the one to give up, so that running it again is the remedy.
    static boolean isToBeTriedAgain(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && POSTGRES_TRY_AGAIN.contains(String.valueOf(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    static RuntimeException unavailable(DataAccessException e) {
        boolean gone = e instanceof DataAccessResourceFailureException
                || e instanceof TransientDataAccessException
                || e instanceof RecoverableDataAccessException;
        return gone ? new StoreUnavailable("The database cannot be worked with: " + e.getMessage(), e) : e;
    }

    static StoreUnavailable unavailable(SQLException e) {
        return new StoreUnavailable("The database cannot be worked with: " + e.getMessage(), e);
    }
}
