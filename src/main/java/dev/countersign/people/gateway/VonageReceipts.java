package dev.countersign.people.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Vonage's delivery receipts, as query, form or JSON. They are believed when signed with the account's signature
/// secret: by the field `sig` (method SHA-256 HMAC), or by a token in the `Authorization` header.
public final class VonageReceipts implements Receipts {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern JOINERS = Pattern.compile("[=&]");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final String BEARER = "Bearer ";

    private final VonageSettings settings;
    private final InstantSource clock;

    /// Receipts signed with the secret in those settings.
    public VonageReceipts(VonageSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String gateway() {
        return "vonage";
    }

    @Override
    public Optional<Receipt> read(Callback callback) {
        Map<String, String> fields = fields(callback);
        if (settings.signatureSecret().isEmpty() || !(signed(fields) || signedByToken(callback))) {
            return Optional.empty();
        }
        String reference = fields.getOrDefault("messageId", fields.getOrDefault("message_uuid", ""));
        return reference.isEmpty()
                ? Optional.empty()
                : switch (fields.getOrDefault("status", "").toLowerCase(Locale.ROOT)) {
                    case "delivered", "read" -> Optional.of(new Receipt(gateway(), reference, true));
                    case "expired", "failed", "rejected", "undeliverable", "deleted" ->
                        Optional.of(new Receipt(gateway(), reference, false));
                    default -> Optional.empty();
                };
    }

    /// By name; empty when a name comes twice, because which of them was signed could not be told.
    private static Map<String, String> fields(Callback callback) {
        String body = callback.body();
        Map<String, String> fields = new TreeMap<>();
        if (callback.is("application/json")) {
            for (Map.Entry<String, JsonNode> field : Json.read(body).properties()) {
                fields.put(field.getKey(), field.getValue().asString(""));
            }
            return fields;
        }
        for (Map.Entry<String, String> field : Urls.fields(body.isEmpty() ? callback.query() : body)) {
            if (fields.put(field.getKey(), field.getValue()) != null) {
                return Map.of();
            }
        }
        return fields;
    }

    private boolean signed(Map<String, String> fields) {
        String given = fields.getOrDefault("sig", "");
        return SIGNATURE.matcher(given).matches()
                && recent(fields.getOrDefault("timestamp", ""))
                && Hmac.same(
                        signature(settings.signatureSecret(), fields),
                        HexFormat.of().parseHex(given.toLowerCase(Locale.ROOT)));
    }

    /// https://developer.vonage.com/en/getting-started/concepts/signing-messages: `&name=value` of every field that
    /// is not empty, sorted by name, `&` and `=` within them as `_`.
    static byte[] signature(String secret, Map<String, String> fields) {
        String text = new TreeMap<>(fields)
                .entrySet().stream()
                        .filter(field -> !field.getKey().equals("sig")
                                && !field.getValue().isBlank())
                        .map(field -> "&" + plain(field.getKey()) + "=" + plain(field.getValue()))
                        .collect(Collectors.joining());
        return Hmac.sha256(secret, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String text) {
        return JOINERS.matcher(text).replaceAll("_");
    }

    /// RFC 7519, with nothing left to choose: HS256, issued by Vonage in the last minutes, over this very body. A
    /// token without a body's hash would be good for any body.
    private boolean signedByToken(Callback callback) {
        String header = callback.header("Authorization");
        String[] parts = DOT.split(header.startsWith(BEARER) ? header.substring(BEARER.length()) : "", -1);
        if (parts.length != 3 || callback.body().isEmpty()) {
            return false;
        }
        try {
            byte[] expected = Hmac.sha256(
                    settings.signatureSecret(), (parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
            if (!Hmac.same(expected, Base64.getUrlDecoder().decode(parts[2]))) {
                return false;
            }
            JsonNode claims = decoded(parts[1]);
            return decoded(parts[0]).path("alg").asString("").equals("HS256")
                    && claims.path("iss").asString("").equals("Vonage")
                    && recent(claims.path("iat").asString(""))
                    && Hmac.sha256Hex(callback.bytes())
                            .equalsIgnoreCase(claims.path("payload_hash").asString(""));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static JsonNode decoded(String part) {
        return Json.read(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    private boolean recent(String seconds) {
        return SECONDS.matcher(seconds).matches()
                && WebhookSignature.recent(Instant.ofEpochSecond(Long.parseLong(seconds)), clock.instant());
    }
}
