package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Apps by `openid-client`, registered by an owner on the page, and people who sign in to them in Chromium.
@ExtendWith(Chromium.class)
class AppSignInTest {
    private static final RunningServer SERVER = RunningServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// An owner with an organisation, on its page of apps.
    private static Member owner(Window window) {
        Member owner = Member.enrolled(window);
        window.open("/settings/organisations").follow("New organisation");
        window.fill("Organisation", "Linden & Hart").press("Create organisation");
        window.open("/organisation/apps").says("No app is registered yet.");
        return owner;
    }

    /// Registers the app on the page, and hands it what the page shows once.
    private static void register(Window window, RelyingParty app, String kind) {
        window.open("/organisation/apps").follow("Register an app");
        window.press("Register").says("This is missing.");
        window.fill("Name", "Orders");
        window.page().getByLabel("Where the app runs").selectOption(kind);
        window.fill("Addresses after signing in", app.address() + "/back");
        window.fill("Addresses after signing out", app.address() + "/bye");
        window.fill("Address that is told when a session ends", app.address() + "/told");
        window.tick("A person’s role in this organisation")
                .tick("Access that lasts")
                .tick("Devices without a browser");
        window.press("Register");
        window.says("Orders is ready");
        String id = window.page().locator("dd code").nth(1).innerText();
        String secret = kind.equals("public")
                ? ""
                : window.page().locator("dd code").nth(2).innerText();
        Map<String, String> client = secret.isEmpty()
                ? Map.of("issuer", SERVER.address(), "client", id)
                : Map.of("issuer", SERVER.address(), "client", id, "clientSecret", secret);
        JsonNode metadata = app.done("discover", client).at("/metadata");
        assertThat(metadata.at("/issuer").asString()).isEqualTo(SERVER.address());
    }

    private static Window to(Window window, JsonNode begun) {
        window.page().navigate(begun.at("/address").asString());
        return window;
    }

    private static void member(Member person, Member owner) {
        Organisations organisations = SERVER.bean(Organisations.class);
        String organisation = organisations.memberships(owner.id()).getFirst().organisationId();
        organisations.join(
                person.id(), organisation, Role.MEMBER, true, SERVER.clock().instant());
    }

    @Test
    void memberWhenSentByAnAppThenSignsInWithTwoStepsAgreesAndTheAppKnowsWho() {
        try (RelyingParty app = RelyingParty.started(SERVER.clock());
                Window boss = Window.of(SERVER);
                Window window = Window.of(SERVER)) {
            Member owner = owner(boss);
            register(boss, app, "confidential");
            try (Window elsewhere = Window.of(SERVER)) {
                Member stranger = Member.enrolled(elsewhere);
                to(elsewhere, app.done("begin", Map.of())).says("You cannot use Orders with this account");
                elsewhere.button("Back to Orders").click();
                elsewhere.page().waitForURL(app.address() + "/**");
                assertThat(app.done("returned", Map.of()).toString()).contains("error=access_denied");
                member(stranger, owner);
                JsonNode begun = app.done("begin", Map.of());
                to(elsewhere, begun).says("Orders, an app of Linden & Hart, wants to know who you are.");
                elsewhere.button("Do not allow").click();
                elsewhere.page().waitForURL(app.address() + "/**");
                assertThat(app.tried("finish", Map.of("checks", begun.at("/checks")))
                                .at("/error")
                                .asString())
                        .isEqualTo("access_denied");
                String misspelt = app.address() + "/bakc";
                window.open(begun.at("/address")
                                .asString()
                                .replaceFirst("redirect_uri=[^&]*", "redirect_uri=" + misspelt))
                        .says("This sign-in cannot go on")
                        .says(misspelt);
                window.open("/sign-in");
                SERVER.clock().advance(Duration.ofSeconds(30));
                signsIn(app, window, stranger);
            }
        }
    }

    private static void signsIn(RelyingParty app, Window window, Member member) {
        JsonNode begun = app.done("begin", Map.of("more", Map.of("login_hint", member.email(), "ui_locales", "fr es")));
        to(window, begun).at("/sign-in");
        assertThat(window.page().locator("html").getAttribute("lang")).isEqualTo("es");
        assertThat(window.page().locator("#email").inputValue()).isEqualTo(member.email());
        window.page().locator("input[type=password]").fill(member.password());
        window.page().locator("main form button.primary").first().click();
        window.at("/verify/app");
        window.page().locator("input[name=onetimecode]").fill(member.phone().nextCode());
        window.page().locator("main form button.primary").first().click();
        // The account's own language counts from here on.
        window.at("/apps/continue").says("You can end its access under Settings, Security, Apps.");
        window.page()
                .getByText("Allow", new com.microsoft.playwright.Page.GetByTextOptions().setExact(true))
                .click();
        window.page().waitForURL(app.address() + "/back?**");
        JsonNode done = app.done("finish", Map.of("checks", begun.at("/checks")));
        JsonNode claims = done.at("/claims");
        assertThat(claims.at("/sub").asString()).isEqualTo(member.id());
        assertThat(claims.at("/acr").asString()).isEqualTo("urn:countersign:aal2");
        assertThat(claims.at("/amr").toString()).contains("pwd", "otp", "mfa");
        assertThat(claims.at("/email").asString()).isEqualTo(member.email());
        assertThat(claims.at("/roles/0").asString()).isEqualTo("member");
        String access = done.at("/tokens/access_token").asString();
        assertThat(app.done("userinfo", Map.of("token", access, "subject", member.id()))
                        .at("/claims/name")
                        .asString())
                .isEqualTo(member.name());
        assertThat(app.done("introspect", Map.of("token", access))
                        .at("/said/active")
                        .asBoolean())
                .isTrue();
        JsonNode again = app.done(
                "refresh", Map.of("token", done.at("/tokens/refresh_token").asString()));
        assertThat(again.at("/claims/auth_time").asLong())
                .isEqualTo(claims.at("/auth_time").asLong());
        signsOut(app, window, again);
    }

    private static void signsOut(RelyingParty app, Window window, JsonNode tokens) {
        String hint = tokens.at("/tokens/id_token").asString();
        String session = tokens.at("/claims/sid").asString();
        to(window, app.done("logout", Map.of("hint", hint)));
        window.page().waitForURL(app.address() + "/bye?state=bye1");
        window.open("/settings/security").at("/sign-in");
        AppRooms apps = SERVER.bean(AppRooms.class);
        apps.logoutMessages().find();
        apps.logoutMessages().tell(SERVER.bean(dev.countersign.journeys.authorization.LogoutDelivery.class));
        String told = app.done("told", Map.of()).at("/told/0").asString();
        byte[] decoded = java.util.Base64.getUrlDecoder().decode(told.split("\\.")[1]);
        String payload = new String(decoded, StandardCharsets.UTF_8);
        assertThat(payload)
                .contains("\"sid\":\"" + session + "\"", "http://schemas.openid.net/event/backchannel-logout")
                .doesNotContain("nonce");
    }

    @Test
    void memberWhenAnAppDemandsAPasskeyThenMakesOneOnTheWayOrTurnsBack() {
        try (RelyingParty app = RelyingParty.started(SERVER.clock());
                Window window = Window.of(SERVER)) {
            owner(window);
            register(window, app, "confidential");
            Map<String, Object> phr = Map.of(
                    "more", Map.of("claims", "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"phr\"]}}}"));

            JsonNode begun = app.done("begin", phr);
            to(window, begun).at("/setup/passkey");
            window.follow("Choose another method")
                    .at("/setup")
                    .button("Not now")
                    .click();
            window.page().waitForURL(app.address() + "/back?**");
            assertThat(app.tried("finish", Map.of("checks", begun.at("/checks")))
                            .at("/error")
                            .asString())
                    .isEqualTo("unmet_authentication_requirements");

            // Chromium unplugs a key where a tab goes from one site to another.
            Window tab = window.tab();
            tab.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey key = VirtualKey.builtIn(tab.page());
            SERVER.clock().advance(Duration.ofSeconds(1));
            JsonNode again = app.done("begin", phr);
            to(tab, again).at("/setup/passkey").press("Create passkey").at("/setup/done");
            tab.says("From now on, you sign in with your passkey.").says("Your other methods go on working");
            assertThat(key.credentials()).isEqualTo(1);
            tab.follow("Continue").at("/apps/continue").says("wants to know who you are.");
            tab.button("Allow").click();
            tab.page().waitForURL(app.address() + "/back?**");
            assertThat(app.done("finish", Map.of("checks", again.at("/checks")))
                            .at("/claims/acr")
                            .asString())
                    .isEqualTo("phr");
        }
    }

    // The example has the machine's clock, so the server gets it too.
    @Test
    void exampleOfTheDocumentsWhenOpenedThenSaysWhoSignedIn() throws IOException {
        SERVER.clock().set(InstantSource.system().instant());
        int port = RunningServer.freePort();
        String own = "http://localhost:" + port;
        try (Window boss = Window.of(SERVER)) {
            Member owner = owner(boss);
            boss.open("/organisation/apps").follow("Register an app");
            boss.fill("Name", "Example").fill("Addresses after signing in", own + "/back");
            boss.press("Register").says("Example is ready");
            String id = boss.page().locator("dd code").nth(1).innerText();
            String secret = boss.page().locator("dd code").nth(2).innerText();
            Process example = RelyingParty.example(port, SERVER.address(), id, secret);
            try (BufferedReader says = example.inputReader(StandardCharsets.UTF_8)) {
                assertThat(says.readLine()).isEqualTo("Open " + own);
                boss.page().navigate(own);
                boss.says("Example, an app of Linden & Hart, wants to know who you are.");
                boss.button("Allow").click();
                boss.page().waitForURL(own + "/back?**");
                assertThat(boss.page().content())
                        .contains("Signed in:", owner.id(), owner.email(), owner.name(), "urn:countersign:aal2");
            } finally {
                example.destroy();
            }
        }
    }

    @Test
    void deviceWhenItsCodeIsTypedThenIsSignedInAndOutAgainInSettings() {
        try (RelyingParty app = RelyingParty.started(SERVER.clock());
                Window boss = Window.of(SERVER)) {
            owner(boss);
            register(boss, app, "public");
            JsonNode begun = app.done("device", Map.of()).at("/begun");
            assertThat(begun.at("/verification_uri").asString()).isEqualTo(SERVER.address() + "/device");
            boss.open("/device").fill("Code on the device", "BCDF-BCDF").press("Continue");
            boss.says("No device waits for that code.");
            boss.fill("Code on the device", begun.at("/user_code").asString().toLowerCase(java.util.Locale.ROOT))
                    .press("Continue");
            boss.says("Go on only if you hold this device yourself");
            boss.press("Allow this device").says("You can close this page.");
            JsonNode tokens = app.done("poll", Map.of("begun", begun));
            assertThat(tokens.at("/claims/acr").asString()).isEqualTo("urn:countersign:aal2");
            String refresh = tokens.at("/tokens/refresh_token").asString();
            boss.open("/settings/security").follow("Show apps").at("/settings/security/apps");
            boss.press("End access Orders").says("The app’s access has ended.");
            assertThat(app.tried("refresh", Map.of("token", refresh))
                            .at("/error")
                            .asString())
                    .isEqualTo("invalid_grant");
        }
    }
}
