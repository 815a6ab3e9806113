package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.secret.Base32;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser that keeps cookies, follows no redirect unless told to, and sends the forms it was given with what it
/// fills in; and the person in front of it.
final class PageClient {
    static final String PASSWORD = "seven purple lanterns";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern FORM = Pattern.compile("<form\\b[^>]*action=\"([^\"]*)\".*?</form>", Pattern.DOTALL);
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"");

    private final RunningServer server;
    private final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String email;
    private String secret = "";
    private String page = "";
    private int status;
    private String location = "";

    private PageClient(RunningServer server, String email) {
        this.server = server;
        this.email = email;
    }

    /// Somebody who just signed up and put two-step sign-in off.
    static PageClient signedUp(RunningServer server) {
        PageClient client = new PageClient(server, "page" + COUNT.incrementAndGet() + "@example.com");
        client.get("/sign-up");
        client.send("/sign-up", "name", "Ada Byron", "email", client.email, "password", PASSWORD);
        return client;
    }

    /// Somebody who just connected an authenticator app.
    static PageClient enrolled(RunningServer server) {
        PageClient client = signedUp(server);
        client.get("/setup/app");
        client.send("/setup/app", "app", "aegis").follow();
        client.secret = client.found("secret=([A-Z2-7]+)");
        client.send("/setup/app/connect", "onetimecode", client.nextCode());
        assertThat(client.location).isEqualTo("/setup/backup-codes");
        return client;
    }

    /// The same person at another browser.
    PageClient elsewhere() {
        PageClient other = new PageClient(server, email);
        other.secret = secret;
        return other;
    }

    /// The first step, and the second where it is asked for.
    PageClient signIn(String... more) {
        get("/sign-in");
        send("/sign-in", "email", email, "password", PASSWORD);
        if (location.equals("/verify/app")) {
            follow();
            Map<String, String> form = fields("onetimecode", nextCode());
            form.putAll(fields(more));
            send("/verify/app", form);
        }
        return this;
    }

    String email() {
        return email;
    }

    /// What the app shows half a minute from now, which is then.
    String nextCode() {
        server.clock().advance(Duration.ofSeconds(30));
        return code(secret);
    }

    String code(String key) {
        return Totp.code(Base32.decode(key), Totp.step(server.clock().instant()));
    }

    String secret() {
        return secret;
    }

    void scanned(String key) {
        secret = key;
    }

    PageClient get(String path) {
        return ask(HttpRequest.newBuilder(URI.create(server.address() + path)).GET());
    }

    PageClient follow() {
        return get(location);
    }

    /// Fills in and sends the form of this page that goes there.
    PageClient send(String action, String... values) {
        return send(action, fields(values));
    }

    PageClient send(String action, Map<String, String> values) {
        Map<String, String> fields = new LinkedHashMap<>(
                form(action).orElseThrow(() -> new AssertionError("no form to " + action + " on " + page)));
        fields.putAll(values);
        return post(action, fields);
    }

    PageClient post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return ask(HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    /// The hidden fields of the form that goes there.
    Optional<Map<String, String>> form(String action) {
        Matcher forms = FORM.matcher(page);
        while (forms.find()) {
            if (forms.group(1).equals(action)) {
                Map<String, String> fields = new LinkedHashMap<>();
                Matcher hidden = HIDDEN.matcher(forms.group());
                while (hidden.find()) {
                    fields.put(hidden.group(1), hidden.group(2));
                }
                return Optional.of(fields);
            }
        }
        return Optional.empty();
    }

    private PageClient ask(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(
                    request.header("User-Agent", "Mozilla/5.0 (Macintosh) Firefox/140.0")
                            .build(),
                    BodyHandlers.ofString());
            page = response.body();
            status = response.statusCode();
            location = response.headers().firstValue("Location").orElse("");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, String> fields(String... values) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i += 2) {
            fields.put(values[i], values[i + 1]);
        }
        return fields;
    }

    /// The first group of a pattern that has to be on the page.
    String found(String pattern) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(page);
        assertThat(matcher.find()).as("%s in %s", pattern, page).isTrue();
        return matcher.group(1);
    }

    PageClient shows(String... words) {
        assertThat(status).as(page).isEqualTo(200);
        assertThat(page).contains(words);
        return this;
    }

    PageClient refuses(String words) {
        assertThat(status).as(page).isEqualTo(422);
        assertThat(page).contains(words).contains("<title>Error: ");
        return this;
    }

    PageClient leadsTo(String path) {
        assertThat(status).as(page).isEqualTo(303);
        assertThat(location).isEqualTo(path);
        return this;
    }

    String page() {
        return page;
    }

    int status() {
        return status;
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }
}
