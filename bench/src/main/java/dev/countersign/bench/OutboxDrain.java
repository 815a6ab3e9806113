package dev.countersign.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.people.gateway.WebhookGateway;
import dev.countersign.people.gateway.WebhookSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/// An outbox that is filled and emptied, in a process of its own: half codes, half notices, each put in by a
/// transaction of its own as a change does it, and handed to a webhook.
final class OutboxDrain {
    private static final int WARM = 3_000;
    private static final Tokens TOKENS = new Tokens();

    private final Db db;
    private final Outbox outbox;
    private final URI sink;

    private OutboxDrain(Db db, SecretBox box, URI sink) {
        this.db = db;
        this.outbox = new Outbox(db, box, Set.of(Channel.TEXT));
        this.sink = sink;
    }

    /// Prints how many were put in and handed over a second, and the CPU of each in ms.
    ///
    /// @param url PostgreSQL's, or empty for SQLite in the folder
    static void main(Path folder, String url, URI sink, int count) throws InterruptedException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        DatabaseSettings store =
                url.isEmpty() ? DatabaseSettings.sqlite(folder) : new DatabaseSettings(url, "postgres", "", folder, 10);
        try (Db db = Db.open(store)) {
            OutboxDrain drain = new OutboxDrain(db, new SecretBox(KeyRing.load(folder, null, null)), sink);
            drain.fill(WARM);
            drain.empty(WARM);
            double[] in = drain.fill(count);
            double[] out = drain.empty(count);
            System.out.println(in[0]);
            System.out.println(in[1]);
            System.out.println(out[0]);
            System.out.println(out[1]);
        }
    }

    private double[] fill(int count) {
        List<Message> messages = IntStream.range(0, count)
                .mapToObj(n -> message(n % 2 == 0 ? MessageKind.SIGN_IN_CODE : MessageKind.NOTICE))
                .toList();
        long cpu = Proc.cpu(ProcessHandle.current().pid());
        long wall = System.nanoTime();
        messages.forEach(message -> outbox.put(message, Instant.now()));
        return figures(count, wall, cpu);
    }

    private double[] empty(int count) throws InterruptedException {
        long cpu = Proc.cpu(ProcessHandle.current().pid());
        long wall = System.nanoTime();
        InstantSource clock = InstantSource.system();
        try (Postman postman = new Postman(
                db,
                outbox,
                message -> new Letter("", "482911 is your code. " + message.id(), null),
                List.of(new WebhookGateway(new WebhookSettings(sink, Sink.SECRET), clock)),
                clock,
                TOKENS.newId(clock.instant()))) {
            postman.start();
            while (outbox.waiting() > 0) {
                Thread.sleep(5);
            }
        }
        return figures(count, wall, cpu);
    }

    private static double[] figures(int count, long wallBefore, long cpuBefore) {
        long wall = System.nanoTime() - wallBefore;
        long cpu = Proc.cpu(ProcessHandle.current().pid()) - cpuBefore;
        return new double[] {count * 1e9 / wall, cpu / 1e6 / count};
    }

    private static Message message(MessageKind kind) {
        Instant now = Instant.now();
        return new Message(
                TOKENS.newId(now),
                null,
                Channel.TEXT,
                "+4915123456789",
                kind,
                Map.of("code", "482911"),
                "en",
                "Europe/London",
                now.plusSeconds(3_600));
    }
}
