package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.testing.RunningServer;
import dev.countersign.testing.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The first day of a server: whoever reads its set-up link becomes the operator, connects a phone, and comes back.
@ExtendWith(Chromium.class)
class FirstRunTest {
    private static final String DEVICE = "Remember this device for 180 days";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverWhenNewThenItsOperatorSetsItUpAndComesBack(boolean scripts) throws IOException {
        try (RunningServer server = RunningServer.start();
                Window window = scripts ? Window.of(server) : Window.withoutScripts(server)) {
            Member operator = Member.of(server);
            firstStart(server, window, operator);
            connect(window, operator);
            saveCodes(window, operator);
            window.at(Member.SECURITY).says("Two-step sign-in is on").says("10 of 10 left");
            comeBack(window, operator);
            forget(window, operator);
        }
    }

    private static void firstStart(RunningServer server, Window window, Member operator) {
        String link = server.setUpLink();
        window.open(link).press("Create account").says("Enter the name of your organisation.");
        assertThat(window.status()).isEqualTo(422);
        window.fill("Organisation", "Linden & Hart");
        operator.fillIn(window).press("Create account").at("/setup");
        try (Window other = Window.of(server)) {
            other.open(link).says("This set-up link does not work");
            assertThat(other.status()).isEqualTo(410);
        }
    }

    private static void connect(Window window, Member operator) throws IOException {
        window.follow("Authenticator app")
                .at("/setup/app")
                .press("Google Authenticator")
                .at("/setup/app/connect");
        String key = Member.key(window);
        assertThat(qrCode(window)).isEqualTo(key);
        window.page().getByText("Can’t scan it? Type a key instead").click();
        operator.scan(key);
        window.says(operator.phone().secret().replaceAll("(.{4})(?!$)", "$1 "));

        window.fill("Enter the 6-digit code it shows", "12 34").press("Enable").says("Enter all 6 digits.");
        window.fill("Enter the 6-digit code it shows", operator.phone().wrongCode())
                .press("Enable")
                .says("That code is not right.");
        assertThat(Member.key(window)).isEqualTo(key);
        String code = operator.phone().nextCode();
        window.fill("Enter the 6-digit code it shows", code.substring(0, 3) + " " + code.substring(3))
                .press("Enable")
                .at("/setup/backup-codes");
    }

    // A picture of what a camera would see, plate and all.
    private static String qrCode(Window window) throws IOException {
        Locator code = window.page()
                .getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(Window.startingWith("QR code")));
        Path picture = TemporaryFolder.make().resolve("qr.png");
        code.locator("..").screenshot(new Locator.ScreenshotOptions().setPath(picture));
        return Programs.zbarimg(picture);
    }

    private static void saveCodes(Window window, Member operator) throws IOException {
        Path file = window.download(() -> window.link("Download").click());
        assertThat(Files.readString(file)).contains(Member.codesOn(window)).contains(operator.email());
        window.press("Finish set-up").says("Save the codes first, then tick this box.");
        assertThat(window.status()).isEqualTo(422);
        operator.saveCodes(window, "Finish set-up");
        window.at("/setup/done")
                .says("Your 10 backup codes are the way back in.")
                .follow("Continue");
        assertThat(operator.codes()).hasSize(10).doesNotHaveDuplicates();
    }

    private static void comeBack(Window window, Member operator) {
        window.fromMenu("Sign out").at("/sign-in").says("You are signed out.");
        operator.signIn(window).at("/verify/app").says("Open Google Authenticator and enter the code");
        window.fill("6-digit code", operator.phone().nextCode())
                .tick(DEVICE)
                .press("Verify")
                .at(Member.SECURITY)
                .says("This device");
        window.fromMenu("Sign out");
        operator.signIn(window).at(Member.SECURITY);
    }

    private static void forget(Window window, Member operator) {
        window.going(() -> window.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Forget Chrom"))
                .click());
        window.says("The device is forgotten.").says("No remembered devices.");
        window.fromMenu("Sign out");
        operator.signIn(window).at("/verify/app").tick(DEVICE);
        Member.verify(window, operator.phone().nextCode()).at(Member.SECURITY);
        window.fromMenu("Sign out and forget this device").at("/sign-in");
        operator.signIn(window).at("/verify/app");
    }
}
