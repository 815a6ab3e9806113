package dev.countersign.doors.oidc;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.AppTokens.Live;
import dev.countersign.people.client.Acr;
import dev.countersign.people.client.ClientTerms;
import dev.countersign.people.client.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import tools.jackson.databind.json.JsonMapper;

/// What apps read: what this server can do, the keys it signs with, and who somebody is.
@Controller
final class Documents {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SECRET_METHODS = List.of("client_secret_basic", "client_secret_post");
    private static final List<String> CLAIMS = List.of(
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "acr",
            "amr",
            "sid",
            "at_hash",
            "name",
            "locale",
            "zoneinfo",
            "email",
            "email_verified",
            "organisations",
            "roles");

    private final ObjectProvider<AppRooms> apps;
    private final InstantSource clock;

    Documents(ObjectProvider<AppRooms> apps, InstantSource clock) {
        this.apps = apps;
        this.clock = clock;
    }

    /// OpenID Connect Discovery 1.0 §3, RFC 8414 §2: the truth about what is here.
    @GetMapping({Endpoints.DISCOVERY, Endpoints.METADATA})
    void discovery(HttpServletResponse response) throws IOException {
        String issuer = apps.getObject().issuer();
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("issuer", issuer);
        said.put("authorization_endpoint", issuer + Endpoints.AUTHORIZE);
        said.put("token_endpoint", issuer + Endpoints.TOKEN);
        said.put("userinfo_endpoint", issuer + Endpoints.USERINFO);
        said.put("jwks_uri", issuer + Endpoints.KEYS);
        said.put("introspection_endpoint", issuer + Endpoints.INTROSPECT);
        said.put("revocation_endpoint", issuer + Endpoints.REVOKE);
        said.put("device_authorization_endpoint", issuer + Endpoints.DEVICE);
        said.put("end_session_endpoint", issuer + Endpoints.LOGOUT);
        said.put("scopes_supported", Scope.ALL);
        said.put("claims_supported", CLAIMS);
        said.put("claims_parameter_supported", true);
        said.put("request_parameter_supported", false);
        said.put("request_uri_parameter_supported", false);
        said.put("response_types_supported", List.of("code"));
        said.put("response_modes_supported", List.of("query"));
        said.put(
                "grant_types_supported",
                List.of("authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code"));
        said.put("code_challenge_methods_supported", List.of("S256"));
        said.put("prompt_values_supported", List.of("none", "login", "consent", "select_account"));
        said.put("acr_values_supported", Acr.ALL);
        said.put("subject_types_supported", List.of("public"));
        said.put("ui_locales_supported", List.of("en", "es"));
        said.put(
                "id_token_signing_alg_values_supported",
                Arrays.stream(ClientTerms.Algorithm.values())
                        .map(ClientTerms.Algorithm::word)
                        .toList());
        said.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post", "none"));
        said.put(
                "revocation_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post", "none"));
        said.put("introspection_endpoint_auth_methods_supported", SECRET_METHODS);
        said.put("authorization_response_iss_parameter_supported", true);
        said.put("backchannel_logout_supported", true);
        said.put("backchannel_logout_session_supported", true);
        write(response, "application/json", JSON.writeValueAsBytes(said), "public, max-age=300");
    }

    @GetMapping(Endpoints.KEYS)
    void keys(HttpServletResponse response) throws IOException {
        String set = apps.getObject().keys().publicSet(clock.instant());
        // RFC 7517 §8.5.1
        write(response, "application/jwk-set+json", set.getBytes(StandardCharsets.UTF_8), "public, max-age=3600");
    }

    /// OpenID Connect Core §5.3.
    @RequestMapping(
            path = Endpoints.USERINFO,
            method = {RequestMethod.GET, RequestMethod.POST})
    void userinfo(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> token = bearer(request);
        Optional<Live> live = token.flatMap(text -> apps.getObject().appTokens().person(text));
        if (live.isEmpty()) {
            // RFC 6750 §3: no error is named to whoever brought nothing.
            String error = token.isEmpty() ? "" : ", error=\"invalid_token\"";
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"countersign\"" + error);
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", live.get().holding().accountId());
        claims.putAll(live.get().holding().claims(live.get().scopes()));
        write(response, "application/json", JSON.writeValueAsBytes(claims), "no-store");
    }

    private static Optional<String> bearer(HttpServletRequest request) {
        List<String> headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        return headers.size() == 1 && headers.getFirst().regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(headers.getFirst().substring(7).strip())
                : Optional.empty();
    }

    private static void write(HttpServletResponse response, String type, byte[] body, String caching)
            throws IOException {
        response.setContentType(type);
        response.setHeader(HttpHeaders.CACHE_CONTROL, caching);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
