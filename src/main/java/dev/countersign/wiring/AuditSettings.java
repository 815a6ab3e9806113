package dev.countersign.wiring;

import dev.countersign.people.gateway.WebhookSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What is kept of the record of events.
///
/// @param retentionDays 0 for everything
/// @param webhook what is told each head
public record AuditSettings(
        @About(
                "How many days events are kept, 30 to 3650; `0` keeps them all. Older ones are deleted, the seal over the last of them stays.")
        @DefaultValue("0")
        int retentionDays,

        @DefaultValue Webhook webhook) {
    private static final int LEAST = 30;
    private static final int MOST = 3650;

    /// An address of the operator's own that keeps the heads of the record.
    public record Webhook(
            @About(
                    value =
                            "Where each head of the sealed record is posted to, signed as webhooks for texts are: `https://…`.",
                    unset = "heads go to the log only")
            @Nullable
            URI url,

            @About(
                    value = "The secret that these posts are signed with, 16 characters at least.",
                    unset = "needed with the address")
            @Nullable
            String secret) {
        private static final int SHORTEST = 16;

        public Webhook {
            Checks.demand(
                    url == null
                            || (url.getHost() != null
                                    && ("https".equals(url.getScheme()) || Checks.loopback(url.getHost()))),
                    "countersign.audit.webhook.url",
                    "must start with https:// (http:// is for this machine only)");
            Checks.demand(
                    url == null || (secret != null && secret.length() >= SHORTEST),
                    "countersign.audit.webhook.secret",
                    "must have 16 characters at least");
        }

        @Override
        public String toString() {
            return "Webhook[***]";
        }
    }

    public AuditSettings {
        Checks.demand(
                retentionDays == 0 || (retentionDays >= LEAST && retentionDays <= MOST),
                "countersign.audit.retention-days",
                "must be 0, or from 30 to 3650");
    }

    /// What is told each head, if anything is.
    Optional<WebhookSettings> heads() {
        URI url = webhook.url();
        String secret = webhook.secret();
        return url == null || secret == null ? Optional.empty() : Optional.of(new WebhookSettings(url, secret));
    }

    /// For how long events are kept, empty for ever.
    Optional<Duration> retention() {
        return retentionDays == 0 ? Optional.empty() : Optional.of(Duration.ofDays(retentionDays));
    }
}
