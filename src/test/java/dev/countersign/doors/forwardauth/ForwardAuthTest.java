package dev.countersign.doors.forwardauth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.entry.EntryRooms;
import dev.countersign.journeys.entry.EntryStep;
import dev.countersign.journeys.entry.SiteEntries;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteFields;
import dev.countersign.people.site.Sites;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What each kind of proxy sends by its written contract, and what it is answered; and what somebody tries who is no
/// proxy, or a client behind one.
class ForwardAuthTest {
    private static final RunningServer SERVER = RunningServer.start();
    private static final Origin HOME = new Origin("192.0.2.1", "Firefox on Linux");
    private static final String PASSWORD = "seven grey herons";
    private static final String WIKI = "https://wiki.example";
    private static final String PAGE = "Accept: text/html,application/xhtml+xml";

    private static Site wiki;
    private static String secret;
    private static SignInOutcome.SignedIn person;

    @BeforeAll
    static void build() {
        person = signUp("zoë@example.org", "Zoë %41 \u65e5\u672c");
        String organisation = SERVER.bean(Organisations.class)
                .create("Linden & Hart", person.account().id(), SERVER.clock().instant());
        Sites.Registered done = SERVER.bean(Sites.class)
                .register(
                        organisation,
                        terms(WIKI, "/public anyone\n/admin owners fresh 10"),
                        SERVER.clock().instant());
        wiki = done.site();
        secret = done.secret().text();
    }

    private static dev.countersign.people.site.SiteTerms terms(String origins, String rules) {
        return SiteFields.read(Map.of("name", "Wiki", "origins", origins, "rules", rules))
                .terms()
                .orElseThrow();
    }

    private static SignInOutcome.SignedIn signUp(String email, String name) {
        SERVER.bean(SignUps.class).signUp(new NewAccount(email, PASSWORD, name, null, "en", "UTC", false, null, HOME));
        return (SignInOutcome.SignedIn)
                SERVER.bean(SignIns.class).start(new PasswordSignIn(email, PASSWORD, null, true, HOME));
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// What was answered: status, headers in small letters, and body.
    private record Reply(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private static Reply call(String firstLine, String host, List<String> headers) {
        int port = URI.create(SERVER.address()).getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            StringBuilder request =
                    new StringBuilder(firstLine).append(" HTTP/1.1\r\nHost: ").append(host);
            request.append("\r\nConnection: close\r\n");
            headers.forEach(header -> request.append(header).append("\r\n"));
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
            Map<String, String> named = new java.util.HashMap<>();
            for (String line : head.split("\r\n", -1)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    named.merge(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip(),
                            (one, other) -> one + " | " + other);
                }
            }
            return new Reply(
                    Integer.parseInt(head.substring(9, 12)), named, answer.substring(answer.indexOf("\r\n\r\n") + 4));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> with(List<String> headers, String... more) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return all;
    }

    /// As Traefik's ForwardAuth asks: the request's own headers, and five of its own.
    private static Reply traefik(String method, String uri, String... more) {
        List<String> own = List.of(
                "X-Countersign-Proxy: " + secret,
                "X-Forwarded-Method: " + method,
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: wiki.example",
                "X-Forwarded-Uri: " + uri,
                "X-Forwarded-For: 192.0.2.7");
        return call("GET /forward-auth", "localhost", with(own, more));
    }

    /// As Envoy's ext_authz asks: the request itself, below a prefix.
    private static Reply envoy(String method, String uri, String... more) {
        List<String> own = List.of("x-countersign-proxy: " + secret, "x-forwarded-proto: https", "content-length: 0");
        return call(method + " /forward-auth/envoy" + uri, "wiki.example", with(own, more));
    }

    private static Reply nginx(String method, String url, String... more) {
        List<String> own =
                List.of("X-Countersign-Proxy: " + secret, "X-Original-Method: " + method, "X-Original-URL: " + url);
        return call("GET /forward-auth/nginx", "localhost", with(own, more));
    }

    private static String cookieName() {
        return "__Host-countersign_site-" + wiki.id().substring(24);
    }

    private static String value(String setCookie) {
        Matcher value = Pattern.compile("^" + Pattern.quote(cookieName()) + "=([^;]+); Path=/; Max-Age=[0-9]+; Secure; "
                        + "HttpOnly; SameSite=Lax$")
                .matcher(setCookie);
        assertThat(value.matches()).as(setCookie).isTrue();
        return value.group(1);
    }

    /// The cookie of somebody who has entered the site.
    private static String entered(SignInOutcome.SignedIn in) {
        String nonce = SERVER.bean(dev.countersign.ground.secret.Tokens.class)
                .newToken(Token.Kind.SITE_ENTRY)
                .text();
        EntryStep step = SERVER.bean(EntryRooms.class)
                .entries()
                .arrive(
                        new SiteEntries.Wish(wiki.id(), WIKI + "/page?x=%41", SiteEntries.nonce(nonce), 0),
                        in.token().text(),
                        HOME);
        String to = ((EntryStep.Enter) step).to();
        Reply redeemed = traefik("GET", to.substring(WIKI.length()), PAGE, "Cookie: " + cookieName() + "=" + nonce);
        assertThat(redeemed.status()).as(redeemed.body()).isEqualTo(302);
        assertThat(redeemed.header("location")).isEqualTo(WIKI + "/page?x=%41");
        return cookieName() + "=" + value(redeemed.header("set-cookie"));
    }

    @Test
    void pageWhenNobodyIsSignedInThenLeadsToTheServerWithACookieOfTheSiteBefore() {
        for (Reply reply : List.of(
                traefik("GET", "/wiki/a%20b?x=1&y=2", PAGE),
                envoy("GET", "/wiki/a%20b?x=1&y=2", PAGE),
                nginx("GET", WIKI + "/wiki/a%20b?x=1&y=2", PAGE))) {
            String cookie = value(reply.header("set-cookie"));
            assertThat(cookie).startsWith("cs_entry_");
            assertThat(reply.header("location"))
                    .isEqualTo(SERVER.address() + "/sites/enter?site=" + wiki.id()
                            + "&to=https%3A%2F%2Fwiki.example%2Fwiki%2Fa%2520b%3Fx%3D1%26y%3D2&nonce="
                            + SiteEntries.nonce(cookie))
                    .doesNotContain(cookie);
        }
        assertThat(traefik("GET", "/", PAGE).status()).isEqualTo(302);
        assertThat(traefik("POST", "/", PAGE).status()).isEqualTo(303);
        assertThat(envoy("GET", "/", PAGE).status()).isEqualTo(302);
        assertThat(nginx("GET", WIKI + "/", PAGE).status()).isEqualTo(401);
        // What the browser has already is what it brings back: a second tab does not take it away.
        Reply again = traefik("GET", "/", PAGE, "Cookie: " + cookieName() + "=cs_entry_" + "A".repeat(43));
        assertThat(again.header("set-cookie")).isEmpty();
        assertThat(again.header("location")).endsWith(SiteEntries.nonce("cs_entry_" + "A".repeat(43)));
    }

    @Test
    void programWhenNobodyIsSignedInThenIsToldAndNotSentAnywhere() {
        for (String[] headers : List.of(
                new String[] {"Accept: application/json"},
                new String[] {},
                new String[] {PAGE, "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty"},
                new String[] {PAGE, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: iframe"},
                new String[] {PAGE, "X-Requested-With: XMLHttpRequest"},
                new String[] {PAGE, "Upgrade: websocket", "Connection: Upgrade"})) {
            Reply reply = traefik("GET", "/api", headers);
            assertThat(reply.status()).as(String.join(",", headers)).isEqualTo(401);
            assertThat(reply.header("location")).isEmpty();
            assertThat(reply.header("set-cookie")).isEmpty();
            assertThat(reply.header("content-type")).startsWith("application/problem+json");
            assertThat(reply.body()).contains("\"code\":\"sign-in-required\"");
        }
        Reply from = traefik("GET", "/api", "Referer: https://wiki.example/page?a=b");
        assertThat(from.header("countersign-resolve")).isEqualTo(WIKI + "/.countersign/start?to=%2Fpage%3Fa%3Db");
        assertThat(from.body()).contains("\"resolve\":\"" + WIKI + "/.countersign/start?to=%2Fpage%3Fa%3Db\"");
        for (String elsewhere :
                List.of("https://evil.example/x", "https://wiki.example@evil.example/", "\"}<script>")) {
            assertThat(traefik("GET", "/api", "Referer: " + elsewhere).header("countersign-resolve"))
                    .isEqualTo(WIKI + "/.countersign/start?to=%2F");
        }
    }

    @Test
    void personWhenSignedInThenIsNamedByHeadersThatAreSafe() {
        String cookie = entered(person);
        for (Reply reply : List.of(
                traefik("GET", "/page", "Cookie: " + cookie),
                envoy("PROPFIND", "/page?x", "cookie: " + cookie),
                nginx("DELETE", WIKI + "/page", "Cookie: other=1; " + cookie))) {
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.header("remote-user")).isEqualTo(person.account().id());
            assertThat(reply.header("remote-email")).isEqualTo("zo%C3%AB@example.org");
            assertThat(reply.header("remote-name")).isEqualTo("Zo%C3%AB %2541 %E6%97%A5%E6%9C%AC");
            assertThat(reply.header("remote-groups")).isEqualTo("member,admin,owner");
            assertThat(reply.header("remote-acr")).isEqualTo("urn:countersign:aal1");
            assertThat(reply.body()).isEmpty();
        }
        Reply open = traefik("GET", "/public/x");
        assertThat(open.status()).isEqualTo(200);
        assertThat(open.headers())
                .containsKeys("remote-user", "remote-email", "remote-name", "remote-groups", "remote-acr");
        assertThat(open.header("remote-user")).isEmpty();
        assertThat(traefik("GET", "/public/x", "Cookie: " + cookie).header("remote-user"))
                .isEqualTo(person.account().id());
        Reply fresh = traefik("GET", "/admin", "Cookie: " + cookie, "Accept: application/json");
        assertThat(fresh.status()).isEqualTo(403);
        assertThat(fresh.body()).contains("\"code\":\"step-up-required\"", "\"maxAgeSeconds\":600", "&fresh=10\"");
        assertThat(traefik("GET", "/admin", "Cookie: " + cookie, PAGE).header("location"))
                .contains("&fresh=10");
    }

    @Test
    void personWhenNoMemberAnyMoreThenIsRefused() {
        SignInOutcome.SignedIn member = signUp("member@example.org", "Member");
        Organisations organisations = SERVER.bean(Organisations.class);
        organisations.join(
                member.account().id(),
                wiki.organisationId(),
                Role.MEMBER,
                true,
                SERVER.clock().instant());
        String cookie = entered(member);
        assertThat(traefik("GET", "/", "Cookie: " + cookie).header("remote-groups"))
                .isEqualTo("member");
        assertThat(traefik("GET", "/admin", "Cookie: " + cookie).body()).contains("\"code\":\"forbidden\"");
        assertThat(SERVER.bean(Accounts.class).byId(member.account().id())).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/public/../admin",
                "/public/%2e%2e/admin",
                "/public%2f..%2fadmin",
                "/public\\..\\admin",
                "/public/..;/admin",
                "/public/%252e%252e/admin",
                "/public%00",
                "http://wiki.example/public",
                "*",
                "",
                "public",
                "/public#/../admin",
                "/public/%c0%ae%c0%ae/admin"
            })
    void addressWhenItCanBeReadInTwoWaysThenIsRefusedByEveryContract(String uri) {
        for (Reply reply :
                List.of(traefik("GET", uri, PAGE), envoy("GET", uri, PAGE), nginx("GET", WIKI + uri, PAGE))) {
            assertThat(reply.status()).as(uri).isBetween(400, 499);
            assertThat(reply.header("location")).isEmpty();
        }
    }

    @Test
    void pathsOfTheServerWhenReachedThroughAProxysPrefixThenAreNoYes() {
        for (String path : List.of("/../../health", "/../../sign-in", "/%2e%2e/%2e%2e/health", "/..;/..;/health", "")) {
            assertThat(envoy("GET", path).status()).as(path).isNotEqualTo(200);
        }
        // A check that was set up for the wrong address, or for none, is no yes either.
        for (String path :
                List.of("/health", "/sign-in", "/", "/forward-authority", "/forward-auth/", "/forward-auth/caddy")) {
            Reply reply = call("GET " + path, "localhost", List.of("X-Countersign-Proxy: " + secret));
            assertThat(reply.status()).as(path).isEqualTo(403);
        }
        assertThat(call("GET /health", "localhost", List.of()).status()).isEqualTo(200);
    }

    @Test
    void proxyWhenItDoesNotProveItselfThenIsToldNothing() {
        String cookie = entered(person);
        List<String> question = List.of(
                "X-Forwarded-Method: GET",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: wiki.example",
                "X-Forwarded-Uri: /public",
                "Cookie: " + cookie);
        for (String[] proof : List.of(
                new String[] {},
                new String[] {"X-Countersign-Proxy: "},
                new String[] {"X-Countersign-Proxy: cs_proxy_" + "A".repeat(43)},
                new String[] {"X-Countersign-Proxy: " + person.token().text()},
                new String[] {"X-Countersign-Proxy: " + secret, "X-Countersign-Proxy: " + secret})) {
            Reply reply = call("GET /forward-auth", "localhost", with(question, proof));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body()).contains("unknown-proxy");
            assertThat(reply.headers()).doesNotContainKey("remote-user");
        }
    }

    @Test
    void proxyWhenItDoesNotProveItselfThenTheLogSaysItOnceAMinuteWithoutWhatWasSent() {
        Logger logger = (Logger) LoggerFactory.getLogger(ForwardAuthFilter.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        String wrong = "cs_proxy_" + "B".repeat(43);
        try {
            for (int minute = 0; minute < 2; minute++) {
                SERVER.clock().advance(Duration.ofSeconds(61));
                for (int i = 0; i < 3; i++) {
                    call("GET /forward-auth", "localhost", List.of("X-Countersign-Proxy: " + wrong));
                }
            }
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.getFormattedMessage())
                        .contains("127.0.0.1", "X-Countersign-Proxy")
                        .doesNotContain(wrong));
    }

    @Test
    void questionWhenContradictoryOrIncompleteThenIsRefused() {
        List<String> own = List.of(
                "X-Countersign-Proxy: " + secret,
                "X-Forwarded-Method: GET",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: wiki.example",
                "X-Forwarded-Uri: /public");
        assertThat(call("GET /forward-auth", "localhost", own).status()).isEqualTo(200);
        for (int missing = 1; missing < own.size(); missing++) {
            List<String> rest = new ArrayList<>(own);
            String twice = rest.remove(missing);
            assertThat(call("GET /forward-auth", "localhost", rest).status())
                    .as(twice)
                    .isEqualTo(403);
            assertThat(call("GET /forward-auth", "localhost", with(own, twice)).status())
                    .as(twice)
                    .isEqualTo(403);
            assertThat(call("GET /forward-auth", "localhost", with(rest, twice + ", " + twice))
                            .status())
                    .as(twice)
                    .isEqualTo(403);
        }
        for (String[] other : List.of(
                new String[] {"evil.example", "https"},
                new String[] {"wiki.example", "http"},
                new String[] {"wiki.example:8443", "https"},
                new String[] {"wiki.example.", "https"},
                new String[] {"wiki.example/x", "https"},
                new String[] {"a@wiki.example", "https"})) {
            Reply reply = call(
                    "GET /forward-auth",
                    "localhost",
                    List.of(
                            own.get(0),
                            own.get(1),
                            own.get(4),
                            "X-Forwarded-Host: " + other[0],
                            "X-Forwarded-Proto: " + other[1]));
            assertThat(reply.status()).as(other[0]).isEqualTo(403);
        }
        assertThat(call(
                                "GET /forward-auth",
                                "localhost",
                                with(own.subList(0, 1), own.get(2), own.get(3), own.get(4), "X-Forwarded-Method: get"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void cookieWhenDoubledOrOfAnotherKindThenLetsNobodyIn() {
        String cookie = entered(person);
        assertThat(traefik("GET", "/", "Cookie: " + cookie + "; " + cookie).status())
                .isEqualTo(401);
        assertThat(traefik("GET", "/", "Cookie: " + cookie, "Cookie: " + cookie).status())
                .isEqualTo(401);
        String name = cookieName() + "=";
        for (String wrong :
                List.of(person.token().text(), "cs_entry_" + "A".repeat(43), "cs_site_" + "A".repeat(43), "", "x")) {
            assertThat(traefik("GET", "/", "Cookie: " + name + wrong).status())
                    .as(wrong)
                    .isEqualTo(401);
        }
        assertThat(traefik(
                                "GET",
                                "/",
                                "Cookie: countersign_session=" + person.token().text())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void ownPathsWhenCalledOtherwiseThenGiveNothing() {
        assertThat(traefik("POST", "/.countersign/enter?ticket=x", PAGE).status())
                .isEqualTo(403);
        assertThat(traefik("GET", "/.countersign/x", PAGE).status()).isEqualTo(403);
        assertThat(traefik("GET", "/.countersign/enter?ticket=cs_ticket_" + "A".repeat(43), PAGE)
                        .header("location"))
                .isEqualTo(SERVER.address() + "/sites/failed");
        for (String to : List.of(
                "https%3A%2F%2Fevil.example%2F",
                "%5C%5Cevil.example", "page", "", "%2F..%2Fx", "%2F.countersign%2Fstart")) {
            assertThat(traefik("GET", "/.countersign/start?to=" + to, PAGE).status())
                    .as(to)
                    .isEqualTo(403);
        }
        assertThat(traefik("GET", "/.countersign/sign-out", PAGE).header("location"))
                .isEqualTo(SERVER.address() + "/oauth2/logout");
        assertThat(traefik("POST", "/.countersign/sign-out", PAGE).status()).isEqualTo(403);
        // Two slashes are a path of the site here, and of nobody else.
        assertThat(traefik("GET", "/.countersign/start?to=%2F%2Fevil.example", PAGE)
                        .header("location"))
                .contains("&to=https%3A%2F%2Fwiki.example%2F%2Fevil.example&");
        assertThat(traefik("GET", "/.countersign/start?to=%2Fpage&fresh=10", PAGE)
                        .header("location"))
                .contains("&to=https%3A%2F%2Fwiki.example%2Fpage&", "&fresh=10");
    }
}
