package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.testing.ServerKeys;
import dev.countersign.testing.TestClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HttpGatewaysTest {
    private static final String SECRET = "a-secret-that-is-shared";
    private static final URI PUBLIC = URI.create("https://id.example.org/");

    private final TestClock clock = new TestClock();

    /// The gateways that speak HTTP, so that what holds for all is tried with each.
    enum Kind {
        TWILIO,
        VONAGE,
        WEBHOOK
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void textWhenNobodyListensThenIsUnavailable(Kind kind) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(gateway(kind, URI.create("http://localhost:" + port)).hand(Samples.text(), Samples.TEXT))
                .isInstanceOf(Handed.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void textWhenHostDoesNotExistThenIsUnavailable(Kind kind) {
        assertThat(gateway(kind, URI.create("http://nowhere.invalid")).hand(Samples.text(), Samples.TEXT))
                .isInstanceOf(Handed.Unavailable.class);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void textWhenNoAnswerComesThenIsUnknown(Kind kind) throws Exception {
        try (Provider provider = Provider.answering(0, "")) {
            HttpCall hasty = new HttpCall(clock, Duration.ofMillis(500), null);
            assertThat(gateway(kind, provider.base(), hasty).hand(Samples.text(), Samples.TEXT))
                    .isInstanceOf(Handed.Unknown.class);
            assertThat(provider.requests).hasSize(1);
        }
    }

    static Stream<Arguments> cuts() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Stream.of(
                                "",
                                "HTTP/1.1 20",
                                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sid\":\"SM",
                                "nonsense\r\n\r\n")
                        .map(start -> Arguments.of(kind, start)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void textWhenLineBreaksAfterTheRequestThenIsUnknownAndSentOnce(Kind kind, String start) throws Exception {
        try (Provider provider = Provider.cutting(start)) {
            assertThat(gateway(kind, provider.base()).hand(Samples.text(), Samples.TEXT))
                    .isInstanceOf(Handed.Unknown.class);
            assertThat(provider.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, Unavailable",
        "502, Unavailable",
        "503, Unavailable",
        "504, Unknown",
        "401, RefusedTransport",
        "403, RefusedTransport",
        "302, RefusedTransport",
        "307, RefusedTransport",
        "408, Unavailable"
    })
    void textWhenStatusSaysEverythingThenItIsUnderstood(int status, String meaning) throws Exception {
        for (Kind kind : Kind.values()) {
            try (Provider provider = Provider.answering(status, Map.of("Location", "/elsewhere"), "{")) {
                Handed handed = gateway(kind, provider.base()).hand(Samples.text(), Samples.TEXT);
                assertThat(handed.getClass().getSimpleName()).as(kind.name()).isEqualTo(meaning);
                assertThat(provider.requests).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, 17",
        "0, 0",
        "'Mon, 05 Jan 2026 12:00:30 GMT', 30",
        "'Mon, 05 Jan 2026 11:00:00 GMT', 0",
        "99999, 3600",
        "soon,",
        "99999999999999999999,"
    })
    void textWhenThereAreTooManyThenWaitsAsLongAsAsked(String asked, Long seconds) throws Exception {
        for (Kind kind : Kind.values()) {
            try (Provider provider = Provider.answering(429, Map.of("Retry-After", asked), "")) {
                Duration wait = seconds == null ? null : Duration.ofSeconds(seconds);
                assertThat(gateway(kind, provider.base()).hand(Samples.text(), Samples.TEXT))
                        .isEqualTo(new Handed.RateLimited("HTTP 429", wait));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TWILIO, Taken", "VONAGE, Unknown", "WEBHOOK, Taken"})
    void textWhenAnswerIsHugeThenItIsNotRead(Kind kind, String meaning) throws Exception {
        try (Provider provider = Provider.answering(
                200, "{\"sid\":\"SM1\",\"reference\":\"r\",\"x\":\"" + "x".repeat(5_000_000) + "\"}")) {
            Handed handed = gateway(kind, provider.base()).hand(Samples.text(), Samples.TEXT);
            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
            assertThat(handed).isNotEqualTo(new Handed.Taken("SM1")).isNotEqualTo(new Handed.Taken("r"));
        }
    }

    @ParameterizedTest
    @CsvSource({"TWILIO, Taken", "VONAGE, Unknown", "WEBHOOK, Taken"})
    void textWhenAnswerIsNoJsonThenIsNotTakenForARefusal(Kind kind, String meaning) throws Exception {
        try (Provider provider = Provider.answering(200, "{\"messages\":[{\"status\":")) {
            assertThat(gateway(kind, provider.base())
                            .hand(Samples.text(), Samples.TEXT)
                            .getClass()
                            .getSimpleName())
                    .isEqualTo(meaning);
        }
    }

    @Test
    void textWhenCertificateIsForAnotherNameThenNothingIsSent() throws Exception {
        ServerKeys keys = ServerKeys.named("dns:elsewhere.example");
        try (Provider provider = Provider.secure(keys.own())) {
            HttpCall http = new HttpCall(clock, Duration.ofSeconds(10), keys.trust());
            assertThat(gateway(Kind.WEBHOOK, provider.base(), http).hand(Samples.text(), Samples.TEXT))
                    .isInstanceOf(Handed.RefusedTransport.class);
            assertThat(provider.requests).isEmpty();
        }
    }

    @Test
    void textWhenLineIsSecureThenIsTaken() throws Exception {
        ServerKeys keys = ServerKeys.named("dns:localhost");
        try (Provider provider = Provider.secure(keys.own())) {
            HttpCall http = new HttpCall(clock, Duration.ofSeconds(10), keys.trust());
            assertThat(gateway(Kind.WEBHOOK, provider.base(), http).hand(Samples.text(), Samples.TEXT))
                    .isInstanceOf(Handed.Taken.class);
        }
    }

    @Test
    void twilioWhenItTakesTheTextThenNamesIt() throws Exception {
        try (Provider provider = Provider.answering(201, "{\"sid\":\"SM0123456789abcdef\",\"status\":\"queued\"}")) {
            Handed handed = gateway(Kind.TWILIO, provider.base())
                    .hand(Samples.text(), new Letter("", "Prüfcode & Grüße = 1+1 👋", null));

            assertThat(handed).isEqualTo(new Handed.Taken("SM0123456789abcdef"));
            Provider.Request request = provider.requests.getFirst();
            assertThat(request.path()).isEqualTo("/2010-04-01/Accounts/AC123/Messages.json");
            assertThat(Urls.fields(request.text()))
                    .containsExactly(
                            Map.entry("To", Samples.NUMBER),
                            Map.entry("From", "+15005550006"),
                            Map.entry("Body", "Prüfcode & Grüße = 1+1 👋"),
                            Map.entry("StatusCallback", "https://id.example.org/callbacks/twilio"),
                            Map.entry("ValidityPeriod", "600"));
            assertThat(request.header("Authorization"))
                    .isEqualTo("Basic "
                            + Base64.getEncoder().encodeToString("AC123:token".getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void twilioWhenSenderIsAServiceThenItIsNamedAsOne() throws Exception {
        try (Provider provider = Provider.answering(201, "{}")) {
            var settings = new TwilioSettings(provider.base(), "AC123", "token", "MG456", PUBLIC);
            assertThat(new TwilioGateway(settings, clock).hand(Samples.text(), Samples.TEXT))
                    .isEqualTo(new Handed.Taken(null));
            assertThat(Urls.fields(provider.requests.getFirst().text()))
                    .contains(Map.entry("MessagingServiceSid", "MG456"))
                    .noneMatch(field -> field.getKey().equals("From"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21211, RefusedRequest",
        "400, 21408, RefusedRequest",
        "400, 21610, RefusedRequest",
        "400, 21614, RefusedRequest",
        "400, 21617, RefusedRequest",
        "400, 30450, Fraud",
        "403, 30453, Fraud",
        "401, 20003, RefusedTransport",
        "400, 21606, RefusedTransport",
        "400, 99999, RefusedTransport",
        "429, 20429, RateLimited",
        "400, 21611, RateLimited",
        "503, 20503, Unavailable"
    })
    void twilioWhenItNamesAnErrorThenItIsUnderstood(int status, int code, String meaning) throws Exception {
        try (Provider provider = Provider.answering(
                status,
                "{\"code\":" + code + ",\"message\":\"The number +4915112345678 …\",\"status\":" + status + "}")) {
            Handed handed = gateway(Kind.TWILIO, provider.base()).hand(Samples.text(), Samples.TEXT);
            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
            assertThat(handed.toString()).contains(String.valueOf(code)).doesNotContain("4915112345678");
        }
    }

    @Test
    void vonageWhenItTakesTheTextThenNamesIt() throws Exception {
        try (Provider provider = Provider.answering(
                200,
                "{\"message-count\":\"2\",\"messages\":[{\"status\":\"0\",\"message-id\":\"0A01\"},"
                        + "{\"status\":\"0\",\"message-id\":\"0A02\"}]}")) {
            assertThat(gateway(Kind.VONAGE, provider.base()).hand(Samples.text(), new Letter("", "Κωδικός שלום", null)))
                    .isEqualTo(new Handed.Taken("0A01"));
            var body = Json.read(provider.requests.getFirst().text());
            assertThat(provider.requests.getFirst().path()).isEqualTo("/sms/json");
            assertThat(body.path("to").asString()).isEqualTo("4915112345678");
            assertThat(body.path("text").asString()).isEqualTo("Κωδικός שלום");
            assertThat(body.path("type").asString()).isEqualTo("unicode");
            assertThat(body.path("ttl").asString()).isEqualTo("600000");
            assertThat(body.path("callback").asString()).isEqualTo("https://id.example.org/callbacks/vonage");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, RateLimited",
        "2, RefusedTransport",
        "3, RefusedTransport",
        "4, RefusedTransport",
        "5, Unavailable",
        "6, RefusedRequest",
        "7, RefusedRequest",
        "8, RefusedTransport",
        "9, RefusedTransport",
        "12, RefusedRequest",
        "15, RefusedTransport",
        "29, RefusedRequest",
        "99, RefusedTransport",
        "x, Unknown"
    })
    void vonageWhenItNamesAStatusThenItIsUnderstood(String status, String meaning) throws Exception {
        try (Provider provider = Provider.answering(
                200, "{\"messages\":[{\"status\":\"" + status + "\",\"error-text\":\"4915112345678 secret\"}]}")) {
            Handed handed = gateway(Kind.VONAGE, provider.base()).hand(Samples.text(), Samples.TEXT);
            assertThat(handed.getClass().getSimpleName()).isEqualTo(meaning);
            assertThat(handed.toString()).doesNotContain("4915112345678", "secret");
        }
    }

    @Test
    void webhookWhenItTakesTheTextThenCanTellWhoSentIt() throws Exception {
        try (Provider provider = Provider.answering(202, "{\"reference\":\"ref-1\"}")) {
            assertThat(gateway(Kind.WEBHOOK, provider.base()).hand(Samples.text(), Samples.TEXT))
                    .isEqualTo(new Handed.Taken("ref-1"));
            Provider.Request request = provider.requests.getFirst();
            var body = Json.read(request.text());
            assertThat(body.propertyNames()).containsExactly("id", "to", "text", "kind", "expiresAt");
            assertThat(body.path("expiresAt").asString()).isEqualTo("2026-01-05T12:10:00Z");
            assertThat(body.path("kind").asString()).isEqualTo("sign-in-code");
            assertThat(request.header("Idempotency-key")).isEqualTo(Samples.ID);
            String signature = request.header("Countersign-signature");
            assertThat(WebhookSignature.valid(SECRET, signature, request.body(), clock.instant()))
                    .isTrue();
            assertThat(WebhookSignature.valid("another secret 123", signature, request.body(), clock.instant()))
                    .isFalse();
        }
    }

    @Test
    void webhookWhenItNamesNoReferenceThenReceiptsNameTheMessage() throws Exception {
        try (Provider provider = Provider.answering(204, "")) {
            assertThat(gateway(Kind.WEBHOOK, provider.base()).hand(Samples.text(), Samples.TEXT))
                    .isEqualTo(new Handed.Taken(Samples.ID));
        }
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "422"})
    void webhookWhenItRefusesTheTextThenItIsNotTriedAgain(int status) throws Exception {
        try (Provider provider = Provider.answering(status, "")) {
            assertThat(gateway(Kind.WEBHOOK, provider.base()).hand(Samples.text(), Samples.TEXT))
                    .isEqualTo(new Handed.RefusedRequest("HTTP " + status));
        }
    }

    @ParameterizedTest
    @CsvSource({"4915112345678", "+0123456789", "+49 151 1234567", "+49151&From=1", "''"})
    void textWhenNumberIsNoNumberThenIsRefused(String number) throws Exception {
        try (Provider provider = Provider.answering(200, "{}")) {
            assertThat(gateway(Kind.TWILIO, provider.base()).hand(Samples.text(number), Samples.TEXT))
                    .isInstanceOf(Handed.RefusedRequest.class);
            assertThat(gateway(Kind.VONAGE, provider.base()).hand(Samples.text(number), Samples.TEXT))
                    .isInstanceOf(Handed.RefusedRequest.class);
            assertThat(provider.requests).isEmpty();
        }
    }

    @Test
    void settingsWhenPrintedThenHideWhatIsSecret() {
        assertThat(new TwilioSettings(PUBLIC, "AC123", "hidden", "+1", PUBLIC).toString())
                .doesNotContain("hidden");
        assertThat(new VonageSettings(PUBLIC, "key", "hidden", "me", "hidden", PUBLIC).toString())
                .doesNotContain("hidden");
        assertThat(new WebhookSettings(URI.create("https://u:hidden@example.org/"), SECRET).toString())
                .doesNotContain(SECRET, "hidden");
        assertThatThrownBy(() -> new WebhookSettings(PUBLIC, "short")).isInstanceOf(IllegalArgumentException.class);
        assertThat(gateway(Kind.TWILIO, PUBLIC).channel()).isEqualTo(Channel.TEXT);
    }

    private Gateway gateway(Kind kind, URI base) {
        return gateway(kind, base, new HttpCall(clock, Duration.ofSeconds(10), null));
    }

    private static Gateway gateway(Kind kind, URI base, HttpCall http) {
        return switch (kind) {
            case TWILIO -> new TwilioGateway(new TwilioSettings(base, "AC123", "token", "+15005550006", PUBLIC), http);
            case VONAGE ->
                new VonageGateway(new VonageSettings(base, "key", "secret", "Countersign", SECRET, PUBLIC), http);
            case WEBHOOK -> new WebhookGateway(new WebhookSettings(base, SECRET), http);
        };
    }
}
