package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// What apps call with their own credentials. The protocol's classes are loaded by the first call, so that a server
/// without apps neither starts later nor needs more memory for them.
final class AppDoor extends OncePerRequestFilter {
    // Browsers' own headers and those of our CORS answer aside, every parameter of a call stands in its body, once.
    private static final Set<String> FROM_BROWSERS = Set.of(
            Endpoints.TOKEN,
            Endpoints.REVOKE,
            Endpoints.USERINFO,
            Endpoints.KEYS,
            Endpoints.DISCOVERY,
            Endpoints.METADATA);

    private final ObjectProvider<AppRooms> apps;
    private final InstantSource clock;
    private volatile @Nullable ProtocolFilters filters;

    AppDoor(ObjectProvider<AppRooms> apps, InstantSource clock) {
        this.apps = apps;
        this.clock = clock;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI();
        if (FROM_BROWSERS.contains(path)) {
            // Nothing here is read from a cookie, so any page may call: what counts is the token or code it has.
            response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
            if ("OPTIONS".equals(request.getMethod())) {
                preflight(response);
                return;
            }
        }
        if (!Endpoints.OF_CLIENTS.contains(path)) {
            chain.doFilter(request, response);
            return;
        }
        if (!"POST".equals(request.getMethod())) {
            response.setHeader(HttpHeaders.ALLOW, "POST, OPTIONS");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        if (request.getQueryString() != null || twice(request)) {
            // RFC 6749 §2.3.1: "The parameters can only be transmitted in the request-body and MUST NOT be included in
            // the request URI."
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            response.setContentType("application/json");
            response.getOutputStream().print("{\"error\":\"invalid_request\"}");
            return;
        }
        filters().serve(request, challenged(response), chain);
    }

    private static boolean twice(HttpServletRequest request) {
        List<String> credentials = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        // RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
        boolean bothWays = !credentials.isEmpty() && request.getParameter("client_secret") != null;
        return credentials.size() > 1
                || bothWays
                || request.getParameterMap().values().stream().anyMatch(values -> values.length > 1);
    }

    // RFC 6749 §5.2: a 401 says by which scheme an app proves itself.
    private static HttpServletResponse challenged(HttpServletResponse response) {
        return new jakarta.servlet.http.HttpServletResponseWrapper(response) {
            @Override
            public void setStatus(int status) {
                if (status == SC_UNAUTHORIZED) {
                    setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"countersign\"");
                }
                super.setStatus(status);
            }
        };
    }

    private static void preflight(HttpServletResponse response) {
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, "Authorization, Content-Type");
        response.setHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "3600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private ProtocolFilters filters() {
        ProtocolFilters made = filters;
        if (made == null) {
            made = new ProtocolFilters(apps.getObject(), clock);
            filters = made;
        }
        return made;
    }
}
