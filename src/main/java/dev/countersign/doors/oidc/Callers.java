package dev.countersign.doors.oidc;

import dev.countersign.ground.audit.Network;
import dev.countersign.ground.audit.Origin;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.Clients;
import dev.countersign.people.client.Scope;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/// Which app is calling. One with a secret shows it; one without says its name, and proves by what it brings (a code
/// with its PKCE verifier, a refresh token, a device's token) that it may have what it asks for.
final class Callers implements AuthenticationProvider {
    private final Clients clients;
    private final InstantSource clock;

    Callers(Clients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return OAuth2ClientAuthenticationToken.class.isAssignableFrom(authentication);
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        OAuth2ClientAuthenticationToken call = (OAuth2ClientAuthenticationToken) authentication;
        boolean named = call.getClientAuthenticationMethod().equals(ClientAuthenticationMethod.NONE);
        Client client = clients.byId(String.valueOf(call.getPrincipal()))
                .filter(known -> known.confidential() != named)
                .filter(known -> named || shows(known, call.getCredentials()))
                .orElseThrow(Callers::unknown);
        return new OAuth2ClientAuthenticationToken(registered(client), call.getClientAuthenticationMethod(), null);
    }

    private boolean shows(Client client, @org.jspecify.annotations.Nullable Object secret) {
        return secret != null && clients.authenticates(client, secret.toString(), clock.instant());
    }

    private static OAuth2AuthenticationException unknown() {
        return new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
    }

    private static RegisteredClient registered(Client client) {
        RegisteredClient.Builder builder = RegisteredClient.withId(client.id())
                .clientId(client.id())
                .clientName(client.terms().name())
                .clientAuthenticationMethod(
                        client.confidential()
                                ? ClientAuthenticationMethod.CLIENT_SECRET_BASIC
                                : ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
                .scope(Scope.OPENID);
        client.terms().redirects().stream()
                .findFirst()
                .ifPresent(redirect -> builder.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                        .redirectUri(redirect));
        return builder.build();
    }

    /// The app that was recognised before, as it is now.
    Client of(Authentication call) {
        Object principal = call.getPrincipal();
        Optional<Client> client = principal instanceof OAuth2ClientAuthenticationToken known && known.isAuthenticated()
                ? clients.byId(String.valueOf(known.getPrincipal()))
                : Optional.empty();
        return client.orElseThrow(Callers::unknown);
    }

    /// Where the call comes from.
    static Origin origin(Authentication call) {
        String address = call.getDetails() instanceof WebAuthenticationDetails details
                ? Objects.requireNonNullElse(details.getRemoteAddress(), "")
                : "";
        return new Origin(Network.of(address), "app");
    }
}
