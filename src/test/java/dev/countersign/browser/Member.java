package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.testing.RunningServer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Somebody with an account, and with a phone and backup codes once they have set up: what such a person does on
/// pages.
final class Member {
    static final String SECURITY = "/settings/security";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final RunningServer server;
    private final String name;
    private final String email;
    private String password = "seven purple lanterns";
    private @Nullable Phone phone;
    private List<String> codes = List.of();

    private Member(RunningServer server, String name, String email) {
        this.server = server;
        this.name = name;
        this.email = email;
    }

    static Member of(RunningServer server) {
        return of(server, "member" + COUNT.incrementAndGet() + "@example.com");
    }

    static Member of(RunningServer server, String email) {
        return new Member(server, "Ada Byron", email);
    }

    /// Somebody who signed up in that window and put setting up off.
    static Member signedUp(Window window) {
        return of(window.server()).signUp(window).skip(window);
    }

    /// Somebody who signed up in that window and connected an authenticator app.
    static Member enrolled(Window window) {
        return of(window.server()).signUp(window).enrol(window);
    }

    /// The account's id, once there is an account.
    String id() {
        return server.bean(Accounts.class)
                .byEmail(EmailAddress.parse(email).orElseThrow())
                .orElseThrow()
                .id();
    }

    String name() {
        return name;
    }

    String email() {
        return email;
    }

    String password() {
        return password;
    }

    void choose(String newPassword) {
        password = newPassword;
    }

    Phone phone() {
        return Objects.requireNonNull(phone, "nothing was scanned yet");
    }

    void scan(String uri) {
        phone = new Phone(uri, server.clock());
    }

    List<String> codes() {
        return codes;
    }

    Member signUp(Window window) {
        window.open("/sign-up");
        fillIn(window).press("Create account");
        return this;
    }

    Window fillIn(Window window) {
        return window.fill("Your name", name).fill("Email", email).fill("Password", password);
    }

    Member skip(Window window) {
        window.at("/setup").press("Not now").at(SECURITY);
        return this;
    }

    /// From `/setup` to the end of it.
    Member enrol(Window window) {
        connect(window.at("/setup").follow("Authenticator app").at("/setup/app"));
        saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
        window.at("/setup/done").follow("Continue");
        return this;
    }

    /// Chooses an app, scans its key and enters the code.
    Member connect(Window window) {
        window.press("Aegis");
        scan(key(window));
        window.fill("Enter the 6-digit code it shows", phone().nextCode()).press("Enable");
        return this;
    }

    /// The `otpauth:` link of a page with a QR code.
    static String key(Window window) {
        return Objects.requireNonNull(
                window.link("Open in an app on this device").getAttribute("href"));
    }

    Member saveCodes(Window window, String button) {
        codes = codesOn(window);
        window.tick("I have saved these codes").press(button);
        return this;
    }

    static List<String> codesOn(Window window) {
        Locator group = window.page()
                .getByRole(
                        AriaRole.GROUP,
                        new Page.GetByRoleOptions().setName(java.util.regex.Pattern.compile("backup code")));
        List<String> codes = group.getByRole(AriaRole.LISTITEM).allInnerTexts().stream()
                .map(String::strip)
                .toList();
        assertThat(codes).isNotEmpty().allMatch(code -> code.matches("[0-9A-Z]{5}-[0-9A-Z]{5}"));
        return codes;
    }

    /// The first step.
    Window signIn(Window window) {
        return window.open("/sign-in")
                .fill("Email", email)
                .fill("Password", password)
                .press("Sign in");
    }

    /// Both steps, from a browser that asks for the second one.
    Window signInWithCode(Window window) {
        return verify(signIn(window), phone().nextCode()).at(SECURITY);
    }

    static Window verify(Window window, String code) {
        return window.at("/verify/app").fill("6-digit code", code).press("Verify");
    }

    static Window verifyWithBackupCode(Window window, String code) {
        return window.at("/verify/app")
                .follow("Backup code")
                .at("/verify/backup")
                .fill("Backup code", code)
                .press("Verify");
    }

    /// Confirms it is them, where a page asks for it.
    Window confirm(Window window) {
        return window.at("/confirm").fill("6-digit code", phone().nextCode()).press("Confirm");
    }
}
