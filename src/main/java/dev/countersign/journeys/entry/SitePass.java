package dev.countersign.journeys.entry;

import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteAddress;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Who is behind a site's cookie, as policy has just found it good.
///
/// @param role the account's role in the organisation that the site belongs to, or null
/// @param session the session that it hangs on
/// @param aal2Age how long a second factor counts for `acr`
/// @param goodUntil when it has to be asked again, whatever happens
record SitePass(
        String siteId,
        String origin,
        String accountId,
        String email,
        String name,
        @Nullable Role role,
        Session session,
        Duration aal2Age,
        Instant goodUntil) {
    private static final int FIXED_BYTES = 1200;

    /// Whether it was given for that place, and still counts.
    boolean isFor(Site site, SiteAddress address, Instant now) {
        return siteId.equals(site.id()) && origin.equals(address.origin().text()) && goodUntil.isAfter(now);
    }

    /// What it takes of the memory, at most.
    int bytes() {
        int texts = email.length() + name.length() + origin.length();
        return FIXED_BYTES
                + 2 * texts
                + 2 * (session.browser().length() + session.network().length())
                + 100 * session.evidence().size();
    }
}
