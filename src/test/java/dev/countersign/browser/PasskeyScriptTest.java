package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.countersign.factors.passkey.Passkey;
import dev.countersign.testing.Databases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The script and the room, with a real browser and its virtual authenticator between them.
@ExtendWith(Chromium.class)
class PasskeyScriptTest {
    private PasskeySite site;
    private BrowserContext browser;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeEach
    void open() {
        site = new PasskeySite(Databases.SQLITE.fresh());
        browser = Chromium.browser().newContext();
        page = browser.newPage();
        page.setDefaultTimeout(10_000);
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("favicon")) {
                complaints.add(message.text());
            }
        });
    }

    @AfterEach
    void close() {
        browser.close();
        site.close();
        assertThat(complaints).isEmpty();
    }

    @Test
    void passkeyWhenMadeInChromiumThenSignsInAloneAndAsASecondStep() {
        VirtualKey.builtIn(page);
        go("/create");
        assertThat(page.getByText("Passkeys work")).isVisible();
        assertThat(page.getByText("No passkeys here")).isHidden();
        press();
        result("Added [internal] discoverable true verified true");
        go("/sign-in");
        press();
        result("Accepted verified true");
        go("/second");
        press();
        result("Accepted verified true");
    }

    @Test
    void keyWhenItVerifiesNobodyThenIsASecondStepByPossession() {
        VirtualKey.carried(page);
        go("/create");
        press();
        result("Added [usb] discoverable false verified false");
        go("/second");
        press();
        result("Accepted verified false");
    }

    @Test
    void passkeyWhenOfferedByAutofillThenSignsInWithoutAPress() {
        VirtualKey.builtIn(page);
        go("/create");
        press();
        result("Added [internal] discoverable true verified true");
        page.navigate(site.address("localhost") + "/autofill");
        result("Accepted verified true");
    }

    @Test
    void browserWhenItLacksTheJsonFormsThenTheScriptHasItsOwn() {
        page.addInitScript(
                "delete PublicKeyCredential.parseCreationOptionsFromJSON; delete PublicKeyCredential.parseRequestOptionsFromJSON;"
                        + "delete PublicKeyCredential.prototype.toJSON;");
        VirtualKey.builtIn(page);
        go("/create");
        press();
        assertThat(page.locator("#result")).hasText("Added [internal] discoverable true verified true");
        go("/sign-in");
        press();
        result("Accepted verified true");
    }

    @Test
    void promptWhenItFailsThenIsSaidInWordsAndCanBeTriedAgain() {
        VirtualKey key = VirtualKey.builtIn(page);
        go("/create");
        press();
        result("Added [internal] discoverable true verified true");

        go("/create");
        press();
        says("You have it.");
        key.verifies(false);
        go("/sign-in");
        press();
        says("You closed it.");
        key.verifies(true);
        press();
        result("Accepted verified true");
    }

    @Test
    void promptWhenNobodyComesInTimeThenIsSaidSo() {
        // An authenticator that nobody touches keeps the prompt open until its time is over; the clock is moved on
        // instead.
        page.addInitScript("navigator.credentials.get = async () => { const late = Date.now() + 301000;"
                + " Date.now = () => late; throw new DOMException('', 'NotAllowedError'); };");
        go("/sign-in");
        press();
        says("Nobody came.");
    }

    @Test
    void pageWhenAtAnotherHostThenTheBrowserRefuses() {
        VirtualKey.builtIn(page);
        page.navigate(site.address("127.0.0.1") + "/create");
        press();
        says("It failed.");
    }

    @Test
    void browserWhenItHasNoPasskeysThenIsToldSo() {
        page.addInitScript("delete window.PublicKeyCredential;");
        go("/create");
        assertThat(page.getByText("No passkeys here")).isVisible();
        assertThat(page.getByText("Passkeys work")).isHidden();
        press();
        says("Not here.");
    }

    @Test
    void formWhenScriptsAreOffThenIsSentWithoutACredential() {
        try (BrowserContext plain =
                Chromium.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page bare = plain.newPage();
            bare.navigate(site.address("localhost") + "/create");
            bare.getByText("Go").click();
            assertThat(bare.locator("#result")).hasText("No JavaScript");
        }
    }

    @Test
    void passkeyWhenRemovedThenTheAuthenticatorDropsIt() {
        VirtualKey key = VirtualKey.builtIn(page);
        go("/create");
        press();
        result("Added [internal] discoverable true verified true");
        assertThat(key.credentials()).isEqualTo(1);
        Passkey passkey = site.passkeys.list("a").getFirst();
        site.passkeys.remove("a", passkey.id());

        go("/removed");
        page.waitForCondition(() -> key.credentials() == 0);
        assertThat(key.credentials()).isZero();
    }

    private void go(String path) {
        page.navigate(site.address("localhost") + path);
    }

    private void press() {
        page.getByText("Go").click();
    }

    private void result(String text) {
        assertThat(page.locator("#result")).hasText(text);
    }

    private void says(String words) {
        assertThat(page.locator("#out")).hasText(words);
        assertThat(page.locator("#out")).isFocused();
    }
}
