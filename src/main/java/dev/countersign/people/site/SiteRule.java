package dev.countersign.people.site;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One rule of a site. The first that fits what is asked for says who may; where none fits, members may.
///
/// @param methods the methods it is about, none for all
/// @param authority the host (and port) it is about, or null for all of the site's
/// @param path the path it is about, with all below it
/// @param who who may
/// @param freshMinutes how old the person's second factor may be, or null
public record SiteRule(
        Set<String> methods,
        @Nullable String authority,
        String path,
        Who who,
        @Nullable Integer freshMinutes) {

    public SiteRule {
        methods = Set.copyOf(methods);
    }

    /// Who may, from everybody to nobody.
    public enum Who {
        /// Everybody, without signing in.
        ANYONE,
        /// Members of the organisation that the site belongs to.
        MEMBERS,
        /// Its admins and owners.
        ADMINS,
        /// Its owners.
        OWNERS,
        /// Nobody.
        NOBODY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// That of that word.
        public static Optional<Who> of(String word) {
            for (Who who : values()) {
                if (who.word().equals(word)) {
                    return Optional.of(who);
                }
            }
            return Optional.empty();
        }
    }

    /// Whether it is about that. A rule that opens something to everyone fits only what is written exactly so; every
    /// other fits in any case, since there are applications that look at no case.
    public boolean fits(String method, SiteAddress address) {
        // RFC 9110 §9.3.2: HEAD is GET without the content, and applications serve it by what serves GET.
        String asked = method.equals("HEAD") && !methods.contains("HEAD") ? "GET" : method;
        if (!methods.isEmpty() && !methods.contains(asked)) {
            return false;
        }
        if (authority != null && !authority.equals(address.origin().authority())) {
            return false;
        }
        boolean open = who == Who.ANYONE;
        return (!open || address.plain()) && below(address.path(), !open);
    }

    // `/admin` and `/admin/` are about `/admin` and what is below it, not about `/administrator`.
    private boolean below(String asked, boolean anyCase) {
        String prefix = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return asked.regionMatches(anyCase, 0, prefix, 0, prefix.length())
                && (asked.length() == prefix.length() || asked.charAt(prefix.length()) == '/');
    }
}
