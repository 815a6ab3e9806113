package dev.countersign.journeys.entry;

import dev.countersign.people.organisation.Role;
import org.jspecify.annotations.Nullable;

/// What was decided for one request to a site.
public sealed interface SiteVerdict {
    /// It goes on, with whoever is behind it; null where the site's rule lets everybody in and nobody is signed in.
    record Allowed(@Nullable Person person) implements SiteVerdict {}

    /// Nobody is signed in, or what was needed of them is not there any more.
    record SignIn() implements SiteVerdict {}

    /// More has to be proven: a second factor not older than that, or any where it is 0.
    record Prove(int freshMinutes) implements SiteVerdict {}

    /// Somebody is signed in, and may not.
    record Denied() implements SiteVerdict {}

    /// Who a request comes from, as the site may know.
    record Person(String accountId, String email, String name, Role role, String acr) {}
}
