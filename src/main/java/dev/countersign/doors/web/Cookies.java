package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.people.organisation.Installation;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/// The cookies of pages. Those with a token in them are out of reach of scripts and of other sites' forms; on https
/// their names begin with `__Host-`, so that no other host can set them.
@Component
final class Cookies {
    /// The most accounts that one browser is signed in to.
    static final int MOST_SESSIONS = 10;

    // Browsers keep no cookie longer (RFC 6265bis §5.5); what a token is good for is decided here, not by its cookie.
    static final Duration LONGEST = Duration.ofDays(400);

    static final String LANGUAGE = "countersign_language";
    static final String THEME = "countersign_theme";
    /// The language that an app asked for; it gives way to the person's own choice and to their account's.
    static final String ASKED_LANGUAGE = "countersign_asked_language";

    static final String ORGANISATION = "countersign_organisation";

    private static final String SESSION = "countersign_session";
    private static final String BETWEEN_SESSIONS = "~";

    private final boolean secure;

    Cookies(Installation installation) {
        this.secure = installation.secure();
    }

    /// The session tokens, the active account's first.
    List<String> sessions(HttpServletRequest request) {
        List<String> tokens = new ArrayList<>();
        for (String text : only(request, hostName(SESSION)).orElse("").split(BETWEEN_SESSIONS, MOST_SESSIONS + 1)) {
            boolean one = Token.kindOf(text)
                    .filter(kind -> kind == Token.Kind.SESSION)
                    .isPresent();
            if (one && !tokens.contains(text) && tokens.size() < MOST_SESSIONS) {
                tokens.add(text);
            }
        }
        return List.copyOf(tokens);
    }

    void keepSessions(HttpServletResponse response, List<String> tokens) {
        String value = String.join(BETWEEN_SESSIONS, tokens);
        set(response, hostName(SESSION), value, tokens.isEmpty() ? Duration.ZERO : LONGEST);
    }

    /// The token of that kind, or empty when there is none, or more than one cookie claims to be it.
    Optional<String> token(HttpServletRequest request, Token.Kind kind) {
        return only(request, hostName(kind))
                .filter(text -> Token.kindOf(text).filter(kind::equals).isPresent());
    }

    void keep(HttpServletResponse response, Token token, Duration age) {
        set(response, hostName(token.kind()), token.text(), age);
    }

    void drop(HttpServletResponse response, Token.Kind kind) {
        set(response, hostName(kind), "", Duration.ZERO);
    }

    /// What the person chose, a language or a look.
    Optional<String> choice(HttpServletRequest request, String name) {
        return only(request, name);
    }

    /// Keeps a choice, or drops it when it is empty.
    void choose(HttpServletResponse response, String name, String value) {
        set(response, name, value, value.isEmpty() ? Duration.ZERO : LONGEST);
    }

    /// Keeps a wish for a while.
    void wish(HttpServletResponse response, String name, String value, Duration age) {
        set(response, name, value, age);
    }

    private void set(HttpServletResponse response, String name, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(name, value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .path("/")
                .maxAge(age)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    // Two cookies of one name come from two places, and nobody can tell which is ours: both are refused.
    private static Optional<String> only(HttpServletRequest request, String name) {
        Cookie[] cookies = request.getCookies();
        String value = null;
        for (Cookie cookie : cookies == null ? new Cookie[0] : cookies) {
            if (cookie.getName().equals(name)) {
                if (value != null) {
                    return Optional.empty();
                }
                value = cookie.getValue();
            }
        }
        return Optional.ofNullable(value);
    }

    private String hostName(Token.Kind kind) {
        return hostName("countersign_" + kind.name().toLowerCase(java.util.Locale.ROOT));
    }

    private String hostName(String name) {
        return secure ? "__Host-" + name : name;
    }
}
