package dev.countersign.people.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Twilio's status callbacks.
public final class TwilioReceipts implements Receipts {
    private final TwilioSettings settings;

    /// Receipts of the account in those settings, sent to its public address.
    public TwilioReceipts(TwilioSettings settings) {
        this.settings = settings;
    }

    @Override
    public String gateway() {
        return "twilio";
    }

    @Override
    public Optional<Receipt> read(Callback callback) {
        var fields = Urls.fields(callback.body());
        // Over the address that was configured: what a request says about its own host is anybody's word.
        byte[] expected =
                signature(settings.authToken(), settings.receiptUrl(), fields).getBytes(StandardCharsets.US_ASCII);
        byte[] given = callback.header("X-Twilio-Signature").getBytes(StandardCharsets.UTF_8);
        if (!callback.query().isEmpty() || !Hmac.same(expected, given)) {
            return Optional.empty();
        }
        String reference = only(fields, "MessageSid");
        return reference.isEmpty()
                ? Optional.empty()
                : switch (only(fields, "MessageStatus")) {
                    case "delivered", "read" -> Optional.of(new Receipt(gateway(), reference, true));
                    case "undelivered", "failed", "canceled" -> Optional.of(new Receipt(gateway(), reference, false));
                    default -> Optional.empty();
                };
    }

    private static String only(List<Map.Entry<String, String>> fields, String name) {
        List<String> values = fields.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
        return values.size() == 1 ? values.getFirst() : "";
    }

    /// https://www.twilio.com/docs/usage/security: HMAC-SHA1 over the whole address and every field of the form,
    /// sorted, name and value without anything between them. Of the same field twice, one counts.
    static String signature(String authToken, String url, List<Map.Entry<String, String>> fields) {
        String sorted = fields.stream()
                .distinct()
                .sorted(Comparator.comparing((Map.Entry<String, String> field) -> field.getKey())
                        .thenComparing(Map.Entry::getValue))
                .map(field -> field.getKey() + field.getValue())
                .collect(Collectors.joining());
        return Base64.getEncoder().encodeToString(Hmac.sha1(authToken, url + sorted));
    }
}
