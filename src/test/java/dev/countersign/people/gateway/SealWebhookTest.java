package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.ground.audit.AuditEvent;
import dev.countersign.ground.audit.AuditSeals;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.audit.SealHead;
import dev.countersign.ground.secret.KeyRing;
import dev.countersign.ground.secret.SecretBox;
import dev.countersign.ground.secret.SecretBytes;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Heads of the record over real HTTP, to somebody who checks the signature as the documentation says.
class SealWebhookTest {
    private static final String SECRET = "a secret of the webhook";

    private record Came(String key, String signature, byte[] body) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private final TestClock clock = new TestClock();
    private final Queue<Came> came = new ConcurrentLinkedQueue<>();
    private volatile int answer = 204;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        came.add(new Came(
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("Countersign-Signature"),
                exchange.getRequestBody().readAllBytes()));
        exchange.getResponseHeaders().add("Location", "/elsewhere");
        exchange.sendResponseHeaders(answer, -1);
        exchange.close();
    }

    private SealWebhook webhook() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/heads");
        return new SealWebhook(new WebhookSettings(url, SECRET), clock);
    }

    private AuditSeals sealed(Db db) {
        byte[] key = new byte[32];
        AuditSeals seals = new AuditSeals(db, new SecretBox(KeyRing.of(List.of(SecretBytes.of(key)))));
        new AuditTrail(db, new Tokens())
                .record(new AuditEvent.SignedOut("a", "s"), new Origin("192.0.2.7", "Firefox"), clock.instant());
        clock.advance(AuditSeals.SETTLED.plus(Duration.ofSeconds(1)));
        assertThat(seals.seal(clock.instant())).isPresent();
        return seals;
    }

    @EachDatabase
    void headWhenTakenThenIsSignedAndVerifiesAndComesOnce(Databases databases) {
        AuditSeals seals = sealed(databases.fresh());

        assertThat(seals.tell(webhook()::hand, clock.instant())).isEqualTo(1);
        assertThat(seals.tell(webhook()::hand, clock.instant())).isZero();

        assertThat(came).hasSize(1);
        Came head = came.element();
        assertThat(head.key()).isEqualTo("audit-seal-1");
        assertThat(WebhookSignature.valid(SECRET, head.signature(), head.body(), clock.instant()))
                .isTrue();
        assertThat(WebhookSignature.valid("another secret of it", head.signature(), head.body(), clock.instant()))
                .isFalse();
        assertThat(head.text()).contains("\"head\":\"" + seals.head() + "\"", "\"sequence\":\"1\"", "\"sentAt\":");
        String kept = head.text().replaceFirst(".*\"head\":\"([^\"]+)\".*", "$1");
        assertThat(SealHead.parse(kept)).contains(seals.head());
    }

    @EachDatabase
    void headWhenNotTakenThenComesAgainUnderTheSameName(Databases databases) {
        AuditSeals seals = sealed(databases.fresh());

        for (int refusal : new int[] {500, 429, 403, 302}) {
            answer = refusal;
            assertThat(seals.tell(webhook()::hand, clock.instant()))
                    .as("%d", refusal)
                    .isZero();
        }
        assertThat(came).as("no redirect is followed").hasSize(4);
        answer = 200;
        clock.advance(Duration.ofHours(1));
        assertThat(seals.tell(webhook()::hand, clock.instant())).isEqualTo(1);

        assertThat(came).hasSize(5).extracting(Came::key).containsOnly("audit-seal-1");
        Came last = came.stream().reduce((_, next) -> next).orElseThrow();
        assertThat(WebhookSignature.valid(SECRET, last.signature(), last.body(), clock.instant()))
                .as("signed anew")
                .isTrue();
    }

    @EachDatabase
    void headWhenNobodyListensThenWaits(Databases databases) {
        AuditSeals seals = sealed(databases.fresh());
        SealWebhook nobody = webhook();
        server.stop(0);

        assertThat(seals.tell(nobody::hand, clock.instant())).isZero();
        assertThat(seals.tell(head -> head.sequence() == 1, clock.instant())).isEqualTo(1);
    }
}
