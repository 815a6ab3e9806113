package dev.countersign.doors.callback;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Message;
import dev.countersign.people.delivery.MessageKind;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Status;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A text that leaves by the operator's own webhook, and the receipt that comes back over HTTP.
class ReceiptCallsTest {
    private static final String SECRET = "a shared secret of some length";

    private static HttpServer gateway;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/texts", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] answer = "{\"reference\":\"ref-1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(202, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        gateway.start();
        server = RunningServer.start(
                "countersign.text.gateways=webhook",
                "countersign.text.countries=US",
                "countersign.text.webhook.url=http://localhost:"
                        + gateway.getAddress().getPort() + "/texts",
                "countersign.text.webhook.secret=" + SECRET);
    }

    @AfterAll
    static void stop() {
        server.close();
        gateway.stop(0);
    }

    @Test
    void receiptWhenForgedThenChangesNothingAndWhenSignedThenSettlesTheMessage() throws Exception {
        Outbox outbox = server.bean(Outbox.class);
        Instant now = server.clock().instant();
        String id = new Tokens().newId(now);
        outbox.put(
                new Message(
                        id,
                        null,
                        Channel.TEXT,
                        "+12025550123",
                        MessageKind.SIGN_IN_CODE,
                        Map.of("code", "123456"),
                        "en",
                        "UTC",
                        now.plus(Duration.ofMinutes(10))),
                now);
        until(outbox, id, Status.SENT);
        String body = "{\"reference\":\"ref-1\",\"arrived\":true}";

        assertThat(post("webhook", body, "t=1,v1=00")).isEqualTo(204);
        assertThat(post("webhook", body, signed(body, now.minus(Duration.ofMinutes(6)), SECRET)))
                .isEqualTo(204);
        assertThat(post("webhook", body, signed(body, now, "another secret altogether")))
                .isEqualTo(204);
        assertThat(post("twilio", body, signed(body, now, SECRET))).isEqualTo(204);
        assertThat(post("nobody", body, signed(body, now, SECRET))).isEqualTo(204);
        assertThat(outbox.status(id)).contains(Status.SENT);

        assertThat(post("webhook", body, signed(body, now, SECRET))).isEqualTo(204);
        assertThat(outbox.status(id)).contains(Status.DELIVERED);
    }

    @Test
    void receiptWhenTooLargeThenIsNotRead() throws Exception {
        assertThat(post("webhook", "x".repeat(70_000), "t=1,v1=00")).isEqualTo(413);
    }

    private static int post(String name, String body, String signature) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + "/callbacks/" + name))
                    .header("Content-Type", "application/json")
                    .header("Countersign-Signature", signature)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static String signed(String body, Instant at, String secret) throws GeneralSecurityException {
        long seconds = at.getEpochSecond();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] hash = mac.doFinal((seconds + "." + body).getBytes(StandardCharsets.UTF_8));
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(hash);
    }

    private static void until(Outbox outbox, String id, Status status) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!outbox.status(id).equals(Optional.of(status))) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
