package dev.countersign.doors.forwardauth;

import dev.countersign.people.site.SiteAddress;
import dev.countersign.people.site.SiteOrigin;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a proxy asks about, as its kind of proxy says it. Each kind has an address of its own, so that what a client
/// sends along in the words of another kind is not looked at.
///
/// @param method the method of the request to the site
/// @param answer how the proxy wants to be told that the browser is to go elsewhere
record ProxyQuestion(SiteAddress address, String method, Redirects answer) {
    /// Where proxies ask.
    static final String PATH = "/forward-auth";
    static final String OF_NGINX = PATH + "/nginx";
    static final String OF_ENVOY = PATH + "/envoy";

    /// The header with the proxy's secret.
    static final String SECRET = "X-Countersign-Proxy";

    private static final int LONGEST_METHOD = 20;

    /// How a proxy hands on that the browser is to go elsewhere.
    enum Redirects {
        /// As it stands.
        AS_THEY_ARE,
        /// nginx knows 2xx, 401 and 403 only, and makes the redirect of the 401 itself.
        AS_401
    }

    /// Whether a request is a proxy's: by its address, before anybody has resolved dots in it, or by its secret. It is
    /// answered here and nowhere else, since a proxy takes any 200 for a yes.
    static boolean asked(HttpServletRequest request) {
        return request.getRequestURI().startsWith(PATH) || request.getHeader(SECRET) != null;
    }

    /// The question; empty where it is not clear.
    ///
    /// @param known the origins that it is probably about
    static Optional<ProxyQuestion> of(HttpServletRequest request, Collection<SiteOrigin> known) {
        String path = request.getRequestURI();
        if (path.equals(PATH)) {
            return forwarded(request, known);
        }
        if (path.equals(OF_NGINX)) {
            return original(request, known);
        }
        return path.startsWith(OF_ENVOY + "/")
                ? beneath(request, known, path.substring(OF_ENVOY.length()))
                : Optional.empty();
    }

    /// Traefik's `ForwardAuth` and Caddy's `forward_auth`.
    private static Optional<ProxyQuestion> forwarded(HttpServletRequest request, Collection<SiteOrigin> known) {
        String proto = only(request, "X-Forwarded-Proto");
        String host = only(request, "X-Forwarded-Host");
        String uri = only(request, "X-Forwarded-Uri");
        String method = only(request, "X-Forwarded-Method");
        return proto == null || host == null || uri == null
                ? Optional.empty()
                : question(SiteOrigin.of(known, proto, host), uri, method, Redirects.AS_THEY_ARE);
    }

    /// nginx, as its page in our documents has it: `$scheme://$http_host$request_uri`.
    private static Optional<ProxyQuestion> original(HttpServletRequest request, Collection<SiteOrigin> known) {
        String url = only(request, "X-Original-URL");
        String method = only(request, "X-Original-Method");
        return url == null ? Optional.empty() : question(SiteAddress.of(known, url), method, Redirects.AS_401);
    }

    /// Envoy's `ext_authz` over HTTP: the request itself, with a path put before its own.
    private static Optional<ProxyQuestion> beneath(
            HttpServletRequest request, Collection<SiteOrigin> known, String path) {
        String proto = only(request, "X-Forwarded-Proto");
        String host = only(request, "Host");
        String query = request.getQueryString();
        return proto == null || host == null
                ? Optional.empty()
                : question(
                        SiteOrigin.of(known, proto, host),
                        query == null ? path : path + "?" + query,
                        request.getMethod(),
                        Redirects.AS_THEY_ARE);
    }

    private static Optional<ProxyQuestion> question(
            Optional<SiteOrigin> origin, String target, @Nullable String method, Redirects answer) {
        return question(origin.flatMap(at -> SiteAddress.of(at, target)), method, answer);
    }

    private static Optional<ProxyQuestion> question(
            Optional<SiteAddress> address, @Nullable String method, Redirects answer) {
        return method == null || !isMethod(method)
                ? Optional.empty()
                : address.map(to -> new ProxyQuestion(to, method, answer));
    }

    private static boolean isMethod(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 'A' || text.charAt(i) > 'Z') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= LONGEST_METHOD;
    }

    /// The header's value; null where there is none, or more than one.
    static @Nullable String only(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        String value = values.hasMoreElements() ? values.nextElement() : null;
        return values.hasMoreElements() ? null : value;
    }
}
