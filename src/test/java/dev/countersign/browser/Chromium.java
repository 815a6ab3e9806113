package dev.countersign.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// The one Chromium of the test process: the system's own, started for the first class that needs it and closed
/// after the last.
final class Chromium implements BeforeAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
        Running.current = running.browser();
    }

    /// The browser, for tests that name this extension.
    static Browser browser() {
        Browser browser = Running.current;
        if (browser == null) {
            throw new IllegalStateException("The test class lacks @ExtendWith(Chromium.class)");
        }
        return browser;
    }

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        private static volatile @org.jspecify.annotations.Nullable Browser current;

        static Running start() {
            Playwright playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            Browser browser = playwright
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(executable())
                            .setArgs(List.of(
                                    "--no-sandbox",
                                    "--in-process-gpu",
                                    // Else each browser has a renderer started for a page that nobody opens.
                                    "--renderer-process-limit=1",
                                    "--disable-background-networking",
                                    "--disable-component-update")));
            return new Running(playwright, browser);
        }

        // The same engine without its windows takes two thirds of the processor time, but is not packaged everywhere.
        private static Path executable() {
            Path shell = Path.of("/usr/bin/chromium-headless-shell");
            return Files.isExecutable(shell) ? shell : Path.of("/usr/bin/chromium");
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }
}
