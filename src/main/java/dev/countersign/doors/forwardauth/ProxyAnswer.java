package dev.countersign.doors.forwardauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.journeys.entry.SiteVerdict;
import dev.countersign.people.organisation.Role;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What a proxy is answered.
final class ProxyAnswer {
    static final String USER = "Remote-User";
    static final String EMAIL = "Remote-Email";
    static final String NAME = "Remote-Name";
    static final String GROUPS = "Remote-Groups";
    static final String ACR = "Remote-Acr";

    /// Where whatever was missing is mended, on the site's own host.
    static final String RESOLVE = "Countersign-Resolve";

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final HttpServletResponse response;

    ProxyAnswer(HttpServletResponse response) {
        this.response = response;
    }

    /// It may go on. All headers are there, empty where nobody is known, so that they take the place of what a client
    /// sent by those names.
    void yes(SiteVerdict.@Nullable Person person) {
        response.setStatus(HttpServletResponse.SC_OK);
        response.setHeader(USER, person == null ? "" : person.accountId());
        response.setHeader(EMAIL, person == null ? "" : encoded(person.email()));
        response.setHeader(NAME, person == null ? "" : encoded(person.name()));
        response.setHeader(GROUPS, person == null ? "" : groups(person.role()));
        response.setHeader(ACR, person == null ? "" : person.acr());
        response.setContentLength(0);
    }

    // Whoever may more may all that others may.
    private static String groups(Role role) {
        return switch (role) {
            case MEMBER -> "member";
            case ADMIN -> "member,admin";
            case OWNER -> "member,admin,owner";
        };
    }

    /// Printable ASCII as it is; everything else, and the percent sign, as the percent-encoded bytes of its UTF-8 (RFC
    /// 3986 §2.1): a header has no other safe way for it.
    static String encoded(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '%')) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 32);
        for (byte each : text.getBytes(UTF_8)) {
            if (each >= ' ' && each < 0x7f && each != '%') {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HEX.toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    /// The browser is to go elsewhere, with a cookie perhaps. One cookie, never two: nginx hands on one.
    void elsewhere(ProxyQuestion question, String to, @Nullable String cookie) {
        boolean again = question.method().equals("GET") || question.method().equals("HEAD");
        response.setStatus(
                question.answer() == ProxyQuestion.Redirects.AS_401
                        ? HttpServletResponse.SC_UNAUTHORIZED
                        : again ? HttpServletResponse.SC_FOUND : HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", to);
        response.setHeader("Cache-Control", "no-store");
        if (cookie != null) {
            response.addHeader("Set-Cookie", cookie);
        }
        response.setContentLength(0);
    }

    /// It may not go on, in words for a program (RFC 9457).
    ///
    /// @param resolve where that is mended, or null
    void no(Refusal refusal, @Nullable String resolve, int maxAgeSeconds) throws IOException {
        response.setStatus(refusal.status());
        response.setHeader("Cache-Control", "no-store");
        if (refusal.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            // RFC 9110 §15.5.2: a 401 names a way; browsers know none of that name and show nothing.
            response.setHeader("WWW-Authenticate", "Countersign");
        }
        StringBuilder json = new StringBuilder(300);
        json.append("{\"type\":\"urn:countersign:problem:").append(refusal.code());
        json.append("\",\"code\":\"").append(refusal.code());
        json.append("\",\"title\":\"").append(refusal.title());
        json.append("\",\"status\":").append(refusal.status());
        json.append(",\"detail\":\"").append(refusal.detail()).append('"');
        if (maxAgeSeconds > 0) {
            json.append(",\"maxAgeSeconds\":").append(maxAgeSeconds);
        }
        if (resolve != null) {
            response.setHeader(RESOLVE, resolve);
            // An address of ours has nothing in it that JSON would want escaped.
            json.append(",\"resolve\":\"").append(resolve).append('"');
        }
        byte[] body = json.append('}').toString().getBytes(UTF_8);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
