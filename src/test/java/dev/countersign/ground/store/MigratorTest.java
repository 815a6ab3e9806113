package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.PostgresServer;
import dev.countersign.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

@ExtendWith(CloseDatabases.class)
class MigratorTest {

    @EachDatabase
    void databaseWhenEmptyThenItIsMigratedAndASecondTimeLeftAlone(Databases databases) {
        DatabaseSettings settings = databases.empty();

        for (int time = 0; time < 2; time++) {
            try (Db db = Db.open(settings)) {
                db.inTransaction(() -> db.sql().sql("delete from throttle_day").update());
                db.inTransaction(() -> DbTest.insert(db, "one"));
                assertThat(DbTest.names(db)).containsExactly("one");
            }
        }
    }

    @EachDatabase
    void databaseWhenMadeByANewerVersionThenItIsRefused(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        inHistory(databases.open(settings), """
                insert into flyway_schema_history
                  (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                select 900, '900', 'later', 'SQL', 'V900__later.sql', 1, installed_by, 1, success
                from flyway_schema_history where version = '001'""");

        assertRefused(settings, "newer version", "900");
    }

    @EachDatabase
    void databaseWhenAMigrationFailedThenItIsRefused(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        String no = databases == Databases.SQLITE ? "0" : "false";
        inHistory(
                databases.open(settings),
                "update flyway_schema_history set success = " + no + " where version = '001'");

        assertRefused(settings, "half-migrated", "V001__ground.sql", "backup");
    }

    @EachDatabase
    void databaseWhenAMigrationHasAnotherContentThenItIsRefused(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        inHistory(databases.open(settings), "update flyway_schema_history set checksum = 1 where version = '001'");

        assertRefused(settings, "not the one this version expects");
    }

    @EachDatabase
    void databaseWhenItBelongsToSomethingElseThenItIsRefusedAndUntouched(Databases databases) {
        DatabaseSettings settings = databases.empty();
        Db db = databases.open(settings);
        db.inTransaction(
                () -> db.sql().sql("create table foreign_table (a integer)").update());

        assertRefused(settings, "not the one this version expects");
        assertThat(db.read(() -> db.sql()
                        .sql("select count(*) from foreign_table")
                        .query(Integer.class)
                        .single()))
                .isZero();
    }

    @Test
    void fileWhenItIsNoDatabaseThenItIsRefusedAndUntouched() throws IOException {
        DatabaseSettings settings = Databases.SQLITE.empty();
        String text = "This is a letter, not a database. ".repeat(200);
        Files.writeString(settings.file(), text);

        assertRefused(settings, "not a database", settings.file().toString());
        assertThat(settings.file()).hasContent(text);
    }

    @Test
    void fileWhenItIsDamagedThenItIsRefused() throws IOException {
        DatabaseSettings settings = Databases.SQLITE.migrated();
        byte[] bytes = Files.readAllBytes(settings.file());
        Arrays.fill(bytes, 100, bytes.length, (byte) 0x5A);
        Files.write(settings.file(), bytes);

        assertRefused(settings, "damaged");
    }

    @Test
    void fileWhenItIsAFolderThenItIsRefused() throws IOException {
        DatabaseSettings settings = Databases.SQLITE.empty();
        Files.createDirectory(settings.file());

        assertRefused(settings, "cannot be opened");
    }

    @Test
    void folderWhenItCannotBeMadeThenItIsRefused() throws IOException {
        Path file = TemporaryFolder.make().resolve("file");
        Files.writeString(file, "");

        assertRefused(DatabaseSettings.sqlite(file.resolve("data")), "data folder", "cannot be made");
        assertRefused(DatabaseSettings.sqlite(Path.of("/proc/countersign")), "cannot be made");
    }

    @Test
    void folderWhenItCannotBeWrittenThenItIsRefused() {
        assertRefused(DatabaseSettings.sqlite(Path.of("/proc")), "cannot be made");
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_READONLY, read-only",
        "SQLITE_READONLY_DIRECTORY, read-only",
        "SQLITE_FULL, full",
        "SQLITE_BUSY, Another process",
        "SQLITE_IOERR_WRITE, does not read or write",
        "SQLITE_CORRUPT, damaged"
    })
    void errorOfSqliteWhenAtStartThenTheSentenceNamesIt(SQLiteErrorCode code, String words) {
        StartRefused refused = StartRefusals.ofSqlite(
                DatabaseSettings.sqlite(Path.of("data")), new SQLiteException("[%s]".formatted(code), code));

        assertThat(refused).hasMessageContaining(words).hasMessageContaining("data/countersign.db");
    }

    @ParameterizedTest
    @CsvSource({
        "28P01, user or the password",
        "53100, out of disk",
        "53300, connections",
        "57P03, starting up",
        "25006, read-only",
        "08006, does not answer"
    })
    void errorOfPostgresWhenAtStartThenTheSentenceNamesIt(String state, String words) {
        StartRefused refused = StartRefusals.ofPostgres(
                new DatabaseSettings("jdbc:postgresql://db/a", "u", "very secret", Path.of("data"), 1),
                new SQLException("reason", state));

        assertThat(refused).hasMessageContaining(words).hasMessageNotContaining("very secret");
    }

    @Test
    void postgresWhenNothingListensThenItIsRefused() {
        assertRefused(postgres("jdbc:postgresql://127.0.0.1:1/countersign", "postgres"), "does not answer");
    }

    @Test
    void postgresWhenTheUrlIsOfSomethingElseThenItIsRefused() {
        assertRefused(postgres("jdbc:mysql://127.0.0.1/countersign", "postgres"), "jdbc:postgresql://");
    }

    @Test
    void postgresWhenTheDatabaseDoesNotExistThenItIsRefused() {
        String url = String.valueOf(Databases.POSTGRESQL.empty().url()).replace("test_", "missing_");

        assertRefused(postgres(url, "postgres"), "no such database");
    }

    @Test
    void postgresWhenTheUserIsUnknownThenItIsRefused() {
        assertRefused(postgres(Databases.POSTGRESQL.empty().url(), "nobody_here"), "user or the password");
    }

    @Test
    void postgresWhenTheUserMayNotMakeTablesThenItIsRefused() {
        DatabaseSettings empty = Databases.POSTGRESQL.empty();
        PostgresServer.running().run("create role guest login");

        assertRefused(postgres(empty.url(), "guest"), "must own");
    }

    @Test
    void postgresWhenReadOnlyThenItIsRefused() {
        DatabaseSettings empty = Databases.POSTGRESQL.empty();
        PostgresServer.running()
                .run("create role reader login; alter role reader set default_transaction_read_only = on");

        assertRefused(postgres(empty.url(), "reader"), "read-only");
    }

    private static DatabaseSettings postgres(@Nullable String url, String user) {
        return new DatabaseSettings(url, user, "", TemporaryFolder.make(), 1);
    }

    private static void inHistory(Db db, String sql) {
        assertThat(db.<Integer>inTransaction(() -> db.sql().sql(sql).update())).isEqualTo(1);
        db.close();
    }

    private static void assertRefused(DatabaseSettings settings, String... words) {
        assertThatThrownBy(() -> Migrator.migrate(settings))
                .isInstanceOf(StartRefused.class)
                .message()
                .contains(words);
    }
}
