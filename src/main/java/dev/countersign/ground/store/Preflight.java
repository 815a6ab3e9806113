package dev.countersign.ground.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteDataSource;

/// A first touch of the database, before anything is changed, so that what is wrong with it can be named.
final class Preflight {
    // A standby server, which no user may write to, is read-only too. Without the right to make tables Flyway would try
    // for ten seconds; where it has made its own before, it may go without.
    private static final String POSTGRES_RIGHTS = """
            select current_setting('transaction_read_only') = 'on' as read_only,
              to_regclass('flyway_schema_history') is not null
              or coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_begin""";

    private Preflight() {}

    static DataSource sqlite(DatabaseSettings settings) {
        makeFolder(settings.dataFolder());
        makeFile(settings.file());
        SQLiteDataSource source = new SQLiteDataSource(SqliteConnection.config());
        source.setUrl("jdbc:sqlite:" + settings.file());
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            // Takes the write lock and gives it back: shows a file that is no database, read-only, or held by another
            // process, without changing it.
            statement.execute("pragma user_version");
            statement.execute("begin immediate");
            statement.execute("rollback");
        } catch (SQLException e) {
            throw StartRefusals.ofSqlite(settings, e);
        }
        return source;
    }

    private static void makeFolder(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw StartRefusals.noFolder(folder, e);
        }
    }

    /// An empty file is an empty database to SQLite. Made here, it is its owner's only, and so are the log and the
    /// index that SQLite puts beside it with the same rights.
    private static void makeFile(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // Opened next.
        } catch (IOException e) {
            throw StartRefusals.noFile(file, e);
        }
    }

    static DataSource postgres(DatabaseSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        try {
            source.setURL(settings.url());
        } catch (IllegalArgumentException e) {
            throw StartRefusals.noUrl(e);
        }
        source.setUser(settings.user());
        source.setPassword(settings.password());
        source.setConnectTimeout(10);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(POSTGRES_RIGHTS)) {
            answer.next();
            if (answer.getBoolean("read_only")) {
                throw StartRefusals.readOnly(settings);
            }
            if (!answer.getBoolean("may_begin")) {
                throw StartRefusals.mayNotMakeTables(settings);
            }
        } catch (SQLException e) {
            throw StartRefusals.ofPostgres(settings, e);
        }
        return source;
    }
}
