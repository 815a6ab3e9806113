package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sign-in while the gateway for texts is down or slow: it is said, and another way works at once.
class SlowGatewayTest {
    private static final Pattern CODE = Pattern.compile("[0-9]{6}");
    private static final Map<String, String> SMS = Map.of("factor", "sms");
    private static final int SILENCE = 0;

    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> refused = new LinkedBlockingQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile int status = 200;

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int now = status;
        if (now == 200) {
            texts.add(body);
        } else {
            refused.add(now);
        }
        if (now == SILENCE) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(now == SILENCE ? 200 : now, -1);
        exchange.close();
    }

    private String code() throws InterruptedException {
        String body = String.valueOf(texts.poll(20, TimeUnit.SECONDS));
        Matcher code = CODE.matcher(body.substring(body.indexOf("\"text\"")));
        assertThat(code.find()).as(body).isTrue();
        return code.group();
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signInWhenTheGatewayFailsThenSaysSoAndABackupCodeWorks(Databases database) throws Exception {
        HttpServer gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", this::answer);
        gateway.start();
        try {
            ApiServer server = ApiServer.on(
                    database,
                    "countersign.text.gateways=webhook",
                    "countersign.text.countries=DE",
                    "countersign.text.webhook.url=http://localhost:"
                            + gateway.getAddress().getPort(),
                    "countersign.text.webhook.secret=0123456789abcdef0123456789abcdef");
            ApiClient api = server.client();
            Person person = Person.on(server);
            Reply in = api.post("/sign-in", null, Map.of("email", person.email(), "password", Person.PASSWORD));
            String session = in.string("/session/token");
            Reply begun = api.post("/me/factors/sms", session, Map.of("phone", "+49 1512 3456789"));
            assertThat(begun.body().at("/delayed").booleanValue()).isFalse();
            Reply enrolled =
                    api.post("/me/factors/" + begun.string("/id") + "/confirm", session, Map.of("code", code()));
            assertThat(enrolled.status()).as(enrolled.text()).isEqualTo(200);

            int used = 0;
            for (int broken : new int[] {500, 429, SILENCE}) {
                status = broken;
                server.clock().advance(Duration.ofHours(2));
                String challenge = challenge(api, person);
                Reply sent = api.post("/sign-in/challenge/send", challenge, SMS);
                assertThat(sent.status()).as(sent.text()).isEqualTo(202);
                assertThat(sent.body().at("/delayed").booleanValue()).isFalse();
                assertThat(refused.poll(20, TimeUnit.SECONDS)).isEqualTo(broken);
                if (broken != SILENCE) {
                    thenIsSaidToBeLate(server, api, challenge);
                }
                String backup = enrolled.string("/backupCodes/" + used++);
                Reply entered = api.post(
                        "/sign-in/challenge/verify", challenge, Map.of("factor", "backup-code", "code", backup));
                assertThat(entered.status()).as(entered.text()).isEqualTo(200);
                refused.clear();
            }
        } finally {
            end.countDown();
            gateway.stop(0);
        }
    }

    private void thenIsSaidToBeLate(ApiServer server, ApiClient api, String challenge) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (waiting(server) == 0 && System.nanoTime() < patience) {
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        server.clock().advance(Duration.ofSeconds(61));
        Reply again = api.post("/sign-in/challenge/send", challenge, SMS);
        assertThat(again.status()).as(again.text()).isEqualTo(202);
        assertThat(again.body().at("/delayed").booleanValue()).isTrue();
    }

    private static int waiting(ApiServer server) {
        Db db = server.bean(Db.class);
        return db.read(() -> db.sql()
                .sql("select count(*) from message where status = 'waiting' and attempts > 0")
                .query(Integer.class)
                .single());
    }

    private static String challenge(ApiClient api, Person person) {
        return api.post("/sign-in", null, Map.of("email", person.email(), "password", Person.PASSWORD))
                .string("/challenge/token");
    }
}
