package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.web.OAuth2ClientAuthenticationFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceAuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenIntrospectionEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2TokenRevocationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretBasicAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.ClientSecretPostAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2DeviceCodeAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2RefreshTokenAuthenticationConverter;
import org.springframework.security.web.authentication.DelegatingAuthenticationConverter;

/// The filters of Spring Authorization Server that serve apps, with our decisions behind them. Only what stands here
/// is reachable: no other grant, no dynamic registration, no pushed requests.
final class ProtocolFilters {
    private final List<Filter> filters;

    ProtocolFilters(AppRooms apps, InstantSource clock) {
        Callers callers = new Callers(apps.clients(), clock);
        ProviderManager manager = new ProviderManager(
                callers,
                new TokenCalls(apps, callers),
                new TokenCare(apps, callers),
                new DeviceCalls(apps, callers, clock));
        OAuth2ClientAuthenticationFilter client = new OAuth2ClientAuthenticationFilter(manager, request -> true);
        client.setAuthenticationConverter(new DelegatingAuthenticationConverter(
                new ClientSecretBasicAuthenticationConverter(),
                new ClientSecretPostAuthenticationConverter(),
                new NamedClient()));
        OAuth2TokenEndpointFilter token = new OAuth2TokenEndpointFilter(manager, Endpoints.TOKEN);
        token.setAuthenticationConverter(new DelegatingAuthenticationConverter(
                new OAuth2AuthorizationCodeAuthenticationConverter(),
                new OAuth2RefreshTokenAuthenticationConverter(),
                new OAuth2DeviceCodeAuthenticationConverter()));
        OAuth2DeviceAuthorizationEndpointFilter device =
                new OAuth2DeviceAuthorizationEndpointFilter(manager, Endpoints.DEVICE);
        device.setVerificationUri(apps.issuer() + Endpoints.DEVICE_PAGE);
        this.filters = List.of(
                client,
                token,
                new OAuth2TokenIntrospectionEndpointFilter(manager, Endpoints.INTROSPECT),
                new OAuth2TokenRevocationEndpointFilter(manager, Endpoints.REVOKE),
                device);
    }

    void serve(HttpServletRequest request, HttpServletResponse response, FilterChain rest)
            throws IOException, ServletException {
        try {
            next(filters.iterator(), rest).doFilter(request, response);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    private static FilterChain next(Iterator<Filter> left, FilterChain rest) {
        return (request, response) -> {
            if (left.hasNext()) {
                left.next().doFilter(request, response, next(left, rest));
            } else {
                rest.doFilter(request, response);
            }
        };
    }
}
