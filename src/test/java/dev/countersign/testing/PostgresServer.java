package dev.countersign.testing;

import dev.countersign.ground.store.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// A real PostgreSQL, started once for the test process on a free port of the loopback address.
public final class PostgresServer {
    private static final int POOL = 8;

    private final EmbeddedPostgres server;
    private final AtomicInteger databases = new AtomicInteger();
    private final String template;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
        this.template = create("template1");
        Databases.migrate(settings(template));
    }

    /// The server, started when it is first asked for.
    public static PostgresServer running() {
        return Running.SERVER;
    }

    DatabaseSettings empty() {
        return settings(create("template1"));
    }

    DatabaseSettings migrated() {
        return settings(create(template));
    }

    private DatabaseSettings settings(String database) {
        return new DatabaseSettings(
                server.getJdbcUrl("postgres", database), "postgres", "", TemporaryFolder.make(), POOL);
    }

    /// Runs a statement as the server's superuser, outside any test's database.
    public void run(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String create(String from) {
        String name = "test_" + databases.incrementAndGet();
        run("create database " + name + " template " + from);
        return name;
    }

    private static final class Running {
        private static final PostgresServer SERVER = start();

        private static PostgresServer start() {
            try {
                return new PostgresServer(EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        // With a database for each test its launcher would start a worker several times a second.
                        .setServerConfig("autovacuum", "off")
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
