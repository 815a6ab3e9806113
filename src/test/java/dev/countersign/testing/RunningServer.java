package dev.countersign.testing;

import dev.countersign.Main;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.wiring.Announcement;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The whole server in this process, on a free port of the loopback address, with a database of its own and a clock
/// that moves only when it is told to.
public final class RunningServer implements AutoCloseable {
    private final ConfigurableApplicationContext context;
    private final String address;

    private RunningServer(ConfigurableApplicationContext context, String address) {
        this.context = context;
        this.address = address;
    }

    /// Starts one on SQLite, with those settings besides (`name=value`).
    public static RunningServer start(String... settings) {
        return start(Databases.SQLITE, settings);
    }

    /// Starts one on that database, with those settings besides (`name=value`).
    public static RunningServer start(Databases database, String... settings) {
        int port = freePort();
        Map<String, String> all = settings(database.migrated(), port);
        all.put("countersign.pseudo-locale", "true");
        for (String each : List.of(settings)) {
            all.put(each.replaceFirst("=.*", ""), each.replaceFirst("[^=]*=", ""));
        }
        String[] arguments = all.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toArray(String[]::new);
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Main.class, Clocked.class).run(arguments);
        return new RunningServer(context, "http://localhost:" + port);
    }

    /// What a server on that database and port is started with.
    static Map<String, String> settings(DatabaseSettings store, int port) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("server.port", Integer.toString(port));
        settings.put("countersign.base-url", "http://localhost:" + port);
        settings.put("countersign.data", store.dataFolder().toString());
        // Nobody is asked for a mailed code, unless the test is about that.
        settings.put("countersign.dev-outbox", "false");
        // A hash that costs next to nothing: what is tried here is not the hash.
        settings.put("countersign.password.memory-kib", "64");
        settings.put("countersign.password.iterations", "1");
        settings.put("countersign.password.longest-wait", "20s");
        if (store.url() != null) {
            settings.put("countersign.database.url", store.url());
            settings.put("countersign.database.user", Objects.requireNonNullElse(store.user(), ""));
            settings.put("countersign.database.password", Objects.requireNonNullElse(store.password(), ""));
        }
        return settings;
    }

    /// A port of the loopback address that nobody listens on.
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `http://localhost:<port>`.
    public String address() {
        return address;
    }

    /// The set-up link that the server prints; a new one each time.
    public String setUpLink() {
        return bean(Announcement.class).lines().stream()
                .filter(line -> line.contains("/first-start?token="))
                .findFirst()
                .orElseThrow();
    }

    public TestClock clock() {
        return bean(TestClock.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public <T> T bean(String name, Class<T> type) {
        return context.getBean(name, type);
    }

    @Override
    public void close() {
        context.close();
    }

    /// The clock that stands still, in the place of the system's.
    static class Clocked {
        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }
    }
}
