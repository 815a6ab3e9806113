package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Messages through the outbox, on both databases, to a webhook in the driver's process.
final class Messages implements Section {
    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Messages through the outbox, half codes and half notices, to a webhook");
        int count = stage.pick(5_000, 20_000);
        try (Sink sink = new Sink()) {
            drain(stage, "SQLite", "", sink.address(), count);
            // Each commit on disk, as on a server; its builder's own settings leave that out.
            try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start()) {
                drain(stage, "PostgreSQL", server.getJdbcUrl("postgres", "postgres"), sink.address(), count);
            }
        }
    }

    private static void drain(Stage stage, String name, String url, URI sink, int count) throws Exception {
        Path folder = Files.createDirectories(stage.folder().resolve("outbox-" + name));
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Db.open(url.isEmpty() ? DatabaseSettings.sqlite(folder) : new DatabaseSettings(url, "postgres", "", folder, 2))
                .close();
        List<Double> got = InProcess.child("outbox", folder.toString(), url, sink.toString(), String.valueOf(count));
        stage.report()
                .line(
                        "%-12s put in %8.1f/s, CPU %6.3f ms each; handed over %8.1f/s, CPU %6.3f ms each (%d messages)",
                        name, got.get(0), got.get(1), got.get(2), got.get(3), count);
    }
}
