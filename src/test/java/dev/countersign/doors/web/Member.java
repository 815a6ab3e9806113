package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.web.Visitor.Seen;
import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.secret.Base32;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Somebody with an account, a phone, and one browser.
final class Member {
    static final String PASSWORD = "seven purple lanterns";

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Pattern KEY = Pattern.compile("data-copy=\"([A-Z2-7]{32})\"");

    private final TestClock clock;
    private final String email = "member" + COUNT.incrementAndGet() + "@example.com";
    private final Visitor browser;
    private String key = "";

    private Member(PageServer server, Visitor browser) {
        this.clock = server.clock();
        this.browser = browser;
    }

    /// Signed up just now in that browser, and not set up.
    static Member signedUp(PageServer server, Visitor browser) {
        Member member = new Member(server, browser);
        // The limit of accounts from one network is an hour's.
        member.clock.advance(Duration.ofHours(1));
        Seen seen = browser.submit(
                browser.get("/sign-up"),
                "/sign-up",
                "email",
                member.email,
                "name",
                "Ada <b>Byron</b>",
                "password",
                PASSWORD);
        assertThat(seen.status()).as(seen.text()).isEqualTo(303);
        return member;
    }

    /// Set up with an authenticator app, backup codes put away, signed in.
    static Member setUp(PageServer server, Visitor browser) {
        Member member = signedUp(server, browser);
        Seen done = member.connect();
        assertThat(done.location()).isEqualTo("/setup/backup-codes");
        browser.submit(browser.get("/setup/backup-codes"), "/setup/backup-codes", "saved", "1");
        return member;
    }

    /// Chooses an app, scans and enters the code.
    Seen connect() {
        browser.submit(browser.get("/setup/app"), "/setup/app", "app", "aegis");
        Seen page = browser.get("/setup/app/connect");
        Matcher found = KEY.matcher(page.text());
        assertThat(found.find()).as(page.text()).isTrue();
        key = found.group(1);
        return browser.submit(page, "/setup/app/connect", "onetimecode", nextCode());
    }

    String email() {
        return email;
    }

    /// A code that was not used before.
    String nextCode() {
        clock.advance(Duration.ofSeconds(Totp.STEP_SECONDS));
        return Totp.code(Base32.decode(key), Totp.step(clock.instant()));
    }

    /// The first step, in that browser.
    Seen signIn(Visitor with, String returnTo) {
        Seen form = with.get("/sign-in" + (returnTo.isEmpty() ? "" : "?return=" + SeeOther.encoded(returnTo)));
        return with.submit(form, "/sign-in", "email", email, "password", PASSWORD);
    }
}
