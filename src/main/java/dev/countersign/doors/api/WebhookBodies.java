package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about webhooks.
final class WebhookBodies {
    private WebhookBodies() {}

    /// A webhook, whole. It is on where `enabled` is left out.
    record WebhookRequest(
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable Boolean enabled) implements Wire {}

    /// @param disabledWhy why it is off, null while it is on
    /// @param secret for whoever makes it, once
    record WebhookView(
            String id,
            String url,
            List<String> events,
            Instant createdAt,
            boolean enabled,
            @Nullable String disabledWhy,
            @Nullable Instant failingSince,
            @Nullable Instant oldSecretUntil,
            @JsonInclude(Include.NON_NULL) @Nullable String secret)
            implements Wire {}

    /// @param id the message's, as its `webhook-id` has it
    /// @param nextAt when it is tried next, null where it is settled
    /// @param fault why nobody answered, null where somebody did or nothing was tried
    record DeliveryView(
            String id,
            String type,
            Instant at,
            String status,
            int attempts,
            @Nullable Instant nextAt,
            @Nullable Instant triedAt,
            @Nullable Integer answerStatus,
            @Nullable String answer,
            @Nullable String fault)
            implements Wire {}

    record TestSentAnswer(String messageId) implements Wire {}
}
