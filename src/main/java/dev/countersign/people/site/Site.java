package dev.countersign.people.site;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A site behind a proxy. The proxy's secret is not part of it: only hashes are kept.
///
/// @param oldSecretUntil until when the secret before the newest one still works, or null
public record Site(
        String id,
        String organisationId,
        SiteTerms terms,
        Instant createdAt,
        @Nullable Instant oldSecretUntil) {

    /// The name of the cookie that a browser is let in by, on that origin. It has the site's own name in it, since
    /// browsers keep no cookies apart by port.
    public String cookie(SiteOrigin origin) {
        return (origin.secure() ? "__Host-" : "") + "countersign_site-" + id.substring(id.length() - 12);
    }
}
