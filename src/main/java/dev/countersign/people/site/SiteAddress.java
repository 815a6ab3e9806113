package dev.countersign.people.site;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What somebody asks a site for, read in one way only. Whatever two programs on the way could read in two ways is
/// no address: encoded slashes, backslashes and dots, what is encoded twice, dot segments, control characters.
///
/// @param target path and query as they were asked for, so that a person comes back to exactly there
/// @param path the path for rules: decoded, without empty segments and without parameters of segments (`;…`), which
///     some applications leave out as well
/// @param plain whether that left the path as it was: where not, no rule opens it to everyone
public record SiteAddress(SiteOrigin origin, String target, String path, boolean plain) {
    /// No target is longer.
    public static final int LONGEST = 4000;

    /// The address of that origin and target, a path with perhaps a query, as in the first line of a request.
    public static Optional<SiteAddress> of(SiteOrigin origin, String target) {
        if (target.isEmpty() || target.length() > LONGEST || target.charAt(0) != '/' || !printable(target)) {
            return Optional.empty();
        }
        int query = target.indexOf('?');
        String raw = query < 0 ? target : target.substring(0, query);
        return isPlain(raw) ? Optional.of(new SiteAddress(origin, target, raw, true)) : read(origin, target, raw);
    }

    /// The address of a whole URL.
    public static Optional<SiteAddress> of(String url) {
        return of(List.of(), url);
    }

    /// The address of a whole URL, which probably has one of those origins.
    public static Optional<SiteAddress> of(Collection<SiteOrigin> known, String url) {
        int scheme = url.indexOf("://");
        int path = scheme < 0 ? -1 : url.indexOf('/', scheme + 3);
        return path < 0
                ? Optional.empty()
                : SiteOrigin.of(known, url.substring(0, scheme), url.substring(scheme + 3, path))
                        .flatMap(origin -> of(origin, url.substring(path)));
    }

    private static boolean printable(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            // RFC 3986 §3.5: a fragment is the browser's own.
            if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    // Letters, digits and what stands for nothing else: most paths are of these, and need no second look.
    private static boolean isPlain(String path) {
        boolean begins = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '/' ? begins : c == '.' && begins) {
                return false;
            }
            boolean safe = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '/'
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
            if (!safe) {
                return false;
            }
            begins = c == '/';
        }
        return true;
    }

    private static Optional<SiteAddress> read(SiteOrigin origin, String target, String raw) {
        StringBuilder path = new StringBuilder(raw.length());
        boolean plain = true;
        String[] segments = raw.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            Optional<String> decoded = decoded(segments[i]);
            if (decoded.isEmpty()) {
                return Optional.empty();
            }
            String segment = decoded.get();
            int parameters = segment.indexOf(';');
            if (parameters >= 0) {
                segment = segment.substring(0, parameters);
                plain = false;
            }
            if (segment.equals(".") || segment.equals("..")) {
                return Optional.empty();
            }
            boolean last = i == segments.length - 1;
            if (segment.isEmpty() && !last) {
                plain = false;
            } else {
                path.append('/').append(segment);
            }
        }
        return Optional.of(new SiteAddress(origin, target, path.isEmpty() ? "/" : path.toString(), plain));
    }

    /// A segment without its percent signs; empty where it hides something.
    private static Optional<String> decoded(String segment) {
        if (segment.indexOf('%') < 0) {
            return Optional.of(segment);
        }
        byte[] bytes = new byte[segment.length()];
        int length = 0;
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '%') {
                int high = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 1), 16) : -1;
                int low = i + 2 < segment.length() ? Character.digit(segment.charAt(i + 2), 16) : -1;
                int value = high < 0 || low < 0 ? 0 : high * 16 + low;
                if (value < 0x20 || value == 0x7f || value == '/' || value == '\\' || value == '.' || value == ';') {
                    return Optional.empty();
                }
                bytes[length++] = (byte) value;
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return text(bytes, length).filter(text -> !text.matches("(?s).*%[0-9A-Fa-f]{2}.*"));
    }

    // RFC 3629 §10: a decoder must refuse what is encoded longer than it needs to be.
    private static Optional<String> text(byte[] bytes, int length) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /// The whole URL.
    public String text() {
        return origin.text() + target;
    }
}
