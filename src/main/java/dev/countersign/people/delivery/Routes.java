package dev.countersign.people.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The gateways in their order, and the failover between them. A gateway that failed several times in a row is
/// skipped for a while, then tried with one message; with no other left it is tried anyway.
final class Routes {
    private static final int FAILURES = 5;
    private static final Duration SKIPPED = Duration.ofSeconds(30);

    private static final Duration SICK = Duration.ofMinutes(5);

    private final List<Gateway> gateways;
    private final InstantSource clock;
    private final Map<String, Circuit> circuits = new HashMap<>();

    Routes(List<Gateway> gateways, InstantSource clock) {
        this.gateways = List.copyOf(gateways);
        this.clock = clock;
        gateways.forEach(gateway -> circuits.put(key(gateway), new Circuit()));
    }

    /// What came of a message, and which gateway said so last.
    record Way(String gateway, Handed handed) {}

    /// Offers it to one gateway after the other until one takes it, or refuses it for a reason that holds for all.
    /// After an answer that leaves open whether it went out, a message with a code is offered to no other.
    Way send(Message message, Letter letter) {
        List<Gateway> able =
                gateways.stream().filter(g -> g.channel() == message.channel()).toList();
        List<Gateway> well =
                able.stream().filter(g -> circuit(g).closed(clock.instant())).toList();
        Way last = new Way("none", new Handed.Unavailable("there is no gateway"));
        for (Gateway gateway : well.isEmpty() ? able : well) {
            if (!message.expiresAt().isAfter(clock.instant())) {
                return new Way(last.gateway(), new Handed.Unavailable("its time was over before it could be sent"));
            }
            Handed handed = gateway.hand(message, letter);
            circuit(gateway).note(handed, clock.instant());
            Way way = new Way(gateway.name(), handed);
            switch (handed) {
                case Handed.Taken _, Handed.RefusedRequest _, Handed.Fraud _ -> {
                    return way;
                }
                case Handed.Unknown _ -> {
                    if (message.kind().carriesCode()) {
                        return way;
                    }
                    last = way;
                }
                case Handed.RefusedTransport _, Handed.RateLimited _, Handed.Unavailable _ -> last = way;
            }
        }
        return last;
    }

    /// Whether every gateway of that channel failed again and again a moment ago, and none has worked since.
    boolean down(Channel channel) {
        Instant now = clock.instant();
        List<Gateway> able =
                gateways.stream().filter(g -> g.channel() == channel).toList();
        return !able.isEmpty() && able.stream().allMatch(g -> circuit(g).sick(now));
    }

    private Circuit circuit(Gateway gateway) {
        return java.util.Objects.requireNonNull(circuits.get(key(gateway)));
    }

    private static String key(Gateway gateway) {
        return gateway.channel().word() + "/" + gateway.name();
    }

    private static final class Circuit {
        private int failures;
        private Instant skippedUntil = Instant.MIN;

        synchronized boolean closed(Instant now) {
            if (skippedUntil.isAfter(now)) {
                return false;
            }
            if (failures >= FAILURES) {
                // This caller tries it; the others skip it until the outcome is known.
                skippedUntil = now.plus(SKIPPED);
            }
            return true;
        }

        /// Not for ever, where nothing is sent that could show that it is well again.
        synchronized boolean sick(Instant now) {
            return failures >= FAILURES && skippedUntil.plus(SICK).isAfter(now);
        }

        synchronized void note(Handed handed, Instant now) {
            switch (handed) {
                case Handed.Taken _, Handed.RefusedRequest _, Handed.Fraud _ -> {
                    failures = 0;
                    skippedUntil = Instant.MIN;
                }
                case Handed.RateLimited _, Handed.RefusedTransport _, Handed.Unavailable _, Handed.Unknown _ -> {
                    failures++;
                    if (failures >= FAILURES) {
                        skippedUntil = now.plus(SKIPPED);
                    }
                }
            }
        }
    }
}
