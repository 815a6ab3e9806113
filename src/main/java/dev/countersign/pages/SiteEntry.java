package dev.countersign.pages;

import dev.countersign.people.site.ProxyKind;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteOrigin;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A site as one line of a list.
///
/// @param origins where it is reached
/// @param at when it was registered
public record SiteEntry(
        String id,
        String name,
        List<String> origins,
        @Nullable Moment at) {
    /// That site, and then.
    public static SiteEntry of(Site site, @Nullable Moment at) {
        return new SiteEntry(
                site.id(),
                site.terms().name(),
                site.terms().origins().stream().map(SiteOrigin::text).toList(),
                at);
    }

    /// How one kind of proxy is set up.
    public record Snippet(String kind, String title, String text) {}

    /// How each kind of proxy is set up for the site's first origin.
    public static List<Snippet> snippets(Site site, URI countersign, String secret) {
        return Arrays.stream(ProxyKind.values())
                .map(kind -> new Snippet(kind.word(), kind.title(), kind.configuration(site, countersign, secret)))
                .toList();
    }
}
