package dev.countersign.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.testing.RunningServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Chromium.class)
class KeyPictures {
    @Test
    void picturesWhenAskedForThenAreTaken() {
        try (RunningServer server = RunningServer.start("countersign.pseudo-locale=false");
                Window window = Window.plain(server, new Browser.NewContextOptions().setViewportSize(1280, 860))) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey.builtIn(window.page());
            window.open("/sign-in");
            picture(window, "sign-in");
            Member member = Member.of(server, "ada@example.com").signUp(window);
            picture(window, "setup");
            window.follow("Passkey");
            picture(window, "setup-passkey");
            window.press("Create passkey");
            member.saveCodes(window, "Finish set-up");
            picture(window, "done");
            window.follow("Continue");
            picture(window, "security");
            window.open("/settings/security/passkeys");
            picture(window, "passkeys");
            window.follow("Manage");
            picture(window, "passkey");
            window.follow("Remove passkey");
            picture(window, "remove");
            server.clock().advance(java.time.Duration.ofMinutes(11));
            window.open("/settings/security/passkeys/new");
            picture(window, "confirm");
            window.browser().clearCookies();
            member.signIn(window);
            picture(window, "verify");
        }
        try (RunningServer server = RunningServer.start("countersign.pseudo-locale=false");
                Window window = Window.plain(server, new Browser.NewContextOptions().setViewportSize(1280, 860))) {
            VirtualKey.builtIn(window.page());
            Member.enrolled(window);
            window.open("/settings/security");
            window.page().waitForTimeout(500);
            picture(window, "offer");
        }
    }

    private static void picture(Window window, String name) {
        for (boolean dark : new boolean[] {false, true}) {
            window.page()
                    .emulateMedia(
                            new Page.EmulateMediaOptions().setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
            window.page().setViewportSize(dark ? 390 : 1280, 860);
            window.page().evaluate("() => document.getAnimations().forEach((a) => a.finish())");
            window.page()
                    .screenshot(new Page.ScreenshotOptions()
                            .setPath(Path.of("/tmp/keys-pics/" + name + (dark ? "-dark" : "") + ".png")));
        }
    }
}
