package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.AppTokens;
import dev.countersign.journeys.authorization.AppTokens.Live;
import dev.countersign.people.client.Client;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenIntrospection;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenIntrospectionAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2TokenRevocationAuthenticationToken;

/// What an app asks of a token (RFC 7662), and giving one back (RFC 7009).
final class TokenCare implements AuthenticationProvider {
    private final Callers callers;
    private final AppTokens tokens;
    private final String issuer;

    TokenCare(AppRooms apps, Callers callers) {
        this.callers = callers;
        this.tokens = apps.appTokens();
        this.issuer = apps.issuer();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2TokenIntrospectionAuthenticationToken.class.isAssignableFrom(authentication)
                || OAuth2TokenRevocationAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication call) {
        Client client = callers.of(call);
        if (call instanceof OAuth2TokenIntrospectionAuthenticationToken asked) {
            OAuth2TokenIntrospection said = tokens.introspect(client, asked.getToken())
                    .map(this::said)
                    .orElseGet(() -> OAuth2TokenIntrospection.builder(false).build());
            return new OAuth2TokenIntrospectionAuthenticationToken(
                    asked.getToken(), (Authentication) asked.getPrincipal(), said);
        }
        OAuth2TokenRevocationAuthenticationToken back = (OAuth2TokenRevocationAuthenticationToken) call;
        tokens.revoke(client, back.getToken());
        return back;
    }

    private OAuth2TokenIntrospection said(Live live) {
        OAuth2TokenIntrospection.Builder said = OAuth2TokenIntrospection.builder(true)
                .issuer(issuer)
                .subject(live.holding().accountId())
                .clientId(live.holding().client().id())
                .audience(live.holding().client().id())
                .tokenType(live.refresh() ? "refresh_token" : "Bearer")
                .issuedAt(live.issuedAt())
                .expiresAt(live.expiresAt())
                .scopes(scopes -> scopes.addAll(live.scopes()))
                .claim("acr", live.holding().acr())
                .claim("amr", live.holding().amr())
                .claim("auth_time", live.holding().authTime().getEpochSecond());
        live.holding().claims(live.scopes()).forEach(said::claim);
        return said.build();
    }
}
