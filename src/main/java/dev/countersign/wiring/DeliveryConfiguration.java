package dev.countersign.wiring;

import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Letters;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.wiring.OutboxConfiguration.Gateways;
import java.time.InstantSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What empties the outbox while the server runs.
@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    /// Its name is new at each start: what a server took before it stopped is never its own again.
    @Bean
    Postman postman(Db db, Outbox outbox, Letters letters, Gateways gateways, InstantSource clock, Tokens tokens) {
        return new Postman(db, outbox, letters, gateways.all(), clock, tokens.newId(clock.instant()));
    }

    @Bean
    SmartLifecycle delivery(Postman postman, TextGateways texts) {
        return new Delivery(postman, texts);
    }

    /// Begins when all rooms are there, and ends before the database is closed.
    private static final class Delivery implements SmartLifecycle {
        private final Postman postman;
        private final TextGateways texts;
        private volatile boolean running;

        Delivery(Postman postman, TextGateways texts) {
            this.postman = postman;
            this.texts = texts;
        }

        @Override
        public void start() {
            texts.start();
            postman.start();
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            postman.close();
            texts.close();
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
