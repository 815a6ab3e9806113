package dev.countersign.doors.api;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What answers requests under `/api/` whose address or method can be none of ours, ahead of the firewall, which
/// would refuse them too, but not in JSON.
final class StrangeRequests extends HttpFilter {
    private static final long serialVersionUID = 1;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final Map<String, String> ALLOW = Map.of("Allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");

    private static final String IN_ADDRESS =
            "A token does not belong into an address, where logs keep it. Send it as Authorization: Bearer, and replace"
                    + " this one.";

    private static final boolean[] PLAIN = plain();

    private final transient AnswerWriter writer;

    StrangeRequests(AnswerWriter writer) {
        this.writer = writer;
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[128];
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~"
                .chars()
                .forEach(c -> plain[c] = true);
        return plain;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!METHODS.contains(request.getMethod())) {
            writer.write(Answer.problem(ProblemCode.METHOD_NOT_ALLOWED).with(ALLOW), request, response);
        } else if (isStrange(request.getRequestURI())) {
            writer.write(Answer.problem(ProblemCode.NOT_FOUND), request, response);
        } else if (namesToken(request.getQueryString())) {
            writer.write(Answer.problem(Problem.of(ProblemCode.MALFORMED_REQUEST, IN_ADDRESS)), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    /// Addresses are kept in logs and histories: what opens something does not belong there. (RFC 6750 §5.3: "Don't
    /// pass bearer tokens in page URLs".)
    private static boolean namesToken(@Nullable String query) {
        return query != null && (query.contains("cs_key_") || query.contains("cs_session_"));
    }

    /// No address of ours has an escape, a parameter, or an empty or dotted part in its path.
    static boolean isStrange(String path) {
        int partBegins = 1;
        for (int i = 1; i <= path.length(); i++) {
            char c = i == path.length() ? '/' : path.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                return true;
            }
            if (c == '/') {
                if (isDots(path, partBegins, i)) {
                    return true;
                }
                partBegins = i + 1;
            }
        }
        return false;
    }

    /// Whether that part is empty, one dot, or two.
    private static boolean isDots(String path, int from, int to) {
        return to - from <= 2 && "..".startsWith(path.substring(from, to));
    }
}
