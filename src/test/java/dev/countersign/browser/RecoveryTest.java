package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Account recovery on pages: somebody who lost everything, and somebody who did not.
@ExtendWith(Chromium.class)
class RecoveryTest {
    private static final RunningServer SERVER =
            RunningServer.start("countersign.dev-outbox=true", "countersign.policy.recovery=wait");
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{3} ?[0-9]{3}(?![0-9])");
    private static final Pattern LINK = Pattern.compile("http://\\S+/recovery/cs_recovery_[A-Za-z0-9_-]+");
    private static final Duration WAIT = Duration.ofHours(72);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recoveryWhenEverythingIsLostThenLeadsBackAfterTheWait(boolean scripts) throws InterruptedException {
        try (Window home = window(scripts);
                Window window = window(scripts)) {
            Member member = enrolled(home, "lost-" + scripts + "@example.com");
            String link = asked(member, window);
            window.open(link)
                    .says("Recover your account?")
                    .says(member.email())
                    .says("First there is a wait of 3 days.");
            window.reload().says("Recover your account?");
            home.reload().saysNot("Account recovery was asked for");
            window.press("Begin the wait").says("The wait has begun").says("That cancels the recovery.");
            assertThat(window.open(link).says("This link does not work").status())
                    .isEqualTo(410);
            home.reload().says("Account recovery was asked for on");

            window.open("/verify/help").says("Account recovery began on");
            assertThat(window.button("Start account recovery").count()).isZero();
            SERVER.clock().advance(WAIT);
            help(member.signIn(window)).says("Your recovery is ready").press("Finish account recovery");
            window.at("/sign-in").says("Your account is recovered.");
            home.reload().at("/sign-in");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void recoveryWhenSomebodyIsSignedInThenIsCancelledThere(boolean scripts) throws InterruptedException {
        try (Window home = window(scripts);
                Window window = window(scripts)) {
            Member member = enrolled(home, "kept-" + scripts + "@example.com");
            window.open(asked(member, window)).press("Begin the wait").says("The wait has begun");
            home.open("/settings/profile").says("Account recovery was asked for on");
            home.press("Cancel it").at(Member.SECURITY).says("The account recovery is cancelled.");
            home.saysNot("Account recovery was asked for on");
            home.open("/settings/profile").saysNot("Account recovery was asked for on");

            SERVER.clock().advance(WAIT);
            help(member.signIn(window)).saysNot("Your recovery is ready").says("Lost everything?");
        }
    }

    private static Window window(boolean scripts) {
        return scripts ? Window.of(SERVER) : Window.withoutScripts(SERVER);
    }

    private static Member enrolled(Window home, String email) throws InterruptedException {
        SERVER.clock().advance(Duration.ofHours(1));
        Member member = Member.of(SERVER, email).signUp(home);
        home.at("/sign-up/confirm")
                .fill("6-digit code", mailed(CODE, email).replace(" ", ""))
                .press("Confirm");
        return member.enrol(home);
    }

    /// In another browser, with the password and nothing else.
    private static String asked(Member member, Window window) throws InterruptedException {
        help(member.signIn(window)).says("Lost everything?").press("Start account recovery");
        window.at("/verify/help").says("We sent a link to").says(member.email());
        return mailed(LINK, member.email());
    }

    private static Window help(Window window) {
        window.at("/verify/app").follow("Lost all of these?");
        return window.at("/verify/help");
    }

    /// What the newest mail to that address says that has such a thing; waits for it.
    private static String mailed(Pattern pattern, String email) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            for (DevOutbox.Kept mail : SERVER.bean(DevOutbox.class).kept().reversed()) {
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
