package dev.countersign.testing;

import dev.countersign.ground.store.DatabaseSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// SQLite databases, each in a temporary folder of its own.
final class SqliteFiles {
    private static final DatabaseSettings TEMPLATE = Databases.migrate(empty());

    private SqliteFiles() {}

    static DatabaseSettings empty() {
        return DatabaseSettings.sqlite(TemporaryFolder.make());
    }

    static DatabaseSettings migrated() {
        DatabaseSettings settings = empty();
        try {
            Files.copy(TEMPLATE.file(), settings.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }
}
