package dev.countersign.people.gateway;

import dev.countersign.ground.audit.SealHead;
import dev.countersign.people.delivery.Handed;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Hands heads of the record of events to an address of the operator's own, as signed JSON: `sequence`, `hash`,
/// `head` (as `countersign audit verify --head` takes it) and `sentAt`. A head that comes twice is the same head.
public final class SealWebhook {
    private final WebhookSettings settings;
    private final HttpCall http;

    /// A webhook at that address.
    public SealWebhook(WebhookSettings settings, InstantSource clock) {
        this.settings = settings;
        this.http = new HttpCall(clock);
    }

    /// Whether the head was taken.
    public boolean hand(SealHead head) {
        Instant now = http.clock().instant();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("sequence", Long.toString(head.sequence()));
        fields.put("hash", head.hash());
        fields.put("head", head.toString());
        fields.put("sentAt", now.toString());
        byte[] body = Json.write(fields);
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "audit-seal-" + head.sequence())
                .header(WebhookSignature.HEADER, WebhookSignature.of(settings.secret(), now, body));
        return http.post(request, body, reply -> reply.ok() ? new Handed.Taken("") : HttpCall.byStatus(reply))
                instanceof Handed.Taken;
    }
}
