package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.recovery.Resets;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The second step, and what becomes of it: a new phone, a lost phone, guesses, and a reset.
@ExtendWith(Chromium.class)
class SecondStepTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.support.email=help@example.com");

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void newQrCodeWhenConfirmedThenReplacesTheOldOneAndNotBefore() {
        try (Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            Phone old = member.phone();
            window.going(() -> window.link("New QR code").click()).at("/settings/security/app/new");
            window.press("2FAS").at("/settings/security/app/new").says("Your old app entry keeps working");
            member.scan(Member.key(window));
            Phone fresh = member.phone();
            assertThat(fresh.secret()).isNotEqualTo(old.secret());
            window.reload();
            assertThat(Member.key(window)).isEqualTo(fresh.uri());

            Member.verify(member.signIn(other), fresh.nextCode()).says("That code is not right.");
            Member.verify(other, old.nextCode()).at(Member.SECURITY);

            window.fill("Enter the 6-digit code it shows", fresh.nextCode())
                    .press("Enable")
                    .at(Member.SECURITY)
                    .says("Your new app entry works.");
            other.reload().at("/sign-in");
            Member.verify(member.signIn(other), old.nextCode()).says("That code is not right.");
            Member.verify(other, fresh.nextCode()).at(Member.SECURITY);
        }
    }

    @Test
    void backupCodeWhenUsedThenIsSpentAndFewLeftAreSaid() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            List<String> codes = member.codes();
            for (String code : codes.subList(0, 6)) {
                window.fromMenu("Sign out");
                Member.verifyWithBackupCode(member.signIn(window), code).at(Member.SECURITY);
            }
            window.says("4 of 10 left").saysNot("Running low");
            window.fromMenu("Sign out");
            Member.verifyWithBackupCode(member.signIn(window), codes.getFirst())
                    .says("You already used that backup code.")
                    .fill("Backup code", "not a code")
                    .press("Verify")
                    .says("That backup code is not right.")
                    .fill(
                            "Backup code",
                            codes.get(6).toLowerCase(java.util.Locale.ROOT).replace("-", " "))
                    .press("Verify")
                    .at(Member.SECURITY)
                    .says("You have 3 backup codes left.");

            window.follow("Get new codes").at("/settings/security/backup-codes/new");
            window.says("Your 3 unused codes stop working.").press("Make a new set");
            member.saveCodes(window.at("/settings/security/backup-codes"), "Done");
            window.says("Your new backup codes work.").open(Member.SECURITY).says("10 of 10 left");
            window.fromMenu("Sign out");
            Member.verifyWithBackupCode(member.signIn(window), codes.getLast()).says("That backup code is not right.");
            window.fill("Backup code", member.codes().getLast()).press("Verify").at(Member.SECURITY);
        }
    }

    @Test
    void codesWhenTenAreWrongThenAreLockedUntilTheTimeThatThePageSays() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            window.fromMenu("Sign out");
            member.signIn(window);
            for (int i = 1; i <= 4; i++) {
                guess(window, member).at("/verify/app");
                window.says(i < 2 ? "That code is not right." : "You have " + (5 - i) + (i == 4 ? " try" : " tries"));
            }
            guess(window, member).at("/sign-in").says("That sign-in had too many wrong codes.");
            member.signIn(window);
            for (int i = 1; i <= 4; i++) {
                guess(window, member);
            }
            guess(window, member).says("Too many tries").says("You can try again in 10 minutes, at ");
            assertThat(window.status()).isEqualTo(423);
            assertThat(window.text()).containsPattern("at \\d{1,2}:\\d{2}.* \\(Europe/Berlin\\)");

            member.signIn(window);
            Member.verify(window, member.phone().nextCode()).says("Too many tries");
            window.open("/verify/app")
                    .at("/verify/app")
                    .follow("Lost all of these?")
                    .says("help@example.com");
            SERVER.clock().advance(Duration.ofMinutes(11));
            Member.verify(member.signIn(window), member.phone().nextCode()).at(Member.SECURITY);
        }
    }

    private static Window guess(Window window, Member member) {
        return window.fill("6-digit code", member.phone().wrongCode()).press("Verify");
    }

    @Test
    void memberWhenResetThenSetsUpAgainWithTheCodeHandedOver() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            Resets.HandOver handOver = SERVER.bean(Resets.class)
                    .reset(member.id(), null, "lost the phone")
                    .orElseThrow();

            window.reload().at("/sign-in");
            member.signIn(window).at("/verify/hand-over");
            window.fill("One-time code", "AAAA-BBBB").press("Verify").says("That code is not right.");
            window.fill("One-time code", handOver.code()).press("Verify");
            member.enrol(window);
            window.at(Member.SECURITY).says("Two-step sign-in is on");
            window.fromMenu("Sign out");
            member.signInWithCode(window);
        }
    }

    @Test
    void sensitiveChangeWhenProofIsOldThenAsksForItAgainFirst() {
        try (Window window = Window.of(SERVER)) {
            Member member = Member.enrolled(window);
            SERVER.clock().advance(Duration.ofMinutes(11));
            window.going(() -> window.link("New QR code").click())
                    .at("/confirm")
                    .says("Before you change this");
            window.fill("6-digit code", member.phone().wrongCode())
                    .press("Confirm")
                    .says("That code is not right.");
            member.confirm(window).at("/settings/security/app/new");

            SERVER.clock().advance(Duration.ofMinutes(11));
            window.open("/settings/security/backup-codes/new").at("/confirm").follow("Backup code");
            window.at("/confirm/backup")
                    .fill("Backup code", member.codes().getFirst())
                    .press("Confirm")
                    .at("/settings/security/backup-codes/new");

            SERVER.clock().advance(Duration.ofMinutes(11));
            window.press("Make a new set").at("/confirm");
            window.open("/settings/password").at("/confirm");
            member.confirm(window).at("/settings/password");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void codeWhenTypedAsPeopleDoThenIsTaken(boolean scripts) {
        try (Window window = scripts ? Window.of(SERVER) : Window.withoutScripts(SERVER)) {
            Member member = Member.enrolled(window);
            List<Function<String, String>> ways = List.of(
                    code -> code.substring(0, 3) + " " + code.substring(3),
                    code -> code.substring(0, 3) + "-" + code.substring(3),
                    code -> code.chars()
                            .mapToObj(digit -> Character.toString('\uff10' + digit - '0'))
                            .collect(Collectors.joining()));
            for (Function<String, String> way : ways) {
                window.fromMenu("Sign out");
                Member.verify(member.signIn(window), way.apply(member.phone().nextCode()))
                        .at(Member.SECURITY);
            }
        }
    }
}
