package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Sends text messages by Vonage's SMS API.
public final class VonageGateway implements Gateway {
    /// What the interface accepts as `ttl`: 20 seconds to 7 days.
    private static final Duration SHORTEST_VALIDITY = Duration.ofSeconds(20);

    private static final Duration LONGEST_VALIDITY = Duration.ofDays(7);

    private final VonageSettings settings;
    private final HttpCall http;

    /// A gateway to that account.
    public VonageGateway(VonageSettings settings, InstantSource clock) {
        this(settings, new HttpCall(clock));
    }

    VonageGateway(VonageSettings settings, HttpCall http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public String name() {
        return "vonage";
    }

    @Override
    public Channel channel() {
        return Channel.TEXT;
    }

    @Override
    public Handed hand(Message message, Letter letter) {
        if (!PhoneNumber.valid(message.to())) {
            return new Handed.RefusedRequest("not a number in E.164 form");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("api_key", settings.apiKey());
        fields.put("api_secret", settings.apiSecret());
        fields.put("from", settings.sender());
        fields.put("to", message.to().substring(1));
        fields.put("text", letter.text());
        fields.put("type", Gsm7.encode(letter.text()).isPresent() ? "text" : "unicode");
        fields.put("ttl", String.valueOf(validity(message).toMillis()));
        fields.put(
                "callback",
                Urls.under(settings.publicBase(), "/callbacks/vonage").toString());
        HttpRequest.Builder request = HttpRequest.newBuilder(Urls.under(settings.base(), "/sms/json"))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        return http.post(request, Json.write(fields), VonageGateway::read);
    }

    private Duration validity(Message message) {
        Duration left = Duration.between(http.clock().instant(), message.expiresAt());
        if (left.compareTo(SHORTEST_VALIDITY) < 0) {
            return SHORTEST_VALIDITY;
        }
        return left.compareTo(LONGEST_VALIDITY) > 0 ? LONGEST_VALIDITY : left;
    }

    /// A long text goes as several messages, each with a status. Once one has been taken the text is on its way.
    private static Handed read(HttpCall.Reply reply) {
        if (!reply.ok()) {
            return HttpCall.byStatus(reply);
        }
        JsonNode parts = Json.read(reply.body()).path("messages");
        if (!parts.isArray() || parts.isEmpty()) {
            return new Handed.Unknown("HTTP " + reply.status() + " and no answer that can be read");
        }
        for (JsonNode part : parts) {
            if (status(part) == 0) {
                String id = part.path("message-id").asString("");
                return new Handed.Taken(id.isEmpty() || id.length() > 64 ? null : id);
            }
        }
        return refused(status(parts.path(0)));
    }

    private static int status(JsonNode part) {
        return part.path("status").asInt(-1);
    }

    /// The codes of https://developer.vonage.com/en/api-errors/sms
    private static Handed refused(int status) {
        String reason = "status " + status;
        return switch (status) {
            case -1 -> new Handed.Unknown("no status");
            case 1, 10 -> new Handed.RateLimited(reason, null);
            case 5 -> new Handed.Unavailable(reason);
            // A message or number that cannot be handled: unknown prefix, barred, too long, not allowed, given up.
            case 6, 7, 12, 29, 33 -> new Handed.RefusedRequest(reason);
            // Ours: credentials (4, 14, 32), account barred (8), no money (9), wrong product (11), sender (15), …
            default -> new Handed.RefusedTransport(reason);
        };
    }
}
