package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.TestClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptsTest {
    private static final String SECRET = "a-secret-that-is-shared";
    private static final URI PUBLIC = URI.create("https://id.example.org");
    private static final URI BASE = URI.create("https://provider.example");

    private final TestClock clock = new TestClock();
    private final WebhookReceipts webhook = new WebhookReceipts(new WebhookSettings(BASE, SECRET), clock);
    private final TwilioReceipts twilio =
            new TwilioReceipts(new TwilioSettings(BASE, "AC123", "12345", "+15005550006", PUBLIC));
    private final VonageReceipts vonage =
            new VonageReceipts(new VonageSettings(BASE, "key", "secret", "me", SECRET, PUBLIC), clock);

    /// The example of https://www.twilio.com/docs/usage/security#validating-requests
    @Test
    void twilioSignatureWhenDocumentedThenIsTheSame() {
        List<Map.Entry<String, String>> fields = List.of(
                Map.entry("Digits", "1234"),
                Map.entry("CallSid", "CA1234567890ABCDE"),
                Map.entry("To", "+18005551212"),
                Map.entry("Caller", "+14158675309"),
                Map.entry("From", "+14158675309"));
        assertThat(TwilioReceipts.signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", fields))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
    }

    /// A test of twilio-php (RequestValidatorTest): a field that comes several times.
    @Test
    void twilioSignatureWhenFieldsRepeatThenIsTheSame() {
        List<Map.Entry<String, String>> fields = List.of(
                Map.entry("Sid", "CA123"),
                Map.entry("SidAccount", "AC123"),
                Map.entry("Digits", "5678"),
                Map.entry("Digits", "1234"),
                Map.entry("Digits", "1234"));
        assertThat(TwilioReceipts.signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", fields))
                .isEqualTo("IK+Dwps556ElfBT0I3Rgjkr1wJU=");
    }

    /// A test of vonage-java-sdk (RequestSigningTest), method HMAC SHA-256.
    @Test
    void vonageSignatureWhenDocumentedThenIsTheSame() {
        Map<String, String> fields =
                Map.of("a", "alphabet", "b", "bananas", "timestamp", "2100", "sig", "any", "c", "");
        assertThat(HexFormat.of().formatHex(VonageReceipts.signature("abcde", fields)))
                .isEqualTo("8d1b0428276b6a070578225914c3502cc0687a454dfbbbb370c76a14234cb546");
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, true",
        "read, true",
        "undelivered, false",
        "failed, false",
        "sent,",
        "queued,",
        "sending,",
        "'',"
    })
    void twilioReceiptWhenSignedThenIsBelieved(String status, Boolean arrived) {
        Callback callback = twilio("MessageSid=SM1&MessageStatus=" + status + "&To=%2B491511&ErrorMessage=a+b%26c");
        assertThat(twilio.read(callback).map(Receipt::arrived).orElse(null)).isEqualTo(arrived);
        assertThat(twilio.read(callback).map(Receipt::reference).orElse("SM1")).isEqualTo("SM1");
    }

    @Test
    void twilioReceiptWhenSignatureIsWrongThenIsNotBelieved() {
        String body = "MessageSid=SM1&MessageStatus=delivered";
        Map<String, String> right = twilio(body).headers();

        assertThat(twilio.read(new Callback(right, "", body))).contains(new Receipt("twilio", "SM1", true));
        assertThat(twilio.read(new Callback(right, "", body.replace("SM1", "SM2"))))
                .isEmpty();
        assertThat(twilio.read(new Callback(right, "a=b", body))).isEmpty();
        assertThat(twilio.read(new Callback(Map.of(), "", body))).isEmpty();
        assertThat(twilio.read(new Callback(Map.of("X-Twilio-Signature", "王"), "", body)))
                .isEmpty();
        String elsewhere =
                TwilioReceipts.signature("12345", "https://evil.example/callbacks/twilio", Urls.fields(body));
        assertThat(twilio.read(new Callback(Map.of("X-Twilio-Signature", elsewhere), "", body)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MessageStatus=delivered", "MessageSid=SM1&MessageSid=SM2&MessageStatus=delivered", "%zz", ""})
    void twilioReceiptWhenSignedButNotUnderstoodThenIsNotBelieved(String body) {
        assertThat(twilio.read(twilio(body))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, true",
        "failed, false",
        "expired, false",
        "rejected, false",
        "accepted,",
        "buffered,",
        "unknown,"
    })
    void vonageReceiptWhenSignedThenIsBelievedInEveryShape(String status, Boolean arrived) {
        Map<String, String> fields = signed(Map.of("messageId", "0A", "status", status, "err-code", "0 & =1"));
        String form = new String(Urls.form(fields), StandardCharsets.UTF_8);
        Callback asQuery = new Callback(Map.of(), form, "");
        Callback asForm = new Callback(Map.of(), "", form);
        Callback asJson =
                new Callback(Map.of("content-type", "application/json; charset=utf-8"), "", text(Json.write(fields)));
        for (Callback callback : List.of(asQuery, asForm, asJson)) {
            assertThat(vonage.read(callback).map(Receipt::arrived).orElse(null)).isEqualTo(arrived);
        }
    }

    @Test
    void vonageReceiptWhenSignatureIsWrongThenIsNotBelieved() {
        Map<String, String> fields = signed(Map.of("messageId", "0A", "status", "delivered"));
        assertThat(read(fields)).contains(new Receipt("vonage", "0A", true));

        assertThat(read(with(fields, "messageId", "0B"))).isEmpty();
        assertThat(read(with(fields, "sig", ""))).isEmpty();
        assertThat(read(with(fields, "sig", "00".repeat(32)))).isEmpty();
        assertThat(read(with(fields, "sig", "0".repeat(63)))).isEmpty();
        String twice = new String(Urls.form(fields), StandardCharsets.UTF_8) + "&messageId=0B";
        assertThat(vonage.read(new Callback(Map.of(), twice, ""))).isEmpty();
        assertThat(new VonageReceipts(new VonageSettings(BASE, "key", "secret", "me", "", PUBLIC), clock)
                        .read(new Callback(Map.of(), "", text(Urls.form(fields)))))
                .isEmpty();
        clock.advance(Duration.ofSeconds(301));
        assertThat(read(fields)).isEmpty();
    }

    @Test
    void vonageReceiptWhenTokenIsOverTheBodyThenIsBelieved() {
        byte[] body = Json.write(Map.of("message_uuid", "u1", "status", "delivered"));
        String claims = claims(body, "Vonage", clock.instant());
        assertThat(token("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", claims, SECRET, body))
                .contains(new Receipt("vonage", "u1", true));

        byte[] other = Json.write(Map.of("message_uuid", "u2", "status", "delivered"));
        assertThat(token("{\"alg\":\"HS256\"}", claims, SECRET, other)).isEmpty();
        assertThat(token("{\"alg\":\"HS256\"}", claims, "another secret", body)).isEmpty();
        assertThat(token("{\"alg\":\"none\"}", claims, SECRET, body)).isEmpty();
        assertThat(token("{\"alg\":\"HS256\"}", claims(body, "Mallory", clock.instant()), SECRET, body))
                .isEmpty();
        assertThat(token("{\"alg\":\"HS256\"}", "{\"iss\":\"Vonage\",\"iat\":1767614400}", SECRET, body))
                .isEmpty();
        Instant old = clock.instant().minusSeconds(301);
        assertThat(token("{\"alg\":\"HS256\"}", claims(body, "Vonage", old), SECRET, body))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer a.b", "Bearer ..", "Bearer !.!.!", "Bearer", "Basic abc", "Bearer a.b.c.d"})
    void vonageReceiptWhenTokenIsNoneThenIsNotBelieved(String header) {
        byte[] body = Json.write(Map.of("message_uuid", "u1", "status", "delivered"));
        assertThat(vonage.read(new Callback(
                        Map.of("Authorization", header, "Content-Type", "application/json"), "", text(body))))
                .isEmpty();
    }

    @Test
    void webhookReceiptWhenSignedThenIsBelieved() {
        assertThat(webhook("{\"reference\":\"r1\",\"arrived\":true}")).contains(new Receipt("webhook", "r1", true));
        assertThat(webhook("{\"reference\":\"r1\",\"arrived\":false,\"more\":1}"))
                .contains(new Receipt("webhook", "r1", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"reference\":\"r1\",\"arrived\":\"true\"}",
                "{\"reference\":\"r1\"}",
                "{\"arrived\":true}",
                "{\"reference\":\"r1\",\"reference\":\"r2\",\"arrived\":true}",
                "[]",
                "null",
                "",
                "{"
            })
    void webhookReceiptWhenNotUnderstoodThenIsNotBelieved(String body) {
        assertThat(webhook(body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-301, false", "-300, true", "300, true", "301, false"})
    void webhookReceiptWhenSignedLongAgoThenIsNotBelieved(long seconds, boolean believed) {
        byte[] body = "{\"reference\":\"r1\",\"arrived\":true}".getBytes(StandardCharsets.UTF_8);
        String header = WebhookSignature.of(SECRET, clock.instant().plusSeconds(seconds), body);
        assertThat(webhook.read(new Callback(Map.of("countersign-signature", header), "", text(body)))
                        .isPresent())
                .isEqualTo(believed);
    }

    @Test
    void webhookReceiptWhenForgedThenIsNotBelieved() {
        byte[] body = "{\"reference\":\"r1\",\"arrived\":true}".getBytes(StandardCharsets.UTF_8);
        String right = WebhookSignature.of(SECRET, clock.instant(), body);
        for (String wrong : List.of(
                "",
                "t=1,v1=",
                right.substring(0, right.length() - 1),
                right + "0",
                right.replaceFirst("t=\\d+", "t=" + (clock.instant().getEpochSecond() + 1)),
                WebhookSignature.of("another secret 123", clock.instant(), body))) {
            assertThat(webhook.read(new Callback(Map.of(WebhookSignature.HEADER, wrong), "", text(body))))
                    .as(wrong)
                    .isEmpty();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Callback twilio(String body) {
        String signature =
                TwilioReceipts.signature("12345", "https://id.example.org/callbacks/twilio", Urls.fields(body));
        return new Callback(Map.of("x-twilio-signature", signature), "", body);
    }

    private java.util.Optional<Receipt> read(Map<String, String> fields) {
        return vonage.read(new Callback(Map.of(), "", text(Urls.form(fields))));
    }

    private Map<String, String> signed(Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("timestamp", String.valueOf(clock.instant().getEpochSecond()));
        all.put("sig", HexFormat.of().formatHex(VonageReceipts.signature(SECRET, all)));
        return all;
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new TreeMap<>(fields);
        changed.put(name, value);
        return changed;
    }

    private static String claims(byte[] body, String issuer, Instant at) {
        return "{\"iss\":\"" + issuer + "\",\"iat\":" + at.getEpochSecond() + ",\"payload_hash\":\""
                + Hmac.sha256Hex(body) + "\"}";
    }

    private java.util.Optional<Receipt> token(String header, String claims, String secret, byte[] body) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        String start = encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8)) + "."
                + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8));
        String token =
                start + "." + encoder.encodeToString(Hmac.sha256(secret, start.getBytes(StandardCharsets.UTF_8)));
        return vonage.read(new Callback(
                Map.of("authorization", "Bearer " + token, "content-type", "application/json"), "", text(body)));
    }

    private java.util.Optional<Receipt> webhook(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return webhook.read(new Callback(
                Map.of("countersign-signature", WebhookSignature.of(SECRET, clock.instant(), body)), "", text));
    }
}
