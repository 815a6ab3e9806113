package dev.countersign.people.webhook;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One message to a webhook, and what became of it.
///
/// @param messageId the id of the event; of a test, its own
/// @param type the type of the event, or [#TEST]
/// @param dueAt when it is tried next, null where it is settled
/// @param last the last try, null where there was none
public record Delivery(
        String webhookId,
        String messageId,
        String type,
        Instant createdAt,
        @Nullable Instant dueAt,
        Instant giveUpAt,
        int attempts,
        Status status,
        @Nullable Try last) {
    /// The type of a message that an owner sends to try the webhook.
    public static final String TEST = "webhook-test";

    /// What became of it.
    public enum Status {
        WAITING,
        DELIVERED,
        FAILED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Status of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// A try: the answer, or why there was none.
    ///
    /// @param status of HTTP, null where nobody answered
    /// @param answer the beginning of the body
    /// @param fault `not-public`, `unknown-host`, `no-connection`, `no-secure-line`, `broken`, `timeout`, or null
    public record Try(
            Instant at,
            @Nullable Integer status,
            String answer,
            @Nullable String fault) {}
}
