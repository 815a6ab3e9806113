package dev.countersign.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Takes the README's pictures anew, into `docs/images`: `script/test -Dtest=Screenshots`. Its name keeps it out of
/// the usual run.
@ExtendWith(Chromium.class)
class Screenshots {
    private static final Path FOLDER = Path.of("docs", "images");
    private static final String FIREFOX =
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:152.0) Gecko/20100101 Firefox/152.0";

    @Test
    void picturesWhenAskedForThenAreTaken() {
        try (RunningServer server = RunningServer.start(
                        "countersign.name=Linden & Hart",
                        "countersign.support.email=help@example.com",
                        "countersign.pseudo-locale=false");
                Window window = Window.plain(server, new Browser.NewContextOptions().setViewportSize(1120, 860));
                Window other = Window.plain(server, new Browser.NewContextOptions().setUserAgent(FIREFOX))) {
            window.open("/sign-in");
            picture(window, "sign-in");
            Member member = Member.of(server, "ada@example.com").signUp(window);
            window.follow("Authenticator app").press("Aegis");
            picture(window, "connect");
            member.scan(Member.key(window));
            window.fill("Enter the 6-digit code it shows", member.phone().nextCode())
                    .press("Enable");
            picture(window, "backup-codes");
            member.saveCodes(window, "Finish set-up");
            window.follow("Continue").fromMenu("Sign out");

            member.signIn(other).at("/verify/app").tick("Remember this device");
            Member.verify(other, member.phone().nextCode()).at(Member.SECURITY);
            server.clock().advance(Duration.ofHours(26));
            member.signIn(window).at("/verify/app").tick("Remember this device");
            window.page().getByLabel("Remember this device").uncheck();
            picture(window, "verify");
            window.tick("Remember this device");
            Member.verify(window, member.phone().nextCode()).at(Member.SECURITY);
            picture(window, "security");
        }
    }

    private static void picture(Window window, String name) {
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            window.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            window.page().evaluate("() => document.getAnimations().forEach((a) => a.finish())");
            String file = "%s-%s.png".formatted(name, theme.name().toLowerCase(Locale.ROOT));
            window.page().screenshot(new Page.ScreenshotOptions().setPath(FOLDER.resolve(file)));
        }
    }
}
