package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.SignInOutcome.SignedIn;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientFields;
import dev.countersign.people.client.Clients;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What somebody might try at the addresses that apps call, by bare HTTP.
class AppDoorTest {
    private static final RunningServer SERVER = RunningServer.start();
    private static final Http HTTP = new Http(SERVER.address());
    private static final String BACK = "https://app.example/back";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-123";
    private static final String CHALLENGE = "B7OxlHMt_UC2EU94ZX7clov5pKNztHjWmChqlcpeT8E";

    private static String session = "";
    private static String account = "";
    private static Client app;
    private static String secret = "";
    private static Client phone;

    @BeforeAll
    static void register() {
        NewAccount form = new NewAccount(
                "ada@example.com",
                "seven purple lanterns",
                "Ada Byron",
                null,
                "en",
                "UTC",
                true,
                null,
                new Origin("127.0.0.1", "Firefox on Linux"));
        SignedIn in = (SignedIn) Objects.requireNonNull(
                ((SignUpOutcome.Created) SERVER.bean(SignUps.class).signUp(form)).entered());
        session = in.token().text();
        account = in.account().id();
        String organisation = SERVER.bean(Organisations.class)
                .create("Linden & Hart", account, SERVER.clock().instant());
        Clients clients = SERVER.bean(Clients.class);
        Clients.Registered registered = clients.register(
                organisation,
                terms("kind", "confidential", "algorithm", "RS256"),
                SERVER.clock().instant());
        app = registered.client();
        secret = Objects.requireNonNull(registered.secret()).text();
        phone = clients.register(
                        organisation,
                        terms("kind", "public", "asks", "true"),
                        SERVER.clock().instant())
                .client();
    }

    private static dev.countersign.people.client.ClientTerms terms(String... more) {
        Map<String, String> fields = new HashMap<>(Map.of(
                "name",
                "Orders",
                "redirects",
                BACK,
                "logoutRedirects",
                "https://app.example/bye",
                "scopes",
                "openid email offline_access",
                "proofKey",
                "true"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return ClientFields.read(fields).terms().orElseThrow();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&").append(pairs[i]).append('=').append(URLEncoder.encode(pairs[i + 1], UTF_8));
        }
        return form.toString();
    }

    private static Http.Answer post(String path, @Nullable String secret, String... pairs) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", "application/x-www-form-urlencoded"));
        if (secret != null) {
            headers.put(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString((app.id() + ":" + secret).getBytes(UTF_8)));
        }
        return HTTP.send("POST", path, headers, form(pairs));
    }

    private static Http.Answer arrive(Client client, String... more) throws IOException {
        Map<String, String> asked = new LinkedHashMap<>(Map.of(
                "client_id",
                client.id(),
                "redirect_uri",
                BACK,
                "response_type",
                "code",
                "scope",
                "openid email offline_access",
                "code_challenge",
                CHALLENGE,
                "code_challenge_method",
                "S256"));
        for (int i = 0; i < more.length; i += 2) {
            asked.put(more[i], more[i + 1]);
        }
        String[] pairs = asked.entrySet().stream()
                .flatMap(each -> java.util.stream.Stream.of(each.getKey(), each.getValue()))
                .toArray(String[]::new);
        return HTTP.get("/oauth2/authorize?" + form(pairs), Map.of("Cookie", "countersign_session=" + session));
    }

    private static Http.Answer tokens() throws IOException {
        String location = arrive(app).header("Location");
        Matcher code = Pattern.compile("code=([^&]+)").matcher(location);
        assertThat(code.find()).as(location).isTrue();
        return post(
                "/oauth2/token",
                secret,
                "grant_type",
                "authorization_code",
                "code",
                code.group(1),
                "redirect_uri",
                BACK,
                "code_verifier",
                VERIFIER);
    }

    @Test
    void tokensWhenOfAnotherDoorThenOpenNothing() throws IOException {
        Http.Answer given = tokens();
        assertThat(given.status()).as(given.text()).isEqualTo(200);
        assertThat(given.header("Cache-Control")).contains("no-store");
        String access = given.string("/access_token");
        assertThat(HTTP.get("/oauth2/userinfo", Map.of("Authorization", "Bearer " + access))
                        .string("/sub"))
                .isEqualTo(account);
        for (String ours : List.of(access, given.string("/refresh_token"), given.string("/id_token"))) {
            assertThat(HTTP.get("/api/v1/me", Map.of("Authorization", "Bearer " + ours))
                            .status())
                    .isEqualTo(401);
            assertThat(HTTP.get("/settings/security", Map.of("Cookie", "countersign_session=" + ours))
                            .status())
                    .isEqualTo(303);
        }
        for (String theirs : List.of(session, given.string("/refresh_token"), given.string("/id_token"), "x")) {
            assertThat(HTTP.get("/oauth2/userinfo", Map.of("Authorization", "Bearer " + theirs))
                            .status())
                    .isEqualTo(401);
        }
        assertThat(post("/oauth2/introspect", secret, "token", session).text()).isEqualTo("{\"active\":false}");
        assertThat(post("/oauth2/token", secret, "grant_type", "refresh_token", "refresh_token", session)
                        .string("/error"))
                .isEqualTo("invalid_grant");
        assertThat(HTTP.get("/oauth2/userinfo?access_token=" + access, Map.of()).status())
                .isEqualTo(401);
    }

    @Test
    void appWhenItDoesNotProveItselfThenIsRefused() throws IOException {
        for (String wrong : List.of("", "wrong", Token.hash(secret))) {
            Http.Answer refused = post("/oauth2/introspect", wrong, "token", "x");
            assertThat(refused.status()).isIn(400, 401);
            assertThat(refused.string("/error")).isIn("invalid_client", "invalid_request");
        }
        Http.Answer named =
                post("/oauth2/token", null, "grant_type", "refresh_token", "refresh_token", "x", "client_id", app.id());
        assertThat(named.status()).as("an app with a secret shows it").isEqualTo(401);
        assertThat(named.header("WWW-Authenticate")).startsWith("Basic");
        assertThat(post("/oauth2/token", null, "grant_type", "refresh_token", "refresh_token", "x")
                        .status())
                .isEqualTo(401);
        assertThat(post(
                                "/oauth2/token",
                                null,
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                "x",
                                "client_id",
                                phone.id(),
                                "client_secret",
                                secret)
                        .status())
                .isEqualTo(401);
        assertThat(post("/oauth2/introspect", secret, "token", "x", "client_id", phone.id(), "client_secret", secret)
                        .string("/error"))
                .as("two who call at once")
                .isEqualTo("invalid_request");
        String access = tokens().string("/access_token");
        assertThat(post("/oauth2/introspect", null, "token", access, "client_id", phone.id())
                        .text())
                .as("an app without a secret is told nothing")
                .isEqualTo("{\"active\":false}");
        assertThat(post(
                                "/oauth2/token?client_id=" + app.id(),
                                secret,
                                "grant_type",
                                "refresh_token",
                                "refresh_token",
                                "x")
                        .status())
                .isEqualTo(400);
        assertThat(post("/oauth2/token", secret, "grant_type", "client_credentials", "scope", "openid")
                        .status())
                .isEqualTo(400);
        assertThat(post(
                                "/oauth2/token",
                                secret,
                                "grant_type",
                                "password",
                                "username",
                                "ada@example.com",
                                "password",
                                "seven purple lanterns")
                        .status())
                .isEqualTo(400);
        assertThat(HTTP.get("/oauth2/token", Map.of()).status()).isEqualTo(405);
        assertThat(post("/oauth2/device_authorization", null, "client_id", phone.id(), "scope", "openid")
                        .string("/error"))
                .isEqualTo("unauthorized_client");
    }

    @Test
    void consentWhenSentFromElsewhereThenIsRefused() throws IOException {
        String location = arrive(phone).header("Location");
        assertThat(location).startsWith("/apps/continue?request=cs_request_");
        String request = location.replaceFirst(".*request=", "");
        Map<String, String> browser =
                Map.of("Cookie", "countersign_session=" + session, "Content-Type", "application/x-www-form-urlencoded");
        for (String path : List.of("/apps/consent", "/apps/back", "/apps/sign-out", "/device", "/device/answer")) {
            Http.Answer forged =
                    HTTP.send("POST", path, browser, form("request", request, "answer", "allow", "account", account));
            assertThat(forged.status()).as(path).isEqualTo(403);
        }
        assertThat(HTTP.get(location, Map.of("Cookie", "countersign_session=" + session))
                        .text())
                .as("still waiting")
                .contains("/apps/consent");
    }

    @Test
    void personWhenSentAwayThenOnlyToWhatIsRegistered() throws IOException {
        Http.Answer refused = arrive(app, "redirect_uri", "https://evil.example/");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Location")).isEmpty();
        assertThat(refused.text()).doesNotContain("https://evil.example");
        URI known = URI.create(app.terms().redirects().getFirst());
        String typo = known.getScheme() + "://" + known.getAuthority() + "/misspelt";
        assertThat(arrive(app, "redirect_uri", typo).text())
                .as("what to register or correct")
                .contains(typo);
        assertThat(arrive(app, "redirect_uri", typo + "?x=call+us").text()).doesNotContain(typo);
        for (String to : List.of("https://evil.example", "https://app.example/bye?x", "javascript:alert(1)")) {
            Http.Answer bye =
                    HTTP.get("/oauth2/logout?" + form("client_id", app.id(), "post_logout_redirect_uri", to), Map.of());
            assertThat(bye.header("Location")).isEqualTo("/sign-in?notice=signed-out");
        }
        assertThat(HTTP.get(
                                "/oauth2/logout?"
                                        + form(
                                                "client_id",
                                                app.id(),
                                                "post_logout_redirect_uri",
                                                "https://app.example/bye",
                                                "state",
                                                "a b"),
                                Map.of())
                        .header("Location"))
                .isEqualTo("https://app.example/bye?state=a+b");
        assertThat(HTTP.get("/oauth2/logout", Map.of("Cookie", "countersign_session=" + session))
                        .text())
                .as("nobody is signed out without being asked")
                .contains("/apps/sign-out");
        assertThat(HTTP.get("/apps/continue?request=https://evil.example", Map.of())
                        .status())
                .isEqualTo(410);
        assertThat(URI.create(arrive(app).header("Location")).getHost()).isEqualTo("app.example");
    }

    @Test
    void documentsWhenReadThenSayWhatIsThereAndNothingSecret() throws IOException {
        Http.Answer discovery = HTTP.get("/.well-known/openid-configuration", Map.of("Origin", "https://spa.example"));
        assertThat(discovery.string("/issuer")).isEqualTo(SERVER.address());
        assertThat(discovery.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(discovery.text()).doesNotContain("client_credentials", "registration_endpoint", "plain");
        tokens();
        Http.Answer keys = HTTP.get("/oauth2/jwks", Map.of());
        assertThat(keys.text()).contains("\"ES256\"", "\"RS256\"").doesNotContain("\"d\"", "\"p\"", "\"q\"");
        assertThat(HTTP.send("OPTIONS", "/oauth2/token", Map.of("Origin", "https://spa.example"), "")
                        .status())
                .isEqualTo(204);
    }
}
