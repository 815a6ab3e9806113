package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Several accounts, tabs and browsers at once, and what the browser does beside: back, twice, too late.
@ExtendWith(Chromium.class)
class SeveralWindowsTest {
    private static final RunningServer SERVER = RunningServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void accountsWhenTwoInOneBrowserThenAreSwitchedAndSignedOutOneByOne() {
        try (Window window = Window.of(SERVER)) {
            Member first = Member.signedUp(window);
            window.page().locator("#account-menu > summary").click();
            window.follow("Add another account").at("/accounts").follow("Add another account");
            window.at("/sign-in").says("You are signed in as " + first.email());
            Member second = Member.signedUp(window);
            window.open("/accounts").says(first.email()).says(second.email());
            window.press("Switch as " + first.email()).at(Member.SECURITY);
            window.open("/settings/profile");
            assertThat(window.page().getByLabel("Your name").inputValue()).isEqualTo(first.name());

            try (Window tab = window.tab()) {
                tab.open("/accounts").press("Switch as " + second.email());
            }
            window.press("Save").says("You switched accounts").says(second.email());
            assertThat(window.status()).isEqualTo(409);
            window.follow("Open the page for this account").at("/settings/profile");

            window.fromMenu("Sign out").at("/accounts").says(first.email()).saysNot(second.email());
            second.signIn(window).at("/setup").press("Not now");
            window.open("/accounts").press("Sign out of all").at("/sign-in").says("You are signed out.");
            window.open(Member.SECURITY).at("/sign-in");
        }
    }

    @Test
    void passwordWhenChangedThenEndsOtherSessionsAndTheOldOneIsRefused() {
        try (Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member member = Member.signedUp(window);
            member.signIn(other).at("/setup").press("Not now").at(Member.SECURITY);
            window.open("/settings/password")
                    .fill("Current password", "something else")
                    .fill("New password", "ten green bottles")
                    .press("Change password")
                    .says("That is not your current password.");
            window.fill("Current password", member.password())
                    .fill("New password", "password")
                    .press("Change password")
                    .says("That password appears in a list of leaked passwords.");
            window.fill("Current password", member.password())
                    .fill("New password", "ten green bottles")
                    .press("Change password")
                    .at(Member.SECURITY)
                    .says("Your password is changed.");
            other.reload().at("/sign-in");
            member.signIn(other).at("/sign-in").says("Email or password is not right.");
            member.choose("ten green bottles");
            member.signIn(other).at("/setup");
        }
    }

    @Test
    void passwordLinkWhenUsedThenSetsThePasswordOnce() {
        try (Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            Token link = SERVER.bean(PasswordChanges.class).newLink(member.id());
            other.open("/reset/" + link.text()).says(member.email());
            other.fill("New password", "short").press("Save password").says("Use at least 8 characters.");
            other.fill("New password", "ten green bottles")
                    .press("Save password")
                    .at("/sign-in")
                    .says("Your password is changed.");
            other.open("/reset/" + link.text()).says("This link does not work");
            assertThat(other.status()).isEqualTo(410);
            window.reload().at("/sign-in");
            member.choose("ten green bottles");
            Member.verify(member.signIn(other), member.phone().nextCode()).at(Member.SECURITY);
        }
    }

    @Test
    void sessionWhenEndedElsewhereThenTheNextClickAsksToSignInAndComesBack() {
        try (Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            member.signInWithCode(other);
            window.reload().press("Sign out all others").says("All other sessions are signed out.");
            other.page().locator("#account-menu > summary").click();
            other.follow("Settings").at("/sign-in");
            other.fill("Email", member.email())
                    .fill("Password", member.password())
                    .press("Sign in");
            Member.verify(other, member.phone().nextCode()).at("/settings/profile");
        }
    }

    @Test
    void backButtonWhenSignedOutThenShowsNothingOfTheAccount() {
        try (Window window = Window.of(SERVER)) {
            Member.enrolled(window);
            window.open("/settings/profile");
            window.fromMenu("Sign out").at("/sign-in");
            window.back().at("/sign-in");
        }
    }

    @Test
    void codeWhenSentTwiceThenSignsInOnce() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            window.fromMenu("Sign out");
            member.signIn(window)
                    .at("/verify/app")
                    .fill("6-digit code", member.phone().nextCode());
            window.going(() -> window.button("Verify").dblclick());
            window.page().waitForURL("**" + Member.SECURITY);
            window.reload().at(Member.SECURITY).says("Only this session.");
        }
    }

    @Test
    void challengeWhenOpenInTwoTabsThenTheSecondOneIsLedOn() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            window.fromMenu("Sign out");
            member.signIn(window).at("/verify/app");
            try (Window tab = window.tab()) {
                tab.open("/verify/app").at("/verify/app");
                Member.verify(window, member.phone().nextCode()).at(Member.SECURITY);
                Member.verify(tab, member.phone().nextCode()).at("/sign-in").says("You are signed in as");
            }
        }
    }

    @Test
    void challengeWhenOldThenSaysSoAndStartsAgain() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            window.fromMenu("Sign out");
            member.signIn(window).at("/verify/app");
            SERVER.clock().advance(Duration.ofMinutes(10).plusSeconds(1));
            Member.verify(window, member.phone().nextCode()).at("/sign-in").says("That sign-in ran out of time.");
            member.signIn(window).at("/verify/app").press("Not you?").at("/sign-in");
            window.open("/verify/app").at("/sign-in");
        }
    }

    @Test
    void browserWhenItKeepsNoCookiesThenIsToldSo() {
        try (Window window = Window.of(SERVER)) {
            BrowserContext browser = window.browser();
            window.open("/sign-in").fill("Email", "ada@example.com").fill("Password", "seven purple lanterns");
            browser.clearCookies();
            window.press("Sign in").says("Your browser keeps no cookies");
            assertThat(window.status()).isEqualTo(403);
        }
    }

    @Test
    void signInWhenByKeyboardOnlyThenWorks() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            window.fromMenu("Sign out");
            window.open("/sign-in");
            type(window, "Email", member.email());
            type(window, "Password", member.password());
            window.going(() -> window.page().keyboard().press("Enter")).at("/verify/app");
            assertThat(window.page().evaluate("() => document.activeElement.name"))
                    .isEqualTo("onetimecode");
            window.page().keyboard().type(member.phone().nextCode());
            window.going(() -> window.page().keyboard().press("Enter")).at(Member.SECURITY);
        }
    }

    // At most five stops away, each of which shows where the focus is.
    private static void type(Window window, String label, String text) {
        Page page = window.page();
        for (int stops = 0; stops <= 5; stops++) {
            if (page.getByLabel(label, new Page.GetByLabelOptions().setExact(true))
                    .evaluate("e => e === document.activeElement")
                    .equals(true)) {
                page.keyboard().type(text);
                return;
            }
            page.keyboard().press("Tab");
            Object outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle");
            assertThat(outline).as("focus is seen").isNotEqualTo("none");
        }
        throw new AssertionError(label + " is too far away");
    }

    @Test
    void signInWhenGuessedThenIsSlowedDownAndSaysSo() {
        try (Window window = Window.of(SERVER)) {
            window.open("/sign-in").press("Sign in").says("Enter your email address.");
            assertThat(window.status()).isEqualTo(422);
            for (int i = 0; i < 6; i++) {
                window.open("/sign-in")
                        .fill("Email", "nobody@example.com")
                        .fill("Password", "guess " + i)
                        .press("Sign in");
            }
            window.says("Too many tries").says("You can try again in");
            assertThat(window.status()).isEqualTo(429);
            SERVER.clock().advance(Duration.ofHours(1));
        }
    }
}
