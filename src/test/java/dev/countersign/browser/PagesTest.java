package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pages beside the great ways: help, errors, lists, the profile, languages and looks.
@ExtendWith(Chromium.class)
class PagesTest {
    private static final RunningServer SERVER =
            RunningServer.start("countersign.support.link=https://help.example.com/");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void openPagesWhenVisitedThenAnswerAsTheyShould() {
        try (Window window = Window.of(SERVER)) {
            window.open("/").at("/sign-in").follow("Forgot your password?").says("https://help.example.com/");
            window.follow("Help").says("I lost my phone");
            for (Map.Entry<String, Integer> each : Map.of(
                            "/nowhere", 404, "/sign-out", 405, "/locked", 200, "/reset/nonsense", 410)
                    .entrySet()) {
                window.open(each.getKey());
                assertThat(window.status()).as(each.getKey()).isEqualTo(each.getValue());
            }
        }
    }

    @Test
    void listsWhenOpenedThenShowWhatIsThereAndLetGoOfIt() {
        try (Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            member.signIn(other).at("/verify/app").tick("Remember this device");
            Member.verify(other, member.phone().nextCode()).at(Member.SECURITY);
            window.reload().follow("Details of").at("/settings/security/devices");
            window.press("Forget all remembered devices").says("All devices are forgotten.");
            window.open("/settings/security")
                    .follow("Show activity")
                    .says("Signed in")
                    .says("Chrome on Linux");
            window.open("/settings/security/sessions").says("This session");
            window.going(() -> window.page()
                            .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out Chrome on Linux"))
                            .click())
                    .says("The session is signed out.");
            other.reload().at("/sign-in");
            window.open("/settings/security/backup-codes").says("10 of 10 left").follow("Make a new set");
            window.press("Make a new set").press("Done").says("Save the codes first");
            window.open("/settings/security/app").press("Save name").says("The name is saved.");
            window.open("/setup/app").press("Bitwarden").at("/setup/app/connect");
        }
    }

    @Test
    void profileWhenSavedThenChangesNameLanguageAndLook() {
        try (Window window = Window.of(SERVER)) {
            Member.signedUp(window);
            window.open("/settings/profile").fill("Your name", "").press("Save").says("Enter your name.");
            window.fill("Your name", "Grace <b>Hopper</b>");
            window.page().getByLabel("Language").selectOption("es");
            window.page()
                    .getByLabel("Dark", new Page.GetByLabelOptions().setExact(true))
                    .check();
            window.press("Save").at("/settings/profile");
            assertThat(window.page().locator("html").getAttribute("lang")).isEqualTo("es");
            assertThat(window.page().locator("html").getAttribute("data-theme")).isEqualTo("dark");
            assertThat(window.page().locator("#account-menu").innerText()).contains("Grace <b>Hopper</b>");
        }
    }

    @Test
    void languageWhenChosenInTheFootThenHoldsOnEveryPage() {
        try (Window window = Window.of(SERVER)) {
            window.open("/sign-in").press("Español").at("/sign-in");
            assertThat(window.page().locator("html").getAttribute("lang")).isEqualTo("es");
            window.open("/help");
            assertThat(window.page().locator("html").getAttribute("lang")).isEqualTo("es");
            window.press("English").at("/help").says("What is two-step sign-in?");
        }
    }

    // UX.md, row 26: password managers try such addresses.
    @Test
    void wellKnownAddressesWhenAskedForThenAreTrueOrMissing() throws IOException {
        Http http = new Http(SERVER.address());
        Http.Answer change = http.get("/.well-known/change-password", Map.of());
        assertThat(change.status()).isIn(302, 303);
        assertThat(change.header("Location")).endsWith("/settings/password");
        String unknown = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
        assertThat(http.get(unknown, Map.of()).status()).isEqualTo(404);
    }
}
