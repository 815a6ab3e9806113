package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The second step by text message and the code by mail, with scripts and without.
@ExtendWith(Chromium.class)
class TextJourneyTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.dev-outbox=true");
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{3}[ \\u00a0]?[0-9]{3}(?![0-9])");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Window window(boolean scripts) {
        return scripts ? Window.of(SERVER) : Window.withoutScripts(SERVER);
    }

    /// How many messages went there so far: what is asked for next comes behind them.
    private static int count(String address) {
        return to(address).size();
    }

    private static List<DevOutbox.Kept> to(String address) {
        return SERVER.bean(DevOutbox.class).kept().stream()
                .filter(message -> message.to().equals(address))
                .toList();
    }

    /// The code in the message that comes behind so many, which is on its way.
    private static String code(String address, int behind) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            for (DevOutbox.Kept message : to(address).stream().skip(behind).toList()) {
                Matcher code = CODE.matcher(message.text());
                if (code.find()) {
                    return code.group().replaceAll("\\D", "");
                }
            }
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("nothing came to " + address);
    }

    private static String other(String code) {
        return code.equals("111111") ? "222222" : "111111";
    }

    private static Member signedUp(Window window, String email) throws InterruptedException {
        Member member = Member.of(SERVER, email).signUp(window);
        window.fill("6-digit code", code(email, 0)).press("Confirm").at("/setup");
        return member;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void phoneWhenSetUpThenSignsInAndMakesWayForAnother(boolean scripts) throws InterruptedException {
        String phone = scripts ? "+12025550123" : "+12025550133";
        String next = scripts ? "+12025550124" : "+12025550134";
        try (Window window = window(scripts);
                Window other = window(scripts)) {
            Member member = signedUp(window, "texts-" + scripts + "@example.com");
            window.follow("Text message").at("/setup/phone").says("Your carrier may charge");
            window.fill("Phone number", "12").press("Send code").says("Enter a phone number with its country code");
            window.fill("Phone number", phone.replace("+1202", "+1 (202) "))
                    .press("Send code")
                    .at("/setup/phone/verify")
                    .says("It works for 10 minutes");
            String code = code(phone, 0);
            window.fill("6-digit code", other(code)).press("Verify phone").says("That code is not right");
            window.fill("6-digit code", code).press("Verify phone");
            member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
            SERVER.clock().advance(Duration.ofMinutes(5));

            byText(member, other, phone, scripts);
            changed(window, member, phone, next);
        }
    }

    private static void byText(Member member, Window other, String phone, boolean scripts) throws InterruptedException {
        int before = count(phone);
        member.signIn(other).at("/verify/text").says("We sent a 6-digit code to");
        String first = code(phone, before);
        if (!scripts) {
            other.press("Send a new code").says("You can ask for a new code in");
            assertThat(other.status()).isEqualTo(429);
        }
        other.follow("Backup code").at("/verify/backup").follow("Text message").at("/verify/text");
        SERVER.clock().advance(Duration.ofSeconds(31));
        int sent = count(phone);
        other.reload().press("Send a new code").says("We sent a code. Use the newest one.");
        String newest = code(phone, sent);
        if (!newest.equals(first)) {
            other.fill("6-digit code", first).press("Verify").says("That code is not right");
        }
        other.fill("6-digit code", newest).press("Verify").at("/settings/security");
    }

    /// The old number works until the new one is confirmed.
    private static void changed(Window window, Member member, String phone, String next) throws InterruptedException {
        window.open("/settings/security/phone").follow("Change phone");
        if (window.path().startsWith("/confirm")) {
            SERVER.clock().advance(Duration.ofMinutes(2));
            int before = count(phone);
            window.press("Send code");
            window.fill("6-digit code", code(phone, before)).press("Confirm");
        }
        window.fill("Phone number", next).press("Send code").says("It works for 10 minutes");
        window.fill("6-digit code", code(next, 0)).press("Verify phone");
        window.open("/settings/security").says("••24".replace("24", next.substring(next.length() - 2)));
        SERVER.clock().advance(Duration.ofMinutes(5));
        try (Window third = Window.of(SERVER)) {
            int before = count(next);
            member.signIn(third).at("/verify/text");
            third.fill("6-digit code", code(next, before)).press("Verify").at("/settings/security");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void signInWhenThereIsNothingElseThenAMailedCodeDoesAndOnlyOnANewDevice(boolean scripts)
            throws InterruptedException {
        String email = "mails-" + scripts + "@example.com";
        try (Window window = window(scripts);
                Window other = window(scripts)) {
            Member member = signedUp(window, email);
            int before = count(email);
            member.signIn(other).at("/verify/email").says("A code by email is the weaker way");
            String code = code(email, before);
            other.fill("6-digit code", "12").press("Verify").says("Enter all 6 digits.");
            other.fill("6-digit code", other(code)).press("Verify").says("Use the newest mail.");
            other.fill("6-digit code", code).press("Verify").at("/setup").press("Not now");
            other.at("/settings/security").fromMenu("Sign out");
            member.signIn(other).at("/setup");
        }
    }
}
