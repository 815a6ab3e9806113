package dev.countersign.people.webhook;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where an organisation is told of its events. Its secret is not part of it: it is sealed.
///
/// @param events kinds and types of events
/// @param oldSecretUntil until when the secret before the newest one signs, too, or null
/// @param failingSince since when nothing was taken, null where the last delivery was
/// @param disabled null while it is told
public record Webhook(
        String id,
        String organisationId,
        String url,
        List<String> events,
        Instant createdAt,
        @Nullable Instant oldSecretUntil,
        @Nullable Instant failingSince,
        @Nullable Disabled disabled) {

    public Webhook {
        events = List.copyOf(events);
    }

    /// The host that it calls: what it is known by on record.
    public String host() {
        return URI.create(url).getHost();
    }

    /// Since when it is not told, and why.
    public record Disabled(Instant at, Why why) {}

    /// Why a webhook is not told.
    public enum Why {
        /// An owner turned it off.
        OWNER,
        /// Nothing was taken for days.
        FAILING,
        /// It answered that it is gone for good.
        GONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Why of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }
}
