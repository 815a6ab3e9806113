package dev.countersign.bench.server;

import dev.countersign.Main;
import org.springframework.boot.SpringApplication;
import org.springframework.context.support.GenericApplicationContext;

/// The product's server with [EmptyHandler] added to it.
public final class ServerWithEmptyHandler {
    private ServerWithEmptyHandler() {}

    static void main() {
        SpringApplication server = new SpringApplication(Main.class);
        // Spring's ahead-of-time context is named after the main class.
        server.setMainApplicationClass(Main.class);
        server.addInitializers(
                context -> ((GenericApplicationContext) context).registerBean(EmptyHandler.class, EmptyHandler::new));
        server.run();
    }
}
