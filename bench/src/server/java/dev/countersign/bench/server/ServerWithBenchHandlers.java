package dev.countersign.bench.server;

import dev.countersign.Main;
import dev.countersign.ground.secret.SlowHashes;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The product's server with [BenchHandlers] added to it.
public final class ServerWithBenchHandlers {
    private ServerWithBenchHandlers() {}

    static void main() {
        SpringApplication server = new SpringApplication(Main.class);
        // Spring's ahead-of-time context is named after the main class.
        server.setMainApplicationClass(Main.class);
        server.addInitializers(ServerWithBenchHandlers::addTo);
        server.run();
    }

    private static void addTo(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean(BenchHandlers.class, () -> new BenchHandlers(context.getBean(SlowHashes.class)));
    }
}
