package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Another address, from Settings to the mail that takes it back, with scripts and without.
@ExtendWith(Chromium.class)
class AddressChangeTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.dev-outbox=true");
    private static final RunningServer WITHOUT_MAIL = RunningServer.start();
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{3} ?[0-9]{3}(?![0-9])");
    private static final Map<String, Integer> SEEN = new ConcurrentHashMap<>();

    @AfterAll
    static void stop() {
        SERVER.close();
        WITHOUT_MAIL.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addressWhenChangedThenTheOldOneCanTakeItBack(boolean scripts) throws InterruptedException {
        String old = "ada-" + scripts + "@example.com";
        String thief = "eve-" + scripts + "@example.com";
        try (Window window = scripts ? Window.of(SERVER) : Window.withoutScripts(SERVER);
                Window reader = scripts ? Window.of(SERVER) : Window.withoutScripts(SERVER)) {
            signUp(window, old);
            SERVER.clock().advance(Duration.ofMinutes(11));
            window.open("/settings/profile").follow("Change email address").at("/confirm");
            window.fill("Password", Member.of(SERVER, old).password()).press("Confirm");
            window.at("/settings/email").says("Your address is " + old);
            window.press("Send code").says("Enter your email address.");
            window.fill("New email address", old.toUpperCase(java.util.Locale.ROOT))
                    .press("Send code")
                    .says("That is your address already.");
            window.fill("New email address", thief).press("Send code").at("/settings/email/confirm");
            window.says("We sent a mail to " + thief);
            String first = code(thief);
            window.fill("6-digit code", "12 34").press("Change email address").says("Enter all 6 digits.");
            window.fill("6-digit code", wrong(first))
                    .press("Change email address")
                    .says("You have 4 tries left.");
            SERVER.clock().advance(Duration.ofSeconds(30));
            window.reload().press("Send a new code").says("We sent a code. Use the newest one.");
            window.fill("6-digit code", code(thief)).press("Change email address");
            window.at("/settings/profile")
                    .says("Your email address is changed.")
                    .says(thief);

            String undo = link(old, "undo-address");
            reader.open(undo).says("Take the change of address back?").says(old);
            reader.press("Put my address back").says("Your address is back").says(old);
            assertThat(reader.open(undo).status()).isEqualTo(410);
            reader.says("This link does not work");
            window.open("/settings/profile").at("/sign-in");
            reader.open(link(old, "reset")).fill("New password", "an entirely new pass phrase");
            reader.press("Save password").at("/sign-in");
            reader.fill("Email", old)
                    .fill("Password", "an entirely new pass phrase")
                    .press("Sign in");
            assertThat(reader.path()).isNotEqualTo("/sign-in");
        }
    }

    @Test
    void codesWhenAllWrongThenThePageBeginsAgain() throws InterruptedException {
        String old = "joan@example.com";
        try (Window window = Window.of(SERVER)) {
            signUp(window, old);
            window.open("/settings/email/confirm").at("/settings/email").says("There is no code to enter.");
            window.fill("New email address", "jane@example.com").press("Send code");
            String wrong = wrong(code("jane@example.com"));
            for (int left = 4; left > 0; left--) {
                window.fill("6-digit code", wrong)
                        .press("Change email address")
                        .says("You have " + left + (left == 1 ? " try left." : " tries left."));
            }
            window.fill("6-digit code", wrong).press("Change email address");
            window.at("/settings/email").says("Too many wrong codes.");
            window.fill("New email address", "jane@example.com")
                    .press("Send code")
                    .says("You can ask for a new code in");
        }
    }

    @Test
    void addressWhenNoMailIsSentThenIsChangedAtOnce() {
        try (Window window = Window.of(WITHOUT_MAIL);
                Window other = Window.of(WITHOUT_MAIL)) {
            Member owner = Member.signedUp(other);
            Member.signedUp(window);
            window.open("/settings/email")
                    .fill("New email address", owner.email())
                    .press("Change email address")
                    .says("That address is in use by another account.");
            window.fill("New email address", "moved@example.com").press("Change email address");
            window.at("/settings/profile")
                    .says("Your email address is changed.")
                    .says("moved@example.com");
        }
    }

    private static void signUp(Window window, String email) throws InterruptedException {
        SERVER.clock().advance(Duration.ofHours(1));
        Member.of(SERVER, email)
                .fillIn(window.open("/sign-up"))
                .press("Create account")
                .at("/sign-up/confirm");
        window.fill("6-digit code", code(email)).press("Confirm").at("/setup");
    }

    private static String wrong(String code) {
        return code.equals("111111") ? "222222" : "111111";
    }

    private static String code(String address) throws InterruptedException {
        return find(CODE, address).replace(" ", "");
    }

    private static String link(String address, String page) throws InterruptedException {
        return find(Pattern.compile("/" + page + "/[A-Za-z0-9_-]+"), address);
    }

    /// What the mails to that address say that came since the last one looked at; waits for one that says it.
    private static String find(Pattern pattern, String address) throws InterruptedException {
        DevOutbox outbox = SERVER.bean(DevOutbox.class);
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            List<DevOutbox.Kept> mails = outbox.kept().stream()
                    .filter(mail -> mail.to().equals(address))
                    .toList();
            for (int i = SEEN.getOrDefault(address, 0); i < mails.size(); i++) {
                Matcher found = pattern.matcher(mails.get(i).text());
                if (found.find()) {
                    SEEN.put(address, i + 1);
                    return found.group();
                }
            }
            assertThat(System.nanoTime()).as("mail to " + address).isLessThan(end);
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
