package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import dev.countersign.testing.RunningServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A tab of somebody's browser, used as a person does: by what is written on labels, buttons and links. Every page
/// that it comes to is looked at by [Inspection], and nothing may appear in its console.
final class Window implements AutoCloseable {
    /// The engraving behind the pages takes half of a renderer's time where there is no graphics card. Its boxes stay.
    private static final String PLAIN_GROUND = """
            { const plain = new CSSStyleSheet();
              plain.replaceSync('.engrave { mask: none !important; background: none !important; }');
              document.adoptedStyleSheets = [plain]; }
            """;

    private final RunningServer server;
    private final BrowserContext browser;
    private final Page page;
    private final boolean inspected;
    private final List<String> complaints = new ArrayList<>();
    private int loads;
    private @Nullable Response last;
    private @Nullable Page other;

    private Window(RunningServer server, BrowserContext browser, boolean inspected) {
        this.server = server;
        this.browser = browser;
        this.inspected = inspected;
        this.page = browser.newPage();
        // What does not come at all fails; what is slow on a busy machine does not.
        page.setDefaultTimeout(30_000);
        page.onLoad(_ -> loads++);
        page.onResponse(this::note);
        page.onPageError(error -> complaints.add(path() + ": " + error));
        page.onRequest(request -> {
            if (request.url().endsWith("/csp-report")) {
                complaints.add(path() + ": " + request.postData());
            }
        });
        page.onConsoleMessage(message -> {
            boolean status =
                    message.text().startsWith("Failed to load resource: the server responded with a status of 4");
            if (message.type().equals("error") && !status) {
                complaints.add(path() + ": " + message.text());
            }
        });
    }

    /// A new browser, without any cookie.
    static Window of(RunningServer server) {
        return new Window(server, context(new Browser.NewContextOptions()), true);
    }

    /// A new browser in which scripts are off.
    static Window withoutScripts(RunningServer server) {
        return plain(server, new Browser.NewContextOptions().setJavaScriptEnabled(false));
    }

    /// A new browser like that, whose pages are left alone.
    static Window plain(RunningServer server, Browser.NewContextOptions options) {
        return new Window(server, context(options), false);
    }

    private static BrowserContext context(Browser.NewContextOptions options) {
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        BrowserContext browser = Chromium.browser()
                .newContext(options.setTimezoneId("Europe/Berlin").setReducedMotion(ReducedMotion.REDUCE));
        browser.addInitScript(PLAIN_GROUND);
        return browser;
    }

    /// Another tab of the same browser.
    Window tab() {
        return new Window(server, browser, inspected);
    }

    private void note(Response response) {
        if (response.request().isNavigationRequest()
                && response.frame().equals(page.mainFrame())
                && response.status() / 100 != 3) {
            last = response;
        }
    }

    /// Does what makes the browser load a page, and waits for it.
    Window going(Runnable action) {
        int before = loads;
        try {
            action.run();
            page.waitForCondition(() -> loads > before);
        } catch (PlaywrightException e) {
            throw new AssertionError("stuck at %s: %s".formatted(page.url(), text()), e);
        }
        Inspection.of(this);
        return this;
    }

    /// Types an address of the server into the address bar.
    Window open(String address) {
        return going(() -> page.navigate(address.startsWith("http") ? address : server.address() + address));
    }

    Window reload() {
        return going(page::reload);
    }

    Window back() {
        return going(page::goBack);
    }

    Window fill(String label, String text) {
        page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
        return this;
    }

    Window tick(String label) {
        page.getByLabel(label).check();
        return this;
    }

    Window press(String button) {
        return going(() -> button(button).click());
    }

    Window follow(String link) {
        return going(() -> link(link).first().click());
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(startingWith(name)));
    }

    static Pattern startingWith(String words) {
        return Pattern.compile("^" + words.replaceAll("[^\\p{L}\\p{N} ]", "."));
    }

    /// Opens the account menu and presses one of its buttons.
    Window fromMenu(String button) {
        page.locator("#account-menu > summary").click();
        return press(button);
    }

    Path download(Runnable action) {
        Download download = page.waitForDownload(action);
        return download.path();
    }

    /// Where the browser is, without a query.
    String path() {
        return URI.create(page.url()).getRawPath();
    }

    int status() {
        return response().status();
    }

    Response response() {
        return Optional.ofNullable(last).orElseThrow();
    }

    String heading() {
        return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1))
                .innerText();
    }

    /// All that can be read on the page.
    String text() {
        return page.locator("main").innerText().replaceAll("\\s+", " ");
    }

    /// One more tab of this browser, in which [Inspection] looks at the page in another language.
    Page other() {
        if (other == null) {
            other = browser.newPage();
        }
        return other;
    }

    /// Whether its pages are looked at by [Inspection].
    boolean inspected() {
        return inspected;
    }

    Page page() {
        return page;
    }

    BrowserContext browser() {
        return browser;
    }

    RunningServer server() {
        return server;
    }

    Window at(String path) {
        assertThat(path()).as("%s: %s", heading(), text()).isEqualTo(path);
        return this;
    }

    Window says(String words) {
        assertThat(text()).contains(words);
        return this;
    }

    Window saysNot(String words) {
        assertThat(text()).doesNotContain(words);
        return this;
    }

    void complain(String complaint) {
        complaints.add(complaint);
    }

    /// Closes the browser with all its tabs.
    @Override
    public void close() {
        page.close();
        if (browser.pages().isEmpty()) {
            browser.close();
        }
        assertThat(complaints).as("what the browser complained about").isEmpty();
    }
}
