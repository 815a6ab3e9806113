package dev.countersign.ground.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/// The sentences an operator reads when a database keeps the server from starting.
final class StartRefusals {
    private static final String MAY_NOT_MAKE_TABLES =
            "PostgreSQL refuses to make or change tables. The user must own the database or its schema.";

    private StartRefusals() {}

    static StartRefused noFolder(Path folder, Exception e) {
        return new StartRefused(
                String.format(
                        Locale.ROOT,
                        "The data folder %s does not exist and cannot be made. Make it, owned by the user the server runs as, or name another.",
                        folder),
                e);
    }

    static StartRefused noFile(Path file, Exception e) {
        return new StartRefused(
                String.format(
                        Locale.ROOT,
                        "The database file %s cannot be made. Let the user the server runs as write to its folder.",
                        file),
                e);
    }

    static StartRefused noUrl(Exception e) {
        return new StartRefused(
                "The database URL is not one of PostgreSQL. It has the form jdbc:postgresql://host:5432/database.", e);
    }

    static StartRefused halfMigrated(DatabaseSettings settings, String script) {
        return new StartRefused(String.format(
                Locale.ROOT,
                "The database %s is half-migrated: %s failed before. Restore the backup made before the upgrade, then start again.",
                settings,
                script));
    }

    static StartRefused newer(DatabaseSettings settings, String version, String known) {
        return new StartRefused(String.format(
                Locale.ROOT,
                "The database %s was made by a newer version: its schema is %s, this version knows up to %s. Start the newer version, or restore the backup made before the upgrade.",
                settings,
                version,
                known));
    }

    static StartRefused readOnly(DatabaseSettings settings) {
        return new StartRefused(String.format(
                Locale.ROOT,
                "The database %s is read-only. Connect to the primary server, or give the user the right to write.",
                settings));
    }

    static StartRefused mayNotMakeTables(DatabaseSettings settings) {
        return new StartRefused(String.format(Locale.ROOT, MAY_NOT_MAKE_TABLES + " (%s)", settings));
    }

    static StartRefused ofMigration(DatabaseSettings settings, FlywayException e) {
        SQLException cause = sqlCause(e);
        if (cause == null) {
            return new StartRefused(
                    String.format(
                            Locale.ROOT,
                            "The schema of the database %s is not the one this version expects (%s). Restore the backup made before it was changed, or use an empty database.",
                            settings,
                            firstLine(e)),
                    e);
        }
        return settings.dialect() == Dialect.SQLITE ? ofSqlite(settings, cause) : ofPostgres(settings, cause);
    }

    private static @Nullable SQLException sqlCause(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }

    static StartRefused ofSqlite(DatabaseSettings settings, SQLException e) {
        int code = e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xFF : 0;
        // https://sqlite.org/rescode.html
        String sentence = switch (code) {
            case 5, 6 ->
                "Another process holds the database file %s. Stop it first: two servers cannot share one file.";
            case 8 ->
                "The database file %s is read-only. Give the user the server runs as the right to write it and its folder.";
            case 10 ->
                "The disk does not read or write the database file %s. See the system's log; restore a backup to a sound disk.";
            case 11 -> "The database file %s is damaged. Restore a backup.";
            case 13 -> "The disk of the database file %s is full. Make room, then start again.";
            case 14 ->
                "The database file %s cannot be opened. Let the user the server runs as read and write it and its folder.";
            case 26 -> "The file %s is not a database. Move it away to begin anew, or restore a backup.";
            default -> "The database file %s cannot be used.";
        };
        return new StartRefused(String.format(Locale.ROOT, sentence, settings) + " (SQLite: " + firstLine(e) + ")", e);
    }

    static StartRefused ofPostgres(DatabaseSettings settings, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        // https://www.postgresql.org/docs/18/errcodes-appendix.html
        String sentence = switch (state.length() == 5 ? state.substring(0, 2) : "") {
            case "08" ->
                "PostgreSQL does not answer. Look whether it runs and whether the database URL names its host and port.";
            case "28" ->
                "PostgreSQL does not accept the user or the password. Set those it was given for this database.";
            case "3D" -> "PostgreSQL has no such database. Make it, or correct its name in the database URL.";
            case "25" -> "PostgreSQL is read-only. Connect to the primary server.";
            case "42" -> MAY_NOT_MAKE_TABLES;
            case "53" -> "PostgreSQL is out of disk, memory or connections. Make room, or allow more connections.";
            case "57" -> "PostgreSQL is starting up or shutting down. Start again when it is ready.";
            default -> "PostgreSQL cannot be used.";
        };
        return new StartRefused(sentence + " (" + settings + ": " + firstLine(e) + ")", e);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }
}
