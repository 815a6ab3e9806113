package dev.countersign.doors.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.throttle.Throttle;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.testing.SoftKey;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The sign-in page's passkey, over HTTP.
class PasskeyPagesTest {
    private static final String NETWORK = "127.0.0.1";
    private static final Pattern OPTIONS = Pattern.compile("data-options=\"([^\"]+)\"");

    private final PageServer server = PageServer.with("countersign.dev-outbox=true");

    private static String answer(Visitor.Seen page) {
        Matcher options = OPTIONS.matcher(page.text());
        assertThat(options.find()).isTrue();
        return SoftKey.es256("http://localhost")
                .get(options.group(1)
                        .replace("&#34;", "\"")
                        .replace("&quot;", "\"")
                        .replace("&amp;", "&"));
    }

    @Test
    void buttonWhenTheNetworkAsksTooOftenThenThePageSaysSo() {
        Throttle throttle = server.bean(SignInRooms.class).throttle();
        Instant now = server.clock().instant();
        Visitor browser = server.visitor();
        assertThat(browser.get("/sign-in").text())
                .contains("Sign in with a passkey")
                .doesNotContain("Too many people");
        try {
            for (int asked = 0; asked < 700; asked++) {
                throttle.admit(Limits.PASSKEY_OPTIONS, NETWORK, now);
            }
            assertThat(browser.get("/sign-in").text())
                    .contains("Too many people on your network ask for a passkey at this moment.")
                    .doesNotContain("Sign in with a passkey");
        } finally {
            throttle.clear(Limits.PASSKEY_OPTIONS, NETWORK);
        }
    }

    @Test
    void answerWhenAskedInAnotherBrowserThenIsTooLateThereAndLookedAtInItsOwn() {
        Visitor browser = server.visitor();
        Visitor other = server.visitor();
        Visitor.Seen page = browser.get("/sign-in");
        String answer = answer(page);

        Visitor.Seen swapped = other.submit(other.get("/sign-in"), "/sign-in/passkey", "credential", answer);
        assertThat(swapped.status()).isEqualTo(422);
        assertThat(swapped.text()).contains("That took too long. Try again.");
        // A second tab of one browser is that browser; nobody has this passkey.
        Visitor.Seen own = browser.submit(browser.get("/sign-in"), "/sign-in/passkey", "credential", answer);
        assertThat(own.text()).contains("That passkey does not open an account here.");
    }
}
