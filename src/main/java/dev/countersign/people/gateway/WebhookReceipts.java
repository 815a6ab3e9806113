package dev.countersign.people.gateway;

import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Receipts of the operator's own gateway: JSON with `reference` and `arrived` (true or false), signed as the
/// gateway's requests are.
public final class WebhookReceipts implements Receipts {
    private final WebhookSettings settings;
    private final InstantSource clock;

    /// Receipts signed with the secret in those settings.
    public WebhookReceipts(WebhookSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String gateway() {
        return "webhook";
    }

    @Override
    public Optional<Receipt> read(Callback callback) {
        String signature = callback.header(WebhookSignature.HEADER);
        if (!WebhookSignature.valid(settings.secret(), signature, callback.bytes(), clock.instant())) {
            return Optional.empty();
        }
        JsonNode body = Json.read(callback.body());
        String reference = body.path("reference").asString("");
        JsonNode arrived = body.path("arrived");
        return reference.isEmpty() || !arrived.isBoolean()
                ? Optional.empty()
                : Optional.of(new Receipt(gateway(), reference, arrived.booleanValue()));
    }
}
