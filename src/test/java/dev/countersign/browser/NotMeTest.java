package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.Account;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.NoticeEvent;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// "This wasn't me", with scripts and without.
@ExtendWith(Chromium.class)
class NotMeTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.dev-outbox=true");
    private static final String PASSWORD = "seven purple lanterns";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void linkWhenItsButtonIsPressedThenThePasswordIsVoid() throws InterruptedException {
        try (Window window = Window.of(SERVER)) {
            press(window, "scripts@example.org");
        }
    }

    @Test
    void linkWhenPressedWithoutScriptsThenDoesTheSame() throws InterruptedException {
        try (Window window = Window.withoutScripts(SERVER)) {
            press(window, "plain@example.org");
        }
    }

    private static void press(Window window, String email) throws InterruptedException {
        String link = told(email);
        window.open(link).says("This wasn’t you?").says(email);
        window.press("Sign out everywhere").says("Everybody is signed out");
        assertThat(window.open(link).status()).isEqualTo(410);
        window.open("/sign-in").fill("Email", email).fill("Password", PASSWORD).press("Sign in");
        assertThat(window.status()).isEqualTo(422);
    }

    /// Somebody is told of something, and the link that their mail has.
    private static String told(String email) throws InterruptedException {
        SignInRooms rooms = SERVER.bean(SignInRooms.class);
        Instant now = SERVER.clock().instant();
        String id = rooms.tokens().newId(now);
        rooms.accounts().add(new Account(id, email, "Ada", "en", "UTC", 0, false, now));
        rooms.passwords().put(id, rooms.passwords().hash(PASSWORD), now);
        rooms.notices()
                .tell(id, NoticeEvent.PASSWORD_CHANGED, Map.of(), new Origin("192.0.2.1", "Firefox on Linux"), now);
        Pattern pattern = Pattern.compile("/not-me/[A-Za-z0-9_-]+");
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            for (DevOutbox.Kept mail : SERVER.bean(DevOutbox.class).kept()) {
                Matcher found = pattern.matcher(mail.text());
                if (mail.to().equals(email) && found.find()) {
                    return found.group();
                }
            }
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("no mail came");
    }
}
