package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The ways of working that a policy can ask for, each from sign-up to the next sign-in.
@ExtendWith(Chromium.class)
class PolicyTest {
    private static final List<String> PAGES = List.of(
            "/settings",
            "/settings/profile",
            "/settings/email",
            "/settings/email/confirm",
            "/settings/password",
            "/settings/security",
            "/settings/security/app",
            "/settings/security/app/new",
            "/settings/security/app/remove",
            "/settings/security/backup-codes",
            "/settings/security/backup-codes/new",
            "/settings/security/devices",
            "/settings/security/sessions",
            "/confirm",
            "/setup/backup-codes",
            "/setup/backup-codes.txt",
            "/setup/done",
            "/.well-known/change-password");

    @Test
    void setUpWhenRequiredThenNothingElseCanBeReached() {
        try (RunningServer server = RunningServer.start("countersign.policy.preset=required-reset-by-admin");
                Window window = Window.of(server)) {
            Member member = Member.of(server).signUp(window);
            window.at("/setup").says("The owner of this account requires two-step sign-in for everyone.");
            assertThat(window.button("Not now").count()).isZero();
            for (String address : PAGES) {
                window.open(address);
                assertThat(window.path()).as(address).isIn("/setup", "/sign-in");
            }
            window.browser().clearCookies();
            member.signIn(window).at("/setup");
            member.enrol(window);
            window.at(Member.SECURITY).follow("Manage").says("Your organisation needs one method");
            assertThat(window.link("Remove authenticator app").count()).isZero();
        }
    }

    @Test
    void setUpWhenRecommendedThenMayBePutOffAndTheReminderHidden() {
        try (RunningServer server = RunningServer.start("countersign.policy.preset=recommended");
                Window window = Window.of(server)) {
            Member member = Member.signedUp(window);
            window.says("Add a second step to your account.")
                    .press("Hide for 7 days")
                    .says("You will not see the reminder");
            window.saysNot("Add a second step to your account.");
            server.clock().advance(Duration.ofDays(6));
            window.reload().saysNot("Add a second step to your account.");
            server.clock().advance(Duration.ofDays(1).plusMinutes(1));
            window.reload().says("Add a second step to your account.");
            window.follow("Set it up").at("/setup").follow("Authenticator app").at("/confirm");
            window.fill("Password", "not this").press("Confirm").says("That password is not right.");
            window.fill("Password", member.password()).press("Confirm").at("/setup/app");
            member.connect(window).saveCodes(window.at("/setup/backup-codes"), "Finish set-up");

            window.follow("Continue").at(Member.SECURITY).says("This device").fromMenu("Sign out");
            member.signIn(window).at(Member.SECURITY);
            window.fromMenu("Sign out and forget this device");
            member.signIn(window).at("/verify/app");
            assertThat(window.page().getByLabel("Remember this device").count()).isZero();
            Member.verify(window, member.phone().nextCode()).at(Member.SECURITY).says("This device");
            window.fromMenu("Sign out");
            member.signIn(window).at(Member.SECURITY).follow("Manage").says("Two-step sign-in stays on here");
        }
    }

    @Test
    void setUpWhenAPersonalChoiceThenIsNotAskedForAndMayBeTurnedOff() {
        try (RunningServer server = RunningServer.start("countersign.policy.preset=personal-choice");
                Window window = Window.of(server)) {
            Member member = Member.of(server).signUp(window);
            window.at(Member.SECURITY).says("Two-step sign-in is off").saysNot("Add a second step to your account.");
            window.follow("Enable").at("/setup");
            member.enrol(window);
            window.fromMenu("Sign out");
            member.signIn(window).at("/verify/app").tick("Remember this device");
            Member.verify(window, member.phone().nextCode()).says("This device");
            window.fromMenu("Sign out");
            member.signInWithCode(window);

            window.follow("Manage").at("/settings/security/app");
            window.fill("Name", "").press("Save name").says("Enter a name.");
            window.fill("Name", "Old phone").press("Save name").says("The name is saved.");
            window.follow("Remove authenticator app")
                    .at("/settings/security/app/remove")
                    .says("Old phone");
            window.press("Remove authenticator app").at(Member.SECURITY).says("Two-step sign-in is off.");
            window.fromMenu("Sign out");
            member.signIn(window).at(Member.SECURITY);
        }
    }

    @Test
    void signUpWhenByInvitationThenNeedsALinkThatWorksOnce() {
        try (RunningServer server = RunningServer.start("countersign.sign-up=invited");
                Window window = Window.of(server)) {
            window.open("/sign-in");
            assertThat(window.link("Create an account").count()).isZero();
            window.open("/sign-up").says("Accounts are by invitation");
            assertThat(window.status()).isEqualTo(403);

            Member member = Member.of(server);
            Token link = server.bean(SignUps.class).invite(member.email(), Duration.ofDays(7));
            window.open("/invitation/" + link.text());
            assertThat(window.page().getByLabel("Email").inputValue()).isEqualTo(member.email());
            window.fill("Your name", member.name())
                    .fill("Password", member.password())
                    .press("Create account");
            member.skip(window);
            window.browser().clearCookies();
            window.open("/invitation/" + link.text()).says("This invitation does not work");
            assertThat(window.status()).isEqualTo(410);
            window.open("/invitation/cs_invitation_nonsense").says("This invitation does not work");
        }
    }

    @Test
    void deviceWhenPolicyIsStrictThenIsNeverRemembered() {
        try (RunningServer server = RunningServer.start("countersign.policy.preset=high-assurance");
                Window window = Window.of(server)) {
            Member member = Member.of(server).signUp(window).enrol(window);
            window.fromMenu("Sign out");
            member.signIn(window).at("/verify/app");
            assertThat(window.page().getByLabel("Remember this device").count()).isZero();
            Member.verify(window, member.phone().nextCode()).at(Member.SECURITY);
            server.clock().advance(Duration.ofMinutes(61));
            window.reload().at("/sign-in");
        }
    }
}
