package dev.countersign.ground.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.jdbc4.JDBC4Connection;
import org.sqlite.jdbc4.JDBC4PreparedStatement;

/// A connection to the SQLite file that keeps its prepared statements: preparing one costs more than running it.
/// Used by one thread at a time.
final class SqliteConnection extends JDBC4Connection {
    private static final int KEPT_STATEMENTS = 200;
    private static final int LARGEST_LOG_KEPT = 64 * 1024 * 1024;
    private static final int BUSY_MILLISECONDS = 5_000;
    private static final int BUSY_MILLISECONDS_READING = 250;

    private final LinkedHashMap<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, PreparedStatement> commands = new HashMap<>();
    private boolean closing;

    private SqliteConnection(String file, Properties properties) throws SQLException {
        super("jdbc:sqlite:" + file, file, properties);
    }

    static SqliteConnection writing(DatabaseSettings settings) throws SQLException {
        return new SqliteConnection(settings.file().toString(), config().toProperties());
    }

    static SqliteConnection reading(DatabaseSettings settings) throws SQLException {
        SQLiteConfig config = config();
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_MODE, "wal");
        config.setReadOnly(true);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        // Nothing in WAL mode makes a read wait, and one that did would hold the processor of a virtual thread.
        config.setBusyTimeout(BUSY_MILLISECONDS_READING);
        return new SqliteConnection(settings.file().toString(), config.toProperties());
    }

    /// A commit is on the disk before it is acknowledged: WAL with FULL syncs the log at every commit
    /// (<https://sqlite.org/pragma.html#pragma_synchronous>).
    static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLISECONDS);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setJournalSizeLimit(LARGEST_LOG_KEPT);
        // Ids are made here, never by the database: asking for the last one would cost a statement after each insert.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /// Runs a command without parameters or rows, such as `begin`. It stays prepared as long as the connection.
    void run(String command) throws SQLException {
        PreparedStatement statement = commands.get(command);
        if (statement == null) {
            statement = new JDBC4PreparedStatement(this, command);
            commands.put(command, statement);
        }
        try {
            statement.execute();
        } catch (SQLException e) {
            // The driver has closed it: the next run needs another, or this command would never work again.
            commands.remove(command);
            throw e;
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        Kept statement = kept.remove(sql);
        if (statement != null) {
            return statement;
        }
        checkOpen();
        checkCursor(type, concurrency, holdability);
        return new Kept(this, sql);
    }

    private void keep(Kept statement) throws SQLException {
        Kept twin = kept.putIfAbsent(statement.text, statement);
        if (twin != null) {
            statement.discard();
        } else if (kept.size() > KEPT_STATEMENTS) {
            Kept oldest = kept.pollFirstEntry().getValue();
            oldest.discard();
        }
    }

    @Override
    public void close() throws SQLException {
        closing = true;
        super.close();
    }

    /// A prepared statement that goes back to its connection when it is closed.
    private static final class Kept extends JDBC4PreparedStatement {
        private final SqliteConnection owner;
        private final String text;
        private String @Nullable [] columns;

        Kept(SqliteConnection owner, String text) throws SQLException {
            super(owner, text);
            this.owner = owner;
            this.text = text;
        }

        /// With the names of the columns, which the driver would ask for one by one each time it runs.
        @Override
        public @Nullable ResultSet getResultSet() throws SQLException {
            rs.colsMeta = columns;
            ResultSet result = super.getResultSet();
            columns = rs.colsMeta;
            return result;
        }

        @Override
        public void close() throws SQLException {
            if (owner.closing || isClosed()) {
                discard();
                return;
            }
            rs.close();
            clearBatch();
            clearParameters();
            owner.keep(this);
        }

        private void discard() throws SQLException {
            super.close();
        }
    }
}
