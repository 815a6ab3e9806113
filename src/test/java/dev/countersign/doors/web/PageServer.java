package dev.countersign.doors.web;

import dev.countersign.Main;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.testing.Databases;
import dev.countersign.testing.TestClock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/// The whole server on a free loopback port, with a database of its own, the cheapest hash, and a clock that stands
/// still. One is started for each set of settings, once for the test process.
final class PageServer {
    private static final Map<String, PageServer> RUNNING = new ConcurrentHashMap<>();

    private final ServletWebServerApplicationContext context;

    private PageServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    static PageServer with(String... settings) {
        return RUNNING.computeIfAbsent(String.join(",", settings), _ -> start(settings));
    }

    // It runs as long as the test process, and is not wound down with it: its database may be gone before.
    private static PageServer start(String... more) {
        DatabaseSettings store = Databases.SQLITE.migrated();
        Map<String, String> settings = new HashMap<>();
        settings.put("server.port", "0");
        settings.put("server.address", "127.0.0.1");
        settings.put("countersign.base-url", "http://localhost");
        settings.put("countersign.data", store.dataFolder().toString());
        // Nobody is asked for a mailed code, unless the test is about that.
        settings.put("countersign.dev-outbox", "false");
        settings.put("countersign.password.memory-kib", "8");
        settings.put("countersign.password.iterations", "1");
        settings.put("countersign.password.longest-wait", "20s");
        for (String each : more) {
            settings.put(each.replaceFirst("=.*", ""), each.replaceFirst("[^=]*=", ""));
        }
        return new PageServer((ServletWebServerApplicationContext)
                new SpringApplicationBuilder(Main.class, Standing.class)
                        .registerShutdownHook(false)
                        .run(settings.entrySet().stream()
                                .map(entry -> "--" + entry.getKey() + "=" + entry.getValue())
                                .toArray(String[]::new)));
    }

    /// A browser that has never been here.
    Visitor visitor() {
        return new Visitor(Objects.requireNonNull(context.getWebServer()).getPort());
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
        TestClock pageTestClock() {
            return new TestClock();
        }
    }
}
