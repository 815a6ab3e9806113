package dev.countersign.people.site;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a site is reached: scheme, host and port, as browsers write an origin (RFC 6454 §6.2: no port where it is
/// the scheme's own, host in lower case).
///
/// @param authority host, and port where it is not the scheme's own
public record SiteOrigin(String scheme, String authority) {
    private static final int LONGEST = 253;
    private static final Pattern AUTHORITY = Pattern.compile(
            "((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*|\\[[0-9a-f:]{2,39}])(?::([0-9]{1,5}))?");
    private static final Pattern THIS_MACHINE = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]+)?");

    /// The origin of a scheme and an authority as a request has them; empty for anything that can be none.
    public static Optional<SiteOrigin> of(String scheme, String authority) {
        String lower = authority.toLowerCase(Locale.ROOT);
        String kind = scheme.toLowerCase(Locale.ROOT);
        Matcher parts = AUTHORITY.matcher(lower);
        boolean web = kind.equals("https") || kind.equals("http");
        if (!web || lower.length() > LONGEST || !parts.matches()) {
            return Optional.empty();
        }
        String port = parts.group(2);
        if (port == null) {
            return Optional.of(new SiteOrigin(kind, lower));
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65_535 || port.startsWith("0")) {
            return Optional.empty();
        }
        boolean own = number == (kind.equals("https") ? 443 : 80);
        return Optional.of(new SiteOrigin(kind, own ? parts.group(1) : lower));
    }

    /// The same, where it is one of these as they are written, without a closer look: they were looked at before.
    public static Optional<SiteOrigin> of(Collection<SiteOrigin> known, String scheme, String authority) {
        for (SiteOrigin each : known) {
            if (each.authority.equals(authority) && each.scheme.equals(scheme)) {
                return Optional.of(each);
            }
        }
        return of(scheme, authority);
    }

    /// The origin of that text, `https://wiki.example` or `https://wiki.example:8443`.
    public static Optional<SiteOrigin> of(String text) {
        int end = text.indexOf("://");
        return end < 0 ? Optional.empty() : of(text.substring(0, end), text.substring(end + 3));
    }

    /// Whether browsers reach it by https.
    public boolean secure() {
        return scheme.equals("https");
    }

    /// Whether it can be registered: https; http on this machine only.
    public boolean registrable() {
        return secure() || THIS_MACHINE.matcher(authority).matches();
    }

    /// As browsers write it.
    public String text() {
        return scheme + "://" + authority;
    }
}
