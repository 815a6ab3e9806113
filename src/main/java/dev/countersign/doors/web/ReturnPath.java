package dev.countersign.doors.web;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A page of this server that somebody wants to come back to: a path that starts with one slash, and maybe a query.
/// Anything a browser might read as another server's address is none.
record ReturnPath(String text) {
    private static final int LONGEST = 2000;

    // Said by what is allowed. A segment begins with a letter or digit, so there is no empty one ("//"), no dot
    // segment,
    // no backslash, no percent sign that a proxy could decode into one, and no control character.
    private static final Pattern LOCAL = Pattern.compile(
            "(?:/|(?:/[A-Za-z0-9][A-Za-z0-9._~-]*)+)(?:\\?(?:[A-Za-z0-9._~=&+-]|%(?![01]|7F|7f)[0-9A-Fa-f]{2})*)?");

    // Pages that anybody who may go on may also look at without fresh proof; what follows them asks for it.
    private static final Pattern LOOKED_AT = Pattern.compile(
            "(/organisation/users/[0-9a-f-]{36}(?=/)|/organisation/(?:apps|branding|keys|resets|security|sites|users|webhooks)|/settings/organisations|/setup|/support)(?:/[^?]*)?");

    /// Where somebody goes who gives up on the way there: the page that leads there, with what was typed on it.
    String back() {
        int end = text.indexOf('?');
        String path = end < 0 ? text : text.substring(0, end);
        String query = end < 0 ? "" : text.substring(end);
        Matcher matcher = LOOKED_AT.matcher(path);
        return matcher.matches() ? matcher.group(1) + query : Settings.SECURITY;
    }

    static Optional<ReturnPath> of(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(given ->
                        given.length() <= LONGEST && LOCAL.matcher(given).matches())
                .map(ReturnPath::new);
    }
}
