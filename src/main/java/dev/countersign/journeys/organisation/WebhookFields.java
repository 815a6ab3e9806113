package dev.countersign.journeys.organisation;

import dev.countersign.ground.audit.AuditKind;
import dev.countersign.ground.outside.OutsideCalls;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// What an owner gives for a webhook.
///
/// @param events kinds of events, or types
public record WebhookFields(String url, List<String> events) {
    private static final int LONGEST = 500;
    private static final int MOST_EVENTS = 50;

    public WebhookFields {
        events = events.stream().distinct().toList();
    }

    /// What is wrong, empty when nothing is.
    Optional<WhyNot> fault(OutsideCalls calls) {
        if (url.length() > LONGEST || !url.matches("[!-~]+") || !callable(calls)) {
            return Optional.of(WhyNot.NOT_A_WEBHOOK_ADDRESS);
        }
        boolean known = !events.isEmpty()
                && events.size() <= MOST_EVENTS
                && events.stream().allMatch(word -> AuditKind.typesOf(word).isPresent());
        return known ? Optional.empty() : Optional.of(WhyNot.NO_SUCH_EVENT);
    }

    private boolean callable(OutsideCalls calls) {
        try {
            return calls.callable(new URI(url));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
