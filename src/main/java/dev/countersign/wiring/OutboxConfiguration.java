package dev.countersign.wiring;

import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.gateway.Receipts;
import dev.countersign.people.gateway.SmtpGateway;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/// Where messages wait, and by which gateways they can leave: those that the settings name or, on somebody's own
/// machine, the page `/dev/outbox`. A command on a stopped server uses it too; what it causes is sent later.
@Configuration(proxyBeanMethods = false)
class OutboxConfiguration {

    /// The gateways in their order.
    record Gateways(List<Gateway> all) {
        Set<Channel> channels() {
            Set<Channel> channels = EnumSet.noneOf(Channel.class);
            all.forEach(gateway -> channels.add(gateway.channel()));
            return channels;
        }
    }

    @Bean
    DevOutbox devOutbox(InstantSource clock) {
        return new DevOutbox(clock);
    }

    @Bean
    Gateways gateways(
            Settings settings, DevOutbox devOutbox, TextGateways texts, InstantSource clock, Environment environment) {
        List<Gateway> gateways = new ArrayList<>();
        settings.mail()
                .smtp(settings.name())
                .map(smtp -> new SmtpGateway(smtp, clock))
                .ifPresent(gateways::add);
        gateways.addAll(texts.all());
        if (settings.devOutbox() && ownMachine(settings, environment)) {
            for (Channel channel : Channel.values()) {
                if (gateways.stream().noneMatch(gateway -> gateway.channel() == channel)) {
                    gateways.add(devOutbox.gateway(channel));
                }
            }
        }
        return new Gateways(List.copyOf(gateways));
    }

    /// What SMPP sends over its own line comes in here; the others call `/callbacks/…`.
    @Bean
    TextGateways textGateways(Settings settings, Db db, SecretBox box, InstantSource clock) {
        Outbox receipts = new Outbox(db, box, Set.of());
        return TextGateways.of(
                settings,
                clock,
                receipt ->
                        receipts.receipt(receipt.gateway(), receipt.reference(), receipt.arrived(), clock.instant()));
    }

    @Bean
    List<Receipts> receipts(TextGateways texts) {
        return texts.receipts();
    }

    private static boolean ownMachine(Settings settings, Environment environment) {
        String listener = environment.getProperty("server.address", "");
        return Checks.loopback(listener) && Checks.loopback(settings.baseUrl().getHost());
    }

    @Bean
    Outbox outbox(Db db, SecretBox box, Gateways gateways) {
        return new Outbox(db, box, gateways.channels());
    }
}
