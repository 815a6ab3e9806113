package dev.countersign.people.site;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was agreed with a site when it was registered, and can be changed.
///
/// @param origins where it is reached; nobody is sent anywhere else
/// @param rules who may what, the first that fits counts
/// @param leastAcr how strongly people have to be signed in, or null
public record SiteTerms(
        String name,
        List<SiteOrigin> origins,
        List<SiteRule> rules,
        @Nullable String leastAcr) {
    private static final SiteRule MEMBERS = new SiteRule(java.util.Set.of(), null, "/", SiteRule.Who.MEMBERS, null);

    public SiteTerms {
        origins = List.copyOf(origins);
        rules = List.copyOf(rules);
    }

    /// The rule that counts for that: without any, members may.
    public SiteRule rule(String method, SiteAddress address) {
        for (SiteRule rule : rules) {
            if (rule.fits(method, address)) {
                return rule;
            }
        }
        return MEMBERS;
    }
}
