package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.secret.Base32;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignInOutcome.Entered;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Somebody who knows the password and nothing more tries every route of the server.
class HalfWayTest {
    private static final String PASSWORD = "seven purple lanterns";
    private static final Origin HERE = new Origin("127.0.0.1", "Firefox on Linux");
    private static final RunningServer SERVER =
            RunningServer.start("countersign.policy.preset=required-reset-by-admin");
    private static final Http HTTP = new Http(SERVER.address());
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    /// How far the half-way session came, and which routes are there for it.
    enum Half {
        CHALLENGED,
        OWING;

        Set<String> own() {
            return switch (this) {
                case CHALLENGED -> Set.of("/verify", "/verify/app", "/verify/backup", "/verify/help");
                case OWING ->
                    Set.of(
                            "/setup",
                            "/setup/app",
                            "/setup/app/connect",
                            "/setup/leave",
                            "/api/v1/sign-in/enrolment/totp");
            };
        }
    }

    /// What a half-way session holds: a token of its kind, its browser's device, and the account's id.
    private record Held(Token token, Token device, String account) {
        Map<String, String> cookies() {
            String name = token.kind() == Token.Kind.CHALLENGE ? "countersign_challenge" : "countersign_enrolment";
            return Map.of("Cookie", name + "=" + token.text() + "; countersign_device=" + device.text());
        }
    }

    @BeforeAll
    static void accounts() {
        signUp("owing@example.com");
        Enrolments enrolments = SERVER.bean(Enrolments.class);
        Enroller enroller = new Enroller.ByGrant(((SignInOutcome.MustEnrol) signUp("enrolled@example.com")).grant());
        var begun = (BeginOutcome.Begun) enrolments.beginTotp(enroller, "other", HERE);
        String code = Totp.code(
                Base32.decode(begun.pending().secret()),
                Totp.step(SERVER.clock().instant()));
        assertThat(enrolments.confirm(enroller, begun.pending().id(), code, HERE))
                .isInstanceOf(ConfirmOutcome.Confirmed.class);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Entered signUp(String email) {
        NewAccount form = new NewAccount(email, PASSWORD, "Ada Byron", null, "en", "UTC", true, null, HERE);
        return Objects.requireNonNull(
                ((SignUpOutcome.Created) SERVER.bean(SignUps.class).signUp(form)).entered());
    }

    @ParameterizedTest
    @EnumSource
    void halfWaySessionWhenTriedOnEveryRouteThenOpensNone(Half half) throws IOException {
        Set<String> paths = paths();
        assertThat(paths).hasSizeGreaterThan(45).contains("/settings/security", "/api/v1/me", "/verify/app");
        Set<String> opened = new TreeSet<>();
        for (String path : paths) {
            for (String method : List.of("GET", "POST")) {
                opened.addAll(tried(half, method, path));
            }
        }
        assertThat(opened).as("its own routes are there for it").isNotEmpty();
        opened.removeIf(
                each -> half.own().contains(each.replaceFirst("^[A-Z]+ ", "").replaceFirst(" .*", "")));
        assertThat(opened).isEmpty();
    }

    // Every route is tried with a half-way session that is fresh, since some of them end it.
    private static List<String> tried(Half half, String method, String path) throws IOException {
        List<String> opened = new ArrayList<>();
        Held byCookie = held(half);
        Http.Answer page =
                path.startsWith("/api/") ? json(method, path, byCookie.cookies()) : page(method, path, byCookie);
        if (opens(page) && !opens(path.startsWith("/api/") ? json(method, path, Map.of()) : page(method, path, null))) {
            opened.add(method + " " + path + " by cookie: " + page.status());
        }
        if (page.header("Set-Cookie").matches("(?s).*countersign_session=cs_.*")
                || page.text().contains("account-menu")) {
            opened.add(method + " " + path + " signed in");
        }
        Http.Answer call = json(
                method,
                path,
                Map.of("Authorization", "Bearer " + held(half).token().text()));
        if (opens(call) && !opens(json(method, path, Map.of()))) {
            opened.add(method + " " + path + " by bearer: " + call.status());
        }
        return opened;
    }

    private static boolean opens(Http.Answer answer) {
        return answer.status() / 100 == 2;
    }

    private static Http.Answer json(String method, String path, Map<String, String> headers) throws IOException {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return HTTP.send(method, path, all, method.equals("GET") ? "" : "{}");
    }

    // A form as our own page would send it: with its token, and made for the account.
    private static Http.Answer page(String method, String path, @org.jspecify.annotations.Nullable Held held)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(held == null ? Map.of() : held.cookies());
        if (method.equals("GET")) {
            return HTTP.get(path, headers);
        }
        Http.Answer form = HTTP.get("/sign-in", Map.of());
        Matcher token = FORM_TOKEN.matcher(form.text());
        assertThat(token.find()).isTrue();
        String cookie = form.header("Set-Cookie").replaceFirst("(?s).*(countersign_csrf=[^;]+).*", "$1");
        headers.merge("Cookie", cookie, (one, other) -> one + "; " + other);
        headers.put("Content-Type", "application/x-www-form-urlencoded");
        String account = held == null ? "" : held.account();
        return HTTP.send(method, path, headers, "_csrf=" + token.group(1) + "&account=" + account + "&saved=1&all=1");
    }

    private static Held held(Half half) {
        String email = half == Half.CHALLENGED ? "enrolled@example.com" : "owing@example.com";
        SignIns signIns = SERVER.bean(SignIns.class);
        Entered entered = (Entered) signIns.start(new PasswordSignIn(email, PASSWORD, null, true, HERE));
        Token device = Objects.requireNonNull(entered.device());
        return switch (entered) {
            case SignInOutcome.Challenged it ->
                new Held(it.token(), device, it.challenge().accountId());
            case SignInOutcome.MustEnrol it ->
                new Held(it.token(), device, it.account().id());
            case SignInOutcome.SignedIn it -> throw new AssertionError("signed in: " + it.account());
            case SignInOutcome.Suspended it -> throw new AssertionError("suspended: " + it);
        };
    }

    private static Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        SERVER.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet()
                .forEach(info -> info.getPatternValues().forEach(pattern -> paths.add(concrete(pattern))));
        return paths;
    }

    private static String concrete(String pattern) {
        return pattern.replaceAll("\\{(?:id|[a-zA-Z]+Id)[^/]*}+", "01980000-0000-7000-8000-000000000000")
                .replaceAll("\\{\\*?[a-z]+(:[^/]*)?}", "anything");
    }
}
