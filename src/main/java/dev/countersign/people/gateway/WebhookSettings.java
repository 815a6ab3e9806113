package dev.countersign.people.gateway;

import java.net.URI;

/// An address of the operator's own that sends texts on.
///
/// @param secret shared with it; both sides sign with it. At least 16 characters
public record WebhookSettings(URI url, String secret) {
    public WebhookSettings {
        if (secret.length() < 16) {
            throw new IllegalArgumentException("the secret has fewer than 16 characters");
        }
    }

    @Override
    public String toString() {
        return "WebhookSettings[" + url.getHost() + ", secret=***]";
    }
}
