package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {
    private static final String SESSION = "countersign_session";

    private final PageServer server = PageServer.with();
    private final Visitor browser = server.visitor();

    @Test
    void answersWhenSentThenCarryTheHeadersThatKeepPagesSafe() {
        Seen page = browser.get("/sign-in");

        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Strict-Transport-Security")).isEmpty();
        assertThat(page.text()).doesNotContain("style=", "onclick", "<script>");
    }

    @Test
    void cookiesWhenReachedByHttpsThenAreOfThisHostAlone() {
        PageServer secure = PageServer.with("countersign.base-url=https://id.example.com");
        Seen page = secure.visitor().get("/sign-in");

        assertThat(page.setCookies()).hasSize(1);
        assertThat(page.setCookies().getFirst())
                .startsWith("__Host-countersign_csrf=")
                .contains("; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax");
        assertThat(page.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /.well-known/nothing, 404",
        "GET, /error, 404",
        "PUT, /help, 403",
        "GET, /language, 405",
        "GET, /sign-out, 405",
        "GET, /setup/later, 405",
        "GET, /verify/cancel, 405"
    })
    void addressWhenNotServedThenPageSaysSo(String method, String path, int status) {
        Seen seen = browser.send(method, path);

        assertThat(seen.status()).isEqualTo(status);
        assertThat(seen.text()).contains("<h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in;x=1", "/%2e%2e/sign-in", "/a%2fb", "/a%5cb", "//sign-in", "/sign-in%00"})
    void addressWhenATrickThenRefused(String path) {
        assertThat(browser.get(path).status()).isIn(400, 404);
    }

    @Test
    void formWhenItsTokenIsMissingThenRefusedWithTheReason() {
        Seen withoutCookies = browser.post("/sign-in", Map.of("email", "a@example.com", "password", "x"));
        assertThat(withoutCookies.status()).isEqualTo(403);
        assertThat(withoutCookies.title()).startsWith("Your browser keeps no cookies");

        browser.get("/sign-in");
        Seen withoutToken = browser.post("/sign-in", Map.of("email", "a@example.com", "password", "x"));
        assertThat(withoutToken.status()).isEqualTo(403);
        assertThat(withoutToken.title()).startsWith("This form is too old");
    }

    @Test
    void formWhenAFieldStandsTwiceThenRefused() {
        String token = browser.get("/sign-in").form("/sign-in").get("_csrf");

        assertThat(browser.post(
                                "/sign-in",
                                "_csrf=" + SeeOther.encoded(String.valueOf(token)) + "&email=a&email=b&password=x")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void formWhenTooLargeThenPageSaysSo() {
        Map<String, String> fields = new LinkedHashMap<>(browser.get("/sign-in").form("/sign-in"));
        fields.put("email", "a".repeat(100_000));

        Seen seen = browser.post("/sign-in", fields);

        assertThat(seen.status()).isEqualTo(413);
        assertThat(seen.title()).startsWith("That was too much");
    }

    @Test
    void sessionCookieWhenThereAreTwoThenNobodyIsSignedIn() {
        Member.setUp(server, browser);
        assertThat(browser.get("/setup/done").status()).isEqualTo(200);
        String session = String.valueOf(browser.cookies().get(SESSION));
        browser.cookies().put(SESSION, session + "; " + SESSION + "=" + session);

        assertThat(browser.get("/setup/done").location()).startsWith("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "/%2fevil.example",
                "javascript:alert(1)"
            })
    void signInWhenReturnLeadsElsewhereThenGoesHome(String target) {
        Member member = Member.setUp(server, browser);
        Visitor other = server.visitor();
        Map<String, String> fields = new LinkedHashMap<>(other.get("/sign-in").form("/sign-in"));
        fields.putAll(Map.of("email", member.email(), "password", Member.PASSWORD, "return", target));
        assertThat(other.post("/sign-in", fields).location()).isEqualTo("/verify/app");

        Seen ask = other.get("/verify/app?return=" + SeeOther.encoded(target));
        assertThat(ask.text()).doesNotContain("evil", "javascript:");
        Map<String, String> answer = new LinkedHashMap<>(ask.form("/verify/app"));
        answer.putAll(Map.of("onetimecode", member.nextCode(), "return", target));
        assertThat(other.post("/verify/app", answer).location()).isEqualTo(Entrance.HOME);
    }

    @Test
    void signInWhenReturnIsLocalThenEndsThere() {
        Member member = Member.setUp(server, browser);
        Visitor other = server.visitor();
        Seen asked = other.get("/setup/done");
        assertThat(asked.location()).isEqualTo("/sign-in?return=%2Fsetup%2Fdone");
        Seen challenged = member.signIn(other, "/setup/done");
        assertThat(challenged.location()).isEqualTo("/verify/app?return=%2Fsetup%2Fdone");

        Seen in = other.submit(
                other.get("/verify/app?return=%2Fsetup%2Fdone"), "/verify/app", "onetimecode", member.nextCode());

        assertThat(in.location()).isEqualTo("/setup/done");
        assertThat(other.cookies()).containsKey(SESSION).doesNotContainKey("countersign_challenge");
    }

    @Test
    void enrolmentWhenConfirmedThenTheOldSessionTokenIsDead() {
        Member member = Member.signedUp(server, browser);
        Map<String, String> before = Map.copyOf(browser.cookies());
        assertThat(member.connect().location()).isEqualTo("/setup/backup-codes");

        Visitor thief = server.visitor();
        thief.cookies().putAll(before);
        assertThat(thief.get("/setup/backup-codes").location()).startsWith("/sign-in");
        assertThat(browser.get("/setup/backup-codes").status()).isEqualTo(200);
    }

    @Test
    void namesWhenTheyHoldMarkupThenAreShownAsText() {
        Member.setUp(server, browser);

        assertThat(browser.get("/accounts").text())
                .contains("Ada &lt;b&gt;Byron&lt;/b&gt;")
                .doesNotContain("Ada <b>Byron");
    }

    @Test
    void formWhenMadeForAnotherAccountThenNothingIsDone() {
        Member.signedUp(server, browser);
        Seen formOfFirst = browser.get("/setup");
        Member second = Member.signedUp(server, browser);
        assertThat(browser.get("/accounts").text()).contains(second.email());

        Seen seen = browser.submit(formOfFirst, "/setup/later");

        assertThat(seen.status()).isEqualTo(409);
        assertThat(seen.text()).contains(second.email());
    }

    @Test
    void chooserWhenSwitchedThenTheOtherAccountIsActive() {
        Member first = Member.signedUp(server, browser);
        Member second = Member.signedUp(server, browser);
        Seen chooser = browser.get("/accounts");
        assertThat(chooser.text().indexOf(second.email()))
                .isLessThan(chooser.text().indexOf(first.email()));
        String firstId = chooser.text().replaceAll("(?s).*name=\"account\" value=\"([^\"]+)\".*", "$1");

        Map<String, String> fields = new LinkedHashMap<>(chooser.form("/accounts/switch"));
        fields.put("account", firstId);
        assertThat(browser.post("/accounts/switch", fields).location()).isEqualTo(Entrance.HOME);

        Seen after = browser.get("/accounts");
        assertThat(after.text().indexOf(first.email())).isLessThan(after.text().indexOf(second.email()));
    }

    @Test
    void signOutWhenAllAccountsThenNoCookieOpensAnything() {
        Member.signedUp(server, browser);
        Member.signedUp(server, browser);
        Map<String, String> before = Map.copyOf(browser.cookies());
        Map<String, String> fields =
                new LinkedHashMap<>(browser.get("/accounts").form("/sign-out"));
        fields.put("all", "1");

        assertThat(browser.post("/sign-out", fields).location()).isEqualTo("/sign-in?notice=signed-out");
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        browser.cookies().putAll(before);
        assertThat(browser.get("/accounts").location()).isEqualTo("/sign-in");
    }

    @Test
    void signInWhenRepeatedOnARememberedDeviceThenItStaysRemembered() {
        PageServer forgetful = PageServer.with(
                "countersign.policy.remember-device=ask", "countersign.policy.sign-out-forgets-device=true");
        Member member = Member.setUp(forgetful, forgetful.visitor());
        Visitor own = forgetful.visitor();
        member.signIn(own, "");
        own.submit(own.get("/verify/app"), "/verify/app", "onetimecode", member.nextCode(), "remember", "1");

        assertThat(member.signIn(own, "").location()).isEqualTo(Entrance.HOME);
        assertThat(member.signIn(own, "").location()).isEqualTo(Entrance.HOME);
    }

    @Test
    void wrongCodesWhenSpentThenSignInStartsAgain() {
        Member member = Member.setUp(server, browser);
        Visitor other = server.visitor();
        member.signIn(other, "");
        Seen ask = other.get("/verify/app");
        Seen third = ask;
        for (int i = 0; i < 3; i++) {
            third = other.submit(ask, "/verify/app", "onetimecode", "00000" + i);
        }
        assertThat(third.status()).isEqualTo(422);
        assertThat(third.title()).startsWith("Error: ");
        assertThat(third.text())
                .contains("You have 2 tries left.", "aria-invalid=\"true\"", "aria-describedby=\"code-err\"");
        other.submit(ask, "/verify/app", "onetimecode", "000003");
        Map<String, String> open = Map.copyOf(other.cookies());
        Seen fifth = other.submit(ask, "/verify/app", "onetimecode", "000004");
        assertThat(fifth.location()).isEqualTo("/sign-in?notice=spent");

        other.cookies().putAll(open);
        Seen after = other.submit(ask, "/verify/app", "onetimecode", member.nextCode());

        assertThat(after.location()).startsWith("/sign-in?notice=");
        assertThat(other.cookies()).doesNotContainKeys(SESSION, "countersign_challenge");
    }

    @ParameterizedTest
    @CsvSource({"'', Enter the code.", "12345, Enter all 6 digits.", "12a456, Use digits only."})
    void codeWhenItCannotBeOneThenCostsNoTry(String code, String expected) {
        Member member = Member.setUp(server, browser);
        Visitor other = server.visitor();
        member.signIn(other, "");
        Seen ask = other.get("/verify/app");
        for (int i = 0; i < 6; i++) {
            Seen seen = other.submit(ask, "/verify/app", "onetimecode", code);
            assertThat(seen.status()).isEqualTo(422);
            assertThat(seen.text()).contains(expected);
        }

        assertThat(other.submit(ask, "/verify/app", "onetimecode", member.nextCode())
                        .location())
                .isEqualTo(Entrance.HOME);
    }

    @Test
    void challengeWhenItRanOutThenSignInSaysSo() {
        Member member = Member.setUp(server, browser);
        Visitor other = server.visitor();
        member.signIn(other, "");
        Seen ask = other.get("/verify/app");
        server.clock().advance(Duration.ofMinutes(11));

        Seen late = other.submit(ask, "/verify/app", "onetimecode", member.nextCode());

        assertThat(late.location()).isEqualTo("/sign-in?notice=expired");
        assertThat(other.get(late.location()).text()).contains("That sign-in ran out of time. Sign in again.");
    }

    @Test
    void readingWhenDoneTwiceThenChangesNothing() {
        Member.signedUp(server, browser);
        Map<String, String> before = Map.copyOf(browser.cookies());
        for (String path : new String[] {"/", "/setup", "/setup/app", "/accounts", "/confirm", "/sign-in", "/help"}) {
            browser.send("HEAD", path);
            browser.get(path);
        }

        assertThat(browser.cookies()).isEqualTo(before);
    }

    @Test
    void languageWhenChosenThenKept() {
        Seen page = browser.get("/help");
        String token = page.text().replaceAll("(?s).*action=\"/language\".*?name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
        Seen chosen = browser.post("/language", Map.of("_csrf", token, "language", "es", "return", "/help"));

        assertThat(chosen.location()).isEqualTo("/help");
        assertThat(browser.get("/help").text())
                .contains("<html lang=\"es\" dir=\"ltr\"")
                .contains("Ayuda");
        assertThat(server.visitor()
                        .saying("Accept-Language", "es-MX, en;q=0.5")
                        .get("/help")
                        .text())
                .contains("<html lang=\"es\"");
        assertThat(server.visitor()
                        .saying("Accept-Language", "*;q=x")
                        .get("/help")
                        .text())
                .contains("<html lang=\"en\"");
    }

    @Test
    void assetsWhenNamedByPagesThenServedForEver() {
        String css = browser.get("/sign-in").text().replaceAll("(?s).*href=\"(/assets/app-[^\"]+)\".*", "$1");
        Seen file = browser.get(css);

        assertThat(file.status()).isEqualTo(200);
        assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(file.text()).contains("url(/assets/rosette-");
        assertThat(file.setCookies()).isEmpty();
        assertThat(browser.get("/assets/app.css").status()).isEqualTo(404);
    }

    @Test
    void reportsWhenSentThenTakenWithoutAToken() {
        assertThat(browser.post("/csp-report", "{\"csp-report\":{}}").status()).isEqualTo(204);
        assertThat(browser.get("/health").text()).isEqualTo("{\"status\":\"up\"}");
        assertThat(browser.get("/.well-known/change-password").location()).isEqualTo("/settings/password");
    }
}
