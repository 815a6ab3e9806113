package dev.countersign.doors.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes over the wire about sites.
final class SiteBodies {
    private SiteBodies() {}

    /// What is to be agreed with a site, whole. A list that is left out is empty.
    record SiteRequest(
            @Nullable String name,
            @Nullable List<String> origins,
            @Nullable List<SiteRuleRequest> rules,
            @Nullable String leastAcr)
            implements Wire {}

    /// One rule; what is left out is about everything.
    record SiteRuleRequest(
            @Nullable List<String> methods,
            @Nullable String host,
            @Nullable String path,
            @Nullable String who,
            @Nullable Integer freshMinutes)
            implements Wire {}

    /// One rule as it counts.
    record SiteRuleView(
            List<String> methods,
            @Nullable String host,
            String path,
            String who,
            @Nullable Integer freshMinutes) implements Wire {}

    /// The secret, and the configurations that have it in them, are there once, for whoever makes it.
    record SiteView(
            String id,
            String name,
            List<String> origins,
            List<SiteRuleView> rules,
            @Nullable String leastAcr,
            Instant createdAt,
            @Nullable Instant oldSecretUntil,
            @JsonInclude(Include.NON_NULL) @Nullable String secret,
            @JsonInclude(Include.NON_NULL) @Nullable ConfigurationView configuration)
            implements Wire {}

    /// How each kind of proxy is set up.
    record ConfigurationView(String nginx, String caddy, String traefik, String envoy) implements Wire {}
}
