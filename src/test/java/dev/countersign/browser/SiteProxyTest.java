package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.Cookie;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.people.site.ProxyKind;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sites behind nginx and Caddy as they are installed, registered by an owner on the page, and people who enter them
/// in Chromium.
@ExtendWith(Chromium.class)
class SiteProxyTest {
    private static final RunningServer SERVER = RunningServer.start();
    private static final String PAGE = "/wiki/a%20page?x=1&y=%C3%A9";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Window plain() {
        return Window.plain(SERVER, new Browser.NewContextOptions());
    }

    /// A site behind a proxy, with its owner.
    private record House(Member owner, Window boss, String site, SiteProxy proxy, SiteApp app) {
        String reached() {
            return boss.page().locator("pre").innerText();
        }

        Window to(Window window, String path) {
            window.page().navigate(site + path);
            return window;
        }

        /// The headers of somebody who is in.
        String cookies() {
            return "Cookie: "
                    + String.join(
                            "; ",
                            boss.browser().cookies(site).stream()
                                    .filter(cookie -> cookie.name.startsWith("countersign_site-"))
                                    .map(cookie -> cookie.name + "=" + cookie.value)
                                    .toList());
        }
    }

    private static House built(ProxyKind kind, Window boss, SiteApp app) throws IOException {
        Member owner = Member.enrolled(boss);
        boss.open("/settings/organisations").follow("New organisation");
        boss.fill("Organisation", "Linden & Hart").press("Create organisation");
        String site = "http://localhost:" + RunningServer.freePort();
        boss.open("/organisation/sites").says("No site is registered yet.").follow("Register a site");
        boss.press("Register").says("This is missing.");
        boss.fill("Name", "Wiki").fill("Where the site is reached", "http://wiki.example");
        boss.fill("Rules", "/public anyone\n/admin everybody").press("Register");
        boss.says("Line 1: This is no address that a site can be reached at.");
        boss.says("Line 2: This is no rule.");
        boss.fill("Where the site is reached", site);
        boss.fill("Rules", "/public anyone\n/admin owners fresh 10\n/nobody nobody")
                .press("Register");
        boss.says("Wiki is ready").says("The secret is shown only now.");
        String configuration = boss.page()
                .locator("section[aria-labelledby=c-" + kind.word() + "] pre.snippet")
                .innerText();
        assertThat(configuration)
                .as("without TLS it listens on this machine only")
                .contains(kind == ProxyKind.NGINX ? "listen 127.0.0.1:" : "bind 127.0.0.1");
        SiteProxy proxy = SiteProxy.started(kind, configuration, URI.create(site), app);
        return new House(owner, boss, site, proxy, app);
    }

    @ParameterizedTest
    @EnumSource(names = {"NGINX", "CADDY"})
    void siteWhenBehindThatProxyThenLetsInWhomCountersignLetsIn(ProxyKind kind) throws IOException {
        try (SiteApp app = SiteApp.started();
                Window boss = plain()) {
            House house = built(kind, boss, app);
            try (SiteProxy _ = house.proxy()) {
                entersAsSomebodySignedIn(house);
                strangerIsTurnedAway(house);
                programsAreTold(house);
                smuggledHeadersGoNowhere(house);
                strangePathsOpenNothing(house);
                stepsUp(house);
                signsOut(house);
                signsInWithTwoSteps(house);
                if (kind == ProxyKind.NGINX) {
                    pagesAreLookedAt(house);
                }
                losesAccessByAReset(house);
            }
        }
    }

    private static void entersAsSomebodySignedIn(House house) {
        house.to(house.boss(), PAGE);
        assertThat(house.boss().page().url()).isEqualTo(house.site() + PAGE);
        assertThat(house.reached())
                .contains(
                        "GET " + PAGE,
                        "remote-user: " + house.owner().id(),
                        "remote-email: " + house.owner().email(),
                        "remote-name: Ada Byron",
                        "remote-groups: member,admin,owner",
                        "remote-acr: urn:countersign:aal2");
        Cookie cookie = house.boss().browser().cookies(house.site()).stream()
                .filter(each -> each.name.startsWith("countersign_site-"))
                .findFirst()
                .orElseThrow();
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.domain).isEqualTo("localhost");
        assertThat(cookie.value).startsWith("cs_site_");
    }

    private static void strangerIsTurnedAway(House house) throws IOException {
        house.app().reached();
        try (Window elsewhere = plain()) {
            house.to(elsewhere, "/").at("/sign-in");
            Member.enrolled(elsewhere);
            house.to(elsewhere, "/").says("You cannot open this page of Wiki");
            house.to(elsewhere, "/public/x");
            assertThat(elsewhere.page().locator("pre").innerText()).contains("GET /public/x");
        }
        assertThat(house.app().reached()).containsExactly("GET /public/x");
        house.to(house.boss(), "/nobody/x").says("You cannot open this page of Wiki");
    }

    private static void programsAreTold(House house) throws IOException {
        SiteProxy proxy = house.proxy();
        String bare = proxy.raw("GET /wiki", "Accept: application/json", "Referer: " + house.site() + "/wiki?a=b");
        assertThat(bare).startsWith("HTTP/1.1 401 ").doesNotContain("Location:", "Set-Cookie:");
        assertThat(bare).contains("Resolve: " + house.site() + "/.countersign/start?to=%2Fwiki%3Fa%3Db");
        for (String method : List.of("HEAD", "OPTIONS", "DELETE")) {
            assertThat(proxy.raw(method + " /wiki")).as(method).startsWith("HTTP/1.1 401 ");
        }
        String upgrade = proxy.raw(
                "GET /wiki",
                "Sec-Fetch-Mode: websocket",
                "Upgrade: websocket",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
                "Sec-WebSocket-Version: 13");
        assertThat(upgrade).startsWith("HTTP/1.1 401 ");
        assertThat(proxy.raw("GET /wiki", house.cookies(), "Accept: application/json"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(proxy.raw("GET /wiki", house.cookies() + "0")).startsWith("HTTP/1.1 401 ");
        assertThat(proxy.raw("GET /wiki", house.cookies(), house.cookies())).doesNotStartWith("HTTP/1.1 200 ");
        house.app().reached();
    }

    private static void smuggledHeadersGoNowhere(House house) throws IOException {
        String[] smuggled = {
            "Remote-User: admin",
            "remote-groups: owner",
            "Remote_User: admin",
            "Remote-Acr: phr",
            "REMOTE-NAME: Root",
            "X-Original-URL: http://localhost/public/x",
            "X-Original-Method: GET",
            "X-Forwarded-Uri: /public/x",
            "X-Forwarded-Host: localhost",
            "X-Forwarded-Method: OPTIONS",
            "X-Countersign-Proxy: cs_proxy_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        };
        String open = house.proxy().raw("GET /public/x", smuggled);
        assertThat(open).startsWith("HTTP/1.1 200 ");
        assertThat(open.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("remote-user: admin", "remote_user: admin", "owner", "remote-acr: phr", "root");
        assertThat(house.proxy().raw("GET /wiki", smuggled)).startsWith("HTTP/1.1 401 ");
        String[] known = java.util.Arrays.copyOf(smuggled, smuggled.length + 1);
        known[smuggled.length] = house.cookies();
        known[smuggled.length] += "; theme=dark";
        assertThat(house.proxy().raw("GET /wiki", known))
                .startsWith("HTTP/1.1 200 ")
                .contains("remote-user: " + house.owner().id())
                .contains("cookie: theme=dark")
                .doesNotContain("remote-user: admin", "remote_user: admin", "cs_site_");
        assertThat(house.proxy().raw("GET /wiki", house.cookies().replace("Cookie: ", "Cookie: a=b; ") + "; c=d"))
                .contains("cookie: a=b; c=d\n");
        house.app().reached();
    }

    private static void strangePathsOpenNothing(House house) throws IOException {
        for (String path : List.of(
                "/public/../admin",
                "/public/%2e%2e/admin",
                "/public/.%2e/admin",
                "/public/..%2fadmin",
                "/public%2f..%2fadmin",
                "/public/..;/admin",
                "/public;/../admin",
                "/public/%252e%252e/admin",
                "/public/..%5cadmin",
                "/public\\..\\admin",
                "/public/..%c0%afadmin",
                "/public%00/../admin",
                "/public/x%0d%0aX:%20y",
                "//public/../admin",
                "/./admin",
                "/%61dmin",
                "//admin",
                "/ADMIN",
                "/admin;x=1",
                "/;x/admin",
                "/public//../admin",
                "/.countersign/../admin",
                house.site() + "/admin")) {
            String answer = house.proxy().raw("GET " + path, "Accept: application/json");
            assertThat(answer).as(path).doesNotStartWith("HTTP/1.1 2");
        }
        // Caddy answers for a host that it does not know, with nothing.
        house.proxy().raw("GET http://evil.example/admin");
        house.proxy().raw("GET http://evil.example/public", "Host: evil.example");
        assertThat(house.app().reached()).isEmpty();
    }

    private static void stepsUp(House house) throws IOException {
        Window boss = house.boss();
        house.to(boss, "/admin/users?page=2");
        assertThat(boss.page().url()).isEqualTo(house.site() + "/admin/users?page=2");
        SERVER.clock().advance(Duration.ofMinutes(11));
        assertThat(house.proxy().raw("GET /admin/api", house.cookies(), "Sec-Fetch-Mode: cors"))
                .startsWith("HTTP/1.1 403 ")
                .contains("Resolve: " + house.site() + "/.countersign/start?to=%2F&fresh=10");
        house.to(boss, "/admin/users?page=2");
        boss.fill("6-digit code", house.owner().phone().nextCode());
        boss.button("Confirm").click();
        boss.page().waitForURL(house.site() + "/admin/users?page=2");
        assertThat(house.proxy().raw("GET /admin/api", house.cookies())).startsWith("HTTP/1.1 200 ");
        house.app().reached();
    }

    private static void signsOut(House house) throws IOException {
        String before = house.cookies();
        house.boss().open("/settings/security").fromMenu("Sign out");
        lost(house, before);
        house.to(house.boss(), PAGE).at("/sign-in");
    }

    private static void signsInWithTwoSteps(House house) {
        Window boss = house.boss();
        house.to(boss, PAGE).at("/sign-in");
        boss.fill("Email", house.owner().email()).fill("Password", house.owner().password());
        boss.press("Sign in").at("/verify/app");
        boss.fill("6-digit code", house.owner().phone().nextCode());
        boss.button("Verify").click();
        boss.page().waitForURL(house.site() + PAGE);
        assertThat(house.reached()).contains("remote-user: " + house.owner().id());
    }

    /// The pages themselves, as [Inspection] looks at every page.
    private static void pagesAreLookedAt(House house) {
        try (Window seen = Window.of(SERVER)) {
            seen.browser().addCookies(house.boss().browser().cookies(SERVER.address()));
            seen.open("/organisation/sites").says(house.site()).follow("Wiki");
            seen.fill("Rules", "/admin everybody").press("Save").says("Line 1: This is no rule.");
            seen.fill("Rules", "/admin owners fresh 10").press("Save").says("The site was changed.");
            seen.press("Make a new secret").says("Wiki is ready");
            seen.open("/sites/failed").says("Open the site again.");
            seen.open("/organisation/sites").follow("Wiki").says("The secret before the newest one works until");
        }
    }

    private static void losesAccessByAReset(House house) throws IOException {
        String before = house.cookies();
        assertThat(house.proxy().raw("GET /wiki", before)).startsWith("HTTP/1.1 200 ");
        SERVER.bean(Resets.class).reset(house.owner().id(), null, "lost phone");
        lost(house, before);
    }

    // The database is looked at several times a second; what is remembered longer than that is not believed.
    private static void lost(House house, String cookies) throws IOException {
        long begun = System.nanoTime();
        String answer = house.proxy().raw("GET /wiki", cookies);
        while (answer.startsWith("HTTP/1.1 200 ") && System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(1)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            answer = house.proxy().raw("GET /wiki", cookies);
        }
        assertThat(answer).startsWith("HTTP/1.1 401 ");
        house.app().reached();
    }
}
