package dev.countersign.people.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The header `Countersign-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 over the seconds, a full stop and the body.
final class WebhookSignature {
    static final String HEADER = "Countersign-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern SHAPE = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");

    private WebhookSignature() {}

    static String of(String secret, Instant at, byte[] body) {
        String seconds = String.valueOf(at.getEpochSecond());
        return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(sign(secret, seconds, body));
    }

    static boolean valid(String secret, String header, byte[] body, Instant now) {
        Matcher matcher = SHAPE.matcher(header);
        if (!matcher.matches()) {
            return false;
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(matcher.group(1)));
        return recent(at, now)
                && Hmac.same(
                        sign(secret, matcher.group(1), body), HexFormat.of().parseHex(matcher.group(2)));
    }

    /// Whether that was up to five minutes ago, or is ahead by as much: clocks differ.
    static boolean recent(Instant at, Instant now) {
        return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
    }

    private static byte[] sign(String secret, String seconds, byte[] body) {
        byte[] start = (seconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return Hmac.sha256(secret, all);
    }
}
