package dev.countersign.people.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where an app wants people sent back to: which addresses may be registered, and when one that is asked for is a
/// registered one.
public final class RedirectUri {
    /// No address is longer.
    public static final int LONGEST = 500;

    // RFC 8252 §7.1: "apps MUST use a URI scheme based on a domain name under their control, expressed in reverse
    // order": a scheme with a dot is nobody else's by accident, and is not one that a browser acts on itself.
    private static final Pattern APP_SCHEME = Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");

    // RFC 8252 §7.3: the port is the app's choice at the time of the request, on a loopback IP literal.
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(:[0-9]{1,5})?(/[^#]*)?");

    private RedirectUri() {}

    /// Whether that can be registered: https; http on this machine only; or an app's own scheme, for apps that run on
    /// people's devices.
    public static boolean registrable(String text, ClientTerms.Kind kind) {
        URI uri = parse(text);
        if (uri == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null || uri.isOpaque()) {
            return false;
        }
        String scheme = uri.getScheme();
        return switch (scheme) {
            case "https" -> host(uri) != null;
            case "http" -> host(uri) != null && onThisMachine(host(uri));
            default ->
                kind == ClientTerms.Kind.PUBLIC && APP_SCHEME.matcher(scheme).matches();
        };
    }

    /// Whether an app can be told something there: https, or http on this machine only.
    public static boolean tellable(String text) {
        return registrable(text, ClientTerms.Kind.CONFIDENTIAL);
    }

    private static @Nullable URI parse(String text) {
        if (text.length() > LONGEST || !text.matches("[!-~]+") || text.contains("\\") || text.contains("*")) {
            return null;
        }
        try {
            URI uri = new URI(text);
            return uri.getScheme() == null
                            || !uri.getScheme().equals(uri.getScheme().toLowerCase(Locale.ROOT))
                    ? null
                    : uri;
        } catch (URISyntaxException none) {
            return null;
        }
    }

    private static @Nullable String host(URI uri) {
        return uri.getHost();
    }

    private static boolean onThisMachine(@Nullable String host) {
        return "localhost".equals(host) || "127.0.0.1".equals(host) || "[::1]".equals(host);
    }

    /// Whether the address asked for is that registered one: the same text, but for the port of an app on the
    /// person's own device.
    public static boolean matches(String registered, String asked, ClientTerms.Kind kind) {
        if (registered.equals(asked)) {
            return true;
        }
        Matcher one = LOOPBACK.matcher(registered);
        Matcher other = LOOPBACK.matcher(asked);
        return kind == ClientTerms.Kind.PUBLIC
                && one.matches()
                && other.matches()
                && one.group(1).equals(other.group(1))
                && String.valueOf(one.group(3)).equals(String.valueOf(other.group(3)));
    }
}
