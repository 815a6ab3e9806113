package dev.countersign.ground.store;

import java.util.Arrays;
import java.util.Comparator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.logging.LogFactory;

/// What brings a database to this build's schema, or says in plain words why it cannot.
public final class Migrator {
    private Migrator() {}

    /// Brings the database to this build's schema; changes nothing when it is there.
    ///
    /// @throws StartRefused when the database cannot be used, saying what is wrong and what to do
    public static void migrate(DatabaseSettings settings) {
        LogFactory.setLogCreator(QuietFlywayLog::of);
        DataSource source =
                settings.dialect() == Dialect.SQLITE ? Preflight.sqlite(settings) : Preflight.postgres(settings);
        Flyway flyway = Flyway.configure(Migrator.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration/" + folder(settings.dialect()))
                .validateMigrationNaming(true)
                // A version this build does not know is ignored unless told otherwise.
                .ignoreMigrationPatterns(new String[0])
                .load();
        try {
            refuseWhatCannotBeMigrated(flyway.info().all(), settings);
            flyway.migrate();
        } catch (FlywayException e) {
            throw StartRefusals.ofMigration(settings, e);
        }
    }

    private static String folder(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> "sqlite";
            case POSTGRESQL -> "postgresql";
        };
    }

    private static void refuseWhatCannotBeMigrated(MigrationInfo[] migrations, DatabaseSettings settings) {
        for (MigrationInfo migration : migrations) {
            MigrationState state = migration.getState();
            if (state.isFailed()) {
                throw StartRefusals.halfMigrated(settings, migration.getScript());
            }
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.MISSING_SUCCESS) {
                throw StartRefusals.newer(settings, String.valueOf(migration.getVersion()), newestKnown(migrations));
            }
        }
    }

    private static String newestKnown(MigrationInfo[] migrations) {
        return Arrays.stream(migrations)
                .filter(migration -> migration.getState().isResolved() && migration.getVersion() != null)
                .map(MigrationInfo::getVersion)
                .max(Comparator.naturalOrder())
                .map(Object::toString)
                .orElse("none");
    }
}
