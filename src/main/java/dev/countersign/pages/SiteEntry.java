package dev.countersign.pages;

import dev.countersign.people.site.ProxyKind;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteOrigin;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A site as one line of a list.
///
/// @param origins where it is reached
/// @param at when it was registered
public record SiteEntry(String id, String name, List<String> origins, @Nullable Moment at) {
    /// That site, and then.
    public static SiteEntry of(Site site, @Nullable Moment at) {
        return new SiteEntry(
                site.id(),
                site.terms().name(),
                site.terms().origins().stream().map(SiteOrigin::text).toList(),
                at);
    }

    /// How each kind of proxy is set up for the site's first origin, by the kind's word.
    public static Map<String, String> snippets(Site site, URI countersign, String secret) {
        Map<String, String> snippets = new LinkedHashMap<>();
        for (ProxyKind kind : ProxyKind.values()) {
            snippets.put(
                    kind.word(), kind.configuration(site.terms().origins().getFirst(), countersign, secret));
        }
        return snippets;
    }
}
