package dev.countersign.people.gateway;

import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// A server's share of delivery and nothing else: an outbox, a webhook gateway and a postman over a database that
/// others use too. In this process, or in one of its own that can be killed.
final class Node implements AutoCloseable {
    static final SecretBox BOX = new SecretBox(KeyRing.of(List.of(SecretBytes.of(new byte[32]))));
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    final Outbox outbox;
    private final Postman postman;

    Node(Db db, URI sink, InstantSource clock, String name) {
        outbox = new Outbox(db, BOX, Set.of(Channel.TEXT));
        WebhookGateway gateway = new WebhookGateway(new WebhookSettings(sink, SECRET), clock);
        postman = new Postman(
                db,
                outbox,
                message -> new Letter("", message.kind().word() + " " + message.id(), null),
                List.of(gateway),
                clock,
                name);
        postman.start();
    }

    @Override
    public void close() {
        postman.close();
    }

    /// Starts one in a process of its own, whose clock stands still.
    static Process fork(DatabaseSettings store, URI sink, Instant now, String name) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Node.class.getName()));
        command.addAll(
                List.of(Objects.requireNonNull(store.url()), store.dataFolder().toString()));
        command.addAll(List.of(sink.toString(), now.toString(), name));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process: database, its folder, sink, the time, and the node's name. It ends when it is killed.
    public static void main(String[] args) throws InterruptedException {
        Instant now = Instant.parse(args[3]);
        Db db = Db.openMigrated(new DatabaseSettings(args[0], "postgres", "", Path.of(args[1]), 8));
        try (db;
                Node node = new Node(db, URI.create(args[2]), InstantSource.fixed(now), args[4])) {
            Objects.requireNonNull(node);
            Thread.currentThread().join();
        }
    }
}
