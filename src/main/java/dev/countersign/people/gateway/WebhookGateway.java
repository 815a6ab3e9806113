package dev.countersign.people.gateway;

import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.Gateway;
import dev.countersign.people.delivery.Handed;
import dev.countersign.people.delivery.Letter;
import dev.countersign.people.delivery.Message;
import java.net.http.HttpRequest;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Hands text messages to an address of the operator's own, as signed JSON: `id`, `to`, `text`, `kind` and
/// `expiresAt`. The answer may name a `reference`; otherwise receipts name the message's id.
public final class WebhookGateway implements Gateway {
    private final WebhookSettings settings;
    private final HttpCall http;

    /// A gateway to that address.
    public WebhookGateway(WebhookSettings settings, InstantSource clock) {
        this(settings, new HttpCall(clock));
    }

    WebhookGateway(WebhookSettings settings, HttpCall http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Channel channel() {
        return Channel.TEXT;
    }

    @Override
    public Handed hand(Message message, Letter letter) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("id", message.id());
        fields.put("to", message.to());
        fields.put("text", letter.text());
        fields.put("kind", message.kind().word());
        fields.put("expiresAt", message.expiresAt().toString());
        byte[] body = Json.write(fields);
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .header("Idempotency-Key", message.id())
                .header(
                        WebhookSignature.HEADER,
                        WebhookSignature.of(settings.secret(), http.clock().instant(), body));
        return http.post(request, body, reply -> read(message, reply));
    }

    private static Handed read(Message message, HttpCall.Reply reply) {
        if (reply.ok()) {
            String reference = Json.read(reply.body()).path("reference").asString("");
            return new Handed.Taken(reference.isEmpty() || reference.length() > 200 ? message.id() : reference);
        }
        return switch (reply.status()) {
            case 400, 404, 422 -> new Handed.RefusedRequest("HTTP " + reply.status());
            default -> HttpCall.byStatus(reply);
        };
    }
}
