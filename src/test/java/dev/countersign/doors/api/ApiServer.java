package dev.countersign.doors.api;

import dev.countersign.Main;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.testing.Databases;
import dev.countersign.testing.TestClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The whole server on a free loopback port, with a database of its own and a clock that stands still. Servers are
/// started once for the test process, one for each database and each set of settings.
final class ApiServer {
    private static final Map<String, ApiServer> RUNNING = new ConcurrentHashMap<>();

    private final ServletWebServerApplicationContext context;

    private ApiServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /// The server on that database with those settings, `name=value`.
    static ApiServer on(Databases database, String... settings) {
        return RUNNING.computeIfAbsent(database + String.join(",", settings), _ -> start(database, settings));
    }

    // It runs as long as the test process, and is not wound down with it: its database may be gone before.
    private static ApiServer start(Databases database, String... more) {
        DatabaseSettings store = database.migrated();
        Map<String, Object> settings = new HashMap<>();
        settings.put("server.port", "0");
        settings.put("server.address", "127.0.0.1");
        settings.put("countersign.base-url", "http://localhost");
        settings.put("countersign.data", store.dataFolder().toString());
        // The cheapest hash there is: what is tried here is not the hash.
        // Nobody is asked for a mailed code, unless the test is about that.
        settings.put("countersign.dev-outbox", "false");
        settings.put("countersign.password.memory-kib", "8");
        settings.put("countersign.password.iterations", "1");
        settings.put("countersign.password.longest-wait", "20s");
        if (store.url() != null) {
            settings.put("countersign.database.url", store.url());
            settings.put("countersign.database.user", Objects.requireNonNullElse(store.user(), ""));
            settings.put("countersign.database.password", Objects.requireNonNullElse(store.password(), ""));
        }
        for (String each : List.of(more)) {
            settings.put(each.replaceFirst("=.*", ""), each.replaceFirst("[^=]*=", ""));
        }
        return new ApiServer((ServletWebServerApplicationContext)
                new SpringApplicationBuilder(Main.class, Standing.class)
                        .registerShutdownHook(false)
                        .properties(settings)
                        .run(settings.entrySet().stream()
                                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new)));
    }

    ApiClient client() {
        return new ApiClient(port());
    }

    int port() {
        return Objects.requireNonNull(context.getWebServer()).getPort();
    }

    TestClock clock() {
        return context.getBean(TestClock.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /// The clock that stands still, in the place of the system's.
    static class Standing {
        @Bean
        @Primary
        TestClock testClock() {
            return new TestClock();
        }
    }
}
