package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Passkeys on the product's own pages, with Chromium's virtual authenticator.
@ExtendWith(Chromium.class)
class PasskeyTest {
    private static final String PASSKEYS = "/settings/security/passkeys";

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Member withPasskey(Window window) {
        return withPasskey(window, "you sign in with your passkey");
    }

    private static Member withPasskey(Window window, String promise) {
        Member member = Member.of(server).signUp(window);
        window.at("/setup").follow("Passkey").at("/setup/passkey").press("Create passkey");
        member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
        window.at("/setup/done").says(promise).follow("Continue");
        return member;
    }

    private static Window signOut(Window window) {
        window.browser().clearCookies();
        return window;
    }

    @Test
    void passkeyWhenMadeInTheWizardThenSignsInByItself() {
        try (Window window = Window.of(server)) {
            VirtualKey key = VirtualKey.builtIn(window.page());
            withPasskey(window);
            window.at(Member.SECURITY).says("You have a passkey since");
            assertThat(key.credentials()).isEqualTo(1);

            // Autofill answers by itself where the authenticator does.
            signOut(window).page().navigate(server.address() + "/sign-in");
            window.page().waitForURL("**" + Member.SECURITY);
            window.at(Member.SECURITY);
        }
    }

    @Test
    void passkeyWhenPressedThenSignsIn() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey.builtIn(window.page());
            withPasskey(window);
            signOut(window).open("/sign-in").press("Sign in with a passkey").at(Member.SECURITY);
        }
    }

    @Test
    void passkeyWhenAskedAfterThePasswordThenIsTheSecondStep() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey key = VirtualKey.builtIn(window.page());
            Member member = withPasskey(window);
            member.signIn(signOut(window));
            window.at("/verify/passkey").says("Use your passkey");

            key.verifies(false);
            window.button("Use passkey").click();
            PlaywrightAssertions.assertThat(window.page().locator("#passkey-out"))
                    .hasText("No passkey was used. Try again, or choose another way.");
            key.verifies(true);
            window.press("Use passkey").at(Member.SECURITY);
        }
    }

    @Test
    void keyWhenItVerifiesNobodyThenIsTheSecondStepAndNotTheFirst() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey.carried(window.page());
            Member member = withPasskey(window, "signing in takes your password and your security key");
            signOut(window).open("/sign-in");
            window.button("Sign in with a passkey").click();
            PlaywrightAssertions.assertThat(window.page().locator("#passkey-out"))
                    .isVisible();
            member.signIn(window).at("/verify/passkey").press("Use passkey").at(Member.SECURITY);
        }
    }

    @Test
    void passkeysWhenKeptInSettingsThenAreAddedNamedAndRemoved() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey key = VirtualKey.builtIn(window.page());
            Member.enrolled(window);
            window.open(PASSKEYS).says("You have no passkeys").follow("Add a passkey");
            window.at("/setup/passkey").press("Create passkey");
            window.at(PASSKEYS).says("Your passkey works").follow("Manage");
            window.at(PASSKEYS + "/edit").fill("Name", "").press("Save name").says("Enter a name");
            window.fill("Name", "My laptop").press("Save name");
            window.at(PASSKEYS).says("The name is saved").says("My laptop");

            server.clock().advance(Duration.ofMinutes(11));
            window.open(PASSKEYS + "/new").at("/confirm/passkey").press("Use passkey");
            window.at("/setup/passkey").button("Create passkey").click();
            PlaywrightAssertions.assertThat(window.page().locator("#passkey-out"))
                    .hasText("There is a passkey for this account on that device already.");

            window.open(PASSKEYS).follow("Manage");
            window.follow("Remove passkey").at(PASSKEYS + "/remove").press("Remove passkey");
            window.at(PASSKEYS).says("The passkey is removed").says("You have no passkeys");
            window.page().waitForCondition(() -> key.credentials() == 0);
        }
    }

    @Test
    void passkeyWhenRemovedElsewhereThenIsSaidToBeUnknownAndDropped() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey key = VirtualKey.builtIn(window.page());
            Member member = withPasskey(window);
            signOut(window).open("/sign-in");
            server.bean(Passkeys.class).removeAll(member.id());
            window.press("Sign in with a passkey").at("/sign-in/passkey");
            window.says("That passkey does not open an account here");
            window.page().waitForCondition(() -> key.credentials() == 0);
        }
    }

    @Test
    void tabsWhenTwoAskThenBothCanAnswer() {
        try (Window window = Window.of(server)) {
            window.page().addInitScript("PublicKeyCredential.isConditionalMediationAvailable = async () => false;");
            VirtualKey.builtIn(window.page());
            Member.of(server).signUp(window);
            window.at("/setup").follow("Passkey").at("/setup/passkey");
            try (Window tab = window.tab()) {
                tab.open("/setup/passkey");
                window.page().bringToFront();
                window.press("Create passkey").at("/setup/backup-codes");
            }
            signOut(window).open("/sign-in");
            try (Window tab = window.tab()) {
                tab.open("/sign-in");
                window.page().bringToFront();
                window.press("Sign in with a passkey").at(Member.SECURITY);
            }
        }
    }

    @Test
    void offerWhenSignedInByCodeThenIsShownWhereTheDeviceCanAndNeverAgain() {
        try (Window window = Window.of(server)) {
            VirtualKey.builtIn(window.page());
            Member member = Member.enrolled(window);
            member.signInWithCode(signOut(window));
            PlaywrightAssertions.assertThat(window.page().getByText("Next time, use your fingerprint"))
                    .isVisible();
            window.press("No, thanks").says("We will not ask again").saysNot("Next time");
        }
        try (Window window = Window.of(server)) {
            VirtualKey.builtIn(window.page());
            Member member = Member.enrolled(window);
            window.page().waitForResponse("**/passkeys/offered", () -> member.signInWithCode(signOut(window)));
            PlaywrightAssertions.assertThat(window.page().getByText("Next time, use your fingerprint"))
                    .isVisible();
            member.signInWithCode(signOut(window)).saysNot("Next time");
        }
        try (Window plain = Window.withoutScripts(server)) {
            Member.enrolled(plain);
            plain.open(Member.SECURITY).saysNot("Next time");
        }
    }

    @Test
    void pagesWhenScriptsAreOffThenSayWhatToDoInstead() {
        Member member;
        try (Window window = Window.of(server)) {
            VirtualKey.builtIn(window.page());
            member = withPasskey(window);
        }
        try (Window plain = Window.withoutScripts(server)) {
            plain.open("/sign-in").saysNot("Sign in with a passkey");
            member.signIn(plain).at("/verify/passkey").says("A passkey needs JavaScript");
            assertThat(plain.button("Use passkey").isVisible()).isFalse();
            Inspection.still(plain);
            plain.follow("Backup code")
                    .at("/verify/backup")
                    .fill("Backup code", member.codes().getFirst())
                    .press("Verify")
                    .at(Member.SECURITY);
        }
    }
}
