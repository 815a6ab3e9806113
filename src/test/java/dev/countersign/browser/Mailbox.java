package dev.countersign.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.people.delivery.Letter;
import java.util.Objects;

/// A program that shows mail: a tab without scripts from outside that may load nothing.
final class Mailbox implements AutoCloseable {
    private final BrowserContext browser;
    private final Page page;
    private int loads;

    Mailbox() {
        browser = Chromium.browser().newContext(new Browser.NewContextOptions().setViewportSize(600, 800));
        browser.route("**/*", route -> {
            loads++;
            route.abort();
        });
        page = browser.newPage();
    }

    /// Opens a mail in one theme and at one width.
    Page open(Letter letter, ColorScheme theme, int width) {
        page.setViewportSize(width, 800);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        page.setContent(Objects.requireNonNull(letter.html()));
        return page;
    }

    /// How often a mail asked for something from outside.
    int loads() {
        return loads;
    }

    @Override
    public void close() {
        browser.close();
    }
}
