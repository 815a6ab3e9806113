package dev.countersign.doors.oidc;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/// Reads a call of an app without a secret, which says its name only (RFC 6749 §3.2.1).
final class NamedClient implements AuthenticationConverter {
    @Override
    public Authentication convert(HttpServletRequest request) {
        String[] names = request.getParameterValues("client_id");
        if (names == null
                || request.getParameter("client_secret") != null
                || request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            // Nothing that an app could prove itself by: the last of the ways that are tried.
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
        }
        if (names.length != 1 || names[0].isBlank()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return new OAuth2ClientAuthenticationToken(names[0], ClientAuthenticationMethod.NONE, null, Map.of());
    }
}
