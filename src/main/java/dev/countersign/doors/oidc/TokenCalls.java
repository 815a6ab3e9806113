package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.AppTokens;
import dev.countersign.journeys.authorization.DeviceCodes;
import dev.countersign.journeys.authorization.IdTokens;
import dev.countersign.journeys.authorization.Issued;
import dev.countersign.journeys.authorization.TokenOutcome;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Scope;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationGrantAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceCodeAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2RefreshTokenAuthenticationToken;

/// Tokens for codes, for refresh tokens and for devices. What is given is decided and written in one transaction of
/// the journey; it is signed after that.
final class TokenCalls implements AuthenticationProvider {
    private final Callers callers;
    private final AppTokens tokens;
    private final DeviceCodes devices;
    private final IdTokens idTokens;

    TokenCalls(AppRooms apps, Callers callers) {
        this.callers = callers;
        this.tokens = apps.appTokens();
        this.devices = apps.deviceCodes();
        this.idTokens = apps.idTokens();
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2AuthorizationGrantAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication call) {
        Client client = callers.of(call);
        TokenOutcome outcome = switch (call) {
            case OAuth2AuthorizationCodeAuthenticationToken code -> tokens.redeem(redemption(client, code));
            case OAuth2RefreshTokenAuthenticationToken refresh ->
                tokens.refresh(client, refresh.getRefreshToken(), refresh.getScopes(), Callers.origin(call));
            case OAuth2DeviceCodeAuthenticationToken device -> devices.poll(client, device.getDeviceCode());
            default -> throw new OAuth2AuthenticationException(OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE);
        };
        return switch (outcome) {
            case TokenOutcome.Given(Issued issued) -> given((OAuth2ClientAuthenticationToken) present(call), issued);
            case TokenOutcome.InvalidGrant _ -> throw refused(OAuth2ErrorCodes.INVALID_GRANT);
            case TokenOutcome.InvalidScope _ -> throw refused(OAuth2ErrorCodes.INVALID_SCOPE);
            // RFC 8628 §3.5.
            case TokenOutcome.Pending _ -> throw refused("authorization_pending");
            case TokenOutcome.SlowDown _ -> throw refused("slow_down");
            case TokenOutcome.Denied _ -> throw refused(OAuth2ErrorCodes.ACCESS_DENIED);
            case TokenOutcome.Expired _ -> throw refused("expired_token");
        };
    }

    private static Object present(Authentication call) {
        return Objects.requireNonNull(call.getPrincipal());
    }

    private static AppTokens.Redemption redemption(Client client, OAuth2AuthorizationCodeAuthenticationToken call) {
        Object verifier = call.getAdditionalParameters().get("code_verifier");
        @Nullable String one = verifier instanceof String text ? text : verifier == null ? null : "";
        return new AppTokens.Redemption(client, call.getCode(), call.getRedirectUri(), one, Callers.origin(call));
    }

    private static OAuth2AuthenticationException refused(String error) {
        return new OAuth2AuthenticationException(error);
    }

    private Authentication given(OAuth2ClientAuthenticationToken principal, Issued issued) {
        OAuth2AccessToken access = new OAuth2AccessToken(
                OAuth2AccessToken.TokenType.BEARER,
                issued.access().text(),
                issued.at(),
                issued.expiresAt(),
                issued.scopes());
        @Nullable
        OAuth2RefreshToken refresh = issued.refresh() == null
                ? null
                : new OAuth2RefreshToken(issued.refresh().text(), issued.at());
        Map<String, Object> more =
                issued.scopes().contains(Scope.OPENID) ? Map.of("id_token", idTokens.of(issued)) : Map.of();
        return new OAuth2AccessTokenAuthenticationToken(
                Objects.requireNonNull(principal.getRegisteredClient()), principal, access, refresh, more);
    }
}
