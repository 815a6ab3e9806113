package dev.countersign.doors.web;

import java.util.Optional;
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

    static Optional<ReturnPath> of(@Nullable String text) {
        return Optional.ofNullable(text)
                .filter(given ->
                        given.length() <= LONGEST && LOCAL.matcher(given).matches())
                .map(ReturnPath::new);
    }
}
