package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.DeviceCodes;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Set;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;

/// A device without a browser asks for its codes (RFC 8628 §3.1).
final class DeviceCalls implements AuthenticationProvider {
    private final Callers callers;
    private final DeviceCodes devices;
    private final InstantSource clock;

    DeviceCalls(AppRooms apps, Callers callers, InstantSource clock) {
        this.callers = callers;
        this.devices = apps.deviceCodes();
        this.clock = clock;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2DeviceAuthorizationRequestAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        var call = (OAuth2DeviceAuthorizationRequestAuthenticationToken) authentication;
        Client client = callers.of(call);
        if (!client.terms().device()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNAUTHORIZED_CLIENT);
        }
        Set<String> scopes = new LinkedHashSet<>(call.getScopes());
        if (!scopes.contains(Scope.OPENID) || !client.terms().scopes().containsAll(scopes)) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_SCOPE);
        }
        Instant now = clock.instant();
        DeviceCodes.Begun begun = devices.begin(client, scopes, Callers.origin(call))
                .orElseThrow(() -> new OAuth2AuthenticationException("slow_down"));
        Instant ends = now.plus(DeviceCodes.LIFE);
        return new OAuth2DeviceAuthorizationRequestAuthenticationToken(
                (Authentication) call.getPrincipal(),
                scopes,
                new OAuth2DeviceCode(begun.device().text(), now, ends),
                new OAuth2UserCode(begun.userCode(), now, ends));
    }
}
