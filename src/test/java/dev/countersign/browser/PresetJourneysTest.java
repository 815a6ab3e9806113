package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.organisation.Invitation.Into;
import dev.countersign.people.organisation.Invitations;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.rules.policy.Preset;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Each preset as a whole way of working, from the invitation to the next sign-in, in the words and the order of its
/// pages.
@ExtendWith(Chromium.class)
class PresetJourneysTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.dev-outbox=true");
    private static final Http HTTP = new Http(SERVER.address());
    private static final Pattern CODE = Pattern.compile("(?<![0-9+])[0-9]{3} ?[0-9]{3}(?![0-9])");
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /// An organisation with its owner, who signed up in that window and has an app.
    private record House(String id, Member owner) {
        static House of(Window window) throws InterruptedException {
            String email = "owner" + PEOPLE.incrementAndGet() + "@example.com";
            Member owner = Member.of(SERVER, email);
            int behind = count(email);
            owner.fillIn(window.open("/sign-up")).press("Create account").at("/sign-up/confirm");
            window.fill("6-digit code", code(email, behind)).press("Confirm");
            owner.enrol(window);
            String id = SERVER.bean(Organisations.class)
                    .create("Linden & Hart", owner.id(), SERVER.clock().instant());
            return new House(id, owner);
        }

        House under(Preset preset) {
            SERVER.bean(SignInRooms.class)
                    .policies()
                    .set(id, preset.policy(), SERVER.clock().instant());
            return this;
        }

        /// Somebody new, who opens the link of their invitation in that window and signs up.
        Member invited(Window window, Role role) {
            Member member = Member.of(SERVER, "person" + PEOPLE.incrementAndGet() + "@example.com");
            Instant now = SERVER.clock().instant();
            var issued = SERVER.bean(Invitations.class)
                    .issue(
                            EmailAddress.parse(member.email()).orElseThrow(),
                            new Into(id, "Linden & Hart", role, member.email(), owner.id(), "", now),
                            now);
            window.open("/invitation/" + issued.token().text())
                    .says("Linden & Hart")
                    .fill("Your name", member.name())
                    .fill("Password", member.password())
                    .press("Create account");
            return member;
        }
    }

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
        return sent(address, behind, CODE).replaceAll("\\D", "");
    }

    private static String sent(String address, int behind, Pattern wanted) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < end) {
            for (DevOutbox.Kept message : to(address).stream().skip(behind).toList()) {
                Matcher found = wanted.matcher(message.text());
                if (found.find()) {
                    return found.group();
                }
            }
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("nothing came to " + address);
    }

    @Test
    void recommendedWhenLivedThenNeverBlockedAndOnceOnItStaysOn() throws InterruptedException {
        try (Window owner = Window.of(SERVER);
                Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            House house = House.of(owner).under(Preset.RECOMMENDED);
            Member member = house.invited(window, Role.MEMBER);
            member.skip(window);
            window.says("Add a second step to your account.");
            window.open("/settings/profile").says("Add a second step to your account.");
            window.press("Hide for 7 days").at(Member.SECURITY).saysNot("Add a second step to your account.");

            // With nothing else enrolled, a code is mailed on a browser not seen before.
            int mails = count(member.email());
            member.signIn(other).at("/verify/email").says("the weaker way");
            other.fill("6-digit code", code(member.email(), mails)).press("Verify");
            member.skip(other);

            SERVER.clock().advance(Duration.ofDays(8));
            window.reload().follow("Set it up").at("/setup");
            phone(member, window, "+12025550150");
            window.follow("Continue").at(Member.SECURITY).says("Two-step sign-in is on");
            other.browser().clearCookies();
            int texts = count("+12025550150");
            member.signIn(other).at("/verify/text");
            if (other.button("Send code").count() > 0) {
                other.press("Send code");
            }
            other.fill("6-digit code", code("+12025550150", texts))
                    .press("Verify")
                    .at(Member.SECURITY);
            other.fromMenu("Sign out");
            member.signIn(other).at(Member.SECURITY);
            other.open("/settings/security/phone").says("Two-step sign-in stays on here");
        }
    }

    @Test
    void recommendedWhenLivedWithAPasskeyThenItComesFirstOpensAloneAndStaysOn() throws InterruptedException {
        try (Window owner = Window.of(SERVER);
                Window window = Window.of(SERVER)) {
            House house = House.of(owner).under(Preset.RECOMMENDED);
            window.page().addInitScript(PasskeyWire.NO_AUTOFILL);
            VirtualKey.builtIn(window.page());
            Member member = house.invited(window, Role.MEMBER);
            assertThat(window.at("/setup")
                            .page()
                            .locator("main a[href^='/setup/']")
                            .first()
                            .innerText())
                    .contains("Passkey");
            window.follow("Passkey").at("/setup/passkey").press("Create passkey");
            member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
            window.at("/setup/done").says("you sign in with your passkey").follow("Continue");
            window.fromMenu("Sign out");

            window.open("/sign-in").press("Sign in with a passkey").at(Member.SECURITY);
            window.says("You have a passkey since").open("/settings/security/passkeys");
            window.follow("Manage").says("Two-step sign-in stays on here once it is set up.");
            assertThat(window.link("Remove passkey").count()).isZero();

            // The password still needs it.
            window.browser().clearCookies();
            member.signIn(window).at("/verify/passkey").press("Use passkey").at(Member.SECURITY);
        }
    }

    @Test
    void requiredByTheOwnerWhenLivedThenTheOwnerLiftsItAndNoAppIsLockedOut() throws Exception {
        try (Window owner = Window.of(SERVER);
                Window window = Window.of(SERVER);
                Window other = Window.of(SERVER);
                Window late = Window.of(SERVER)) {
            House house = House.of(owner);
            Member member = house.invited(window, Role.MEMBER);
            member.skip(window);
            Member unset = house.invited(late, Role.MEMBER);
            unset.skip(late);
            owner.open("/organisation/security").follow("Required by the owner");
            assertThat(owner.page()
                            .getByLabel("Require two-factor authentication for all members")
                            .isChecked())
                    .isTrue();
            owner.press("See who is affected");
            if (owner.path().equals("/confirm")) {
                house.owner().confirm(owner);
            }
            owner.at("/organisation/security/review")
                    .says("Everyone has to set up two-step sign-in")
                    .says("2 of 3 members have not set it up.");
            owner.press("Save rules").says("The rules are saved.");

            // The session that is open is led to it at its next request.
            window.reload()
                    .at("/setup")
                    .says("The owner of this account requires two-step sign-in for everyone."
                            + " Start by adding your phone number.");
            assertThat(window.button("Not now").count()).isZero();
            phone(member, window, "+12025550151");
            assertThat(member.codes()).hasSize(1);
            window.at("/setup/done")
                    .says("Two-step sign-in is on")
                    .follow("Continue")
                    .at(Member.SECURITY);
            window.fromMenu("Sign out");
            member.signIn(window).at(Member.SECURITY);

            // A new browser is asked, and has another way than the phone.
            member.signIn(other).at("/verify/text").follow("Backup code").at("/verify/backup");
            other.fill("Backup code", member.codes().getFirst()).press("Verify");
            assertThat(other.path()).isIn("/setup/backup-codes", Member.SECURITY);

            app(house, owner, unset);
        }
    }

    private static void phone(Member member, Window window, String number) throws InterruptedException {
        window.follow("Text message");
        if (window.path().equals("/confirm")) {
            window.fill("Password", member.password()).press("Confirm");
        }
        window.at("/setup/phone");
        int behind = count(number);
        window.fill("Phone number", number).press("Send code");
        if (window.path().equals("/confirm")) {
            window.fill("Password", member.password()).press("Confirm").at("/setup/phone");
            window.fill("Phone number", number).press("Send code");
        }
        window.at("/setup/phone/verify")
                .fill("6-digit code", code(number, behind))
                .press("Verify phone");
        member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
    }

    /// A phone app on the JSON API: it can set up by itself while the requirement holds, and signs in as before once
    /// the owner lifts it.
    private static void app(House house, Window owner, Member member) throws IOException, InterruptedException {
        Map<String, String> form = Map.of("email", member.email(), "password", member.password());
        int mails = count(member.email());
        Http.Answer asked = HTTP.call("POST", "/api/v1/sign-in", "", form);
        assertThat(asked.string("/status")).isEqualTo("challenge");
        String challenge = asked.string("/challenge/token");
        HTTP.call("POST", "/api/v1/sign-in/challenge/send", challenge, Map.of("factor", "email"));
        Http.Answer must = HTTP.call(
                "POST",
                "/api/v1/sign-in/challenge/verify",
                challenge,
                Map.of("factor", "email", "code", code(member.email(), mails)));
        assertThat(must.string("/status")).isEqualTo("enrolment-required");
        String grant = must.string("/enrolment/token");
        String number = "+12025550152";
        int texts = count(number);
        Http.Answer begun = HTTP.call("POST", "/api/v1/sign-in/enrolment/sms", grant, Map.of("phone", number));
        assertThat(begun.status()).isEqualTo(201);
        Http.Answer in = HTTP.call(
                "POST",
                "/api/v1/sign-in/enrolment/" + begun.string("/id") + "/confirm",
                grant,
                Map.of("code", code(number, texts)));
        assertThat(in.string("/status")).isEqualTo("signed-in");

        owner.open("/organisation/security")
                .page()
                .getByLabel("Require two-factor authentication for all members")
                .uncheck();
        owner.press("See who is affected");
        if (owner.path().equals("/confirm")) {
            house.owner().confirm(owner);
        }
        owner.says("Two-step sign-in is recommended to everyone");
        owner.press("Save rules").says("The rules are saved.");
        assertThat(HTTP.send("GET", "/api/v1/me", Map.of("Authorization", "Bearer " + in.string("/session/token")), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void personalChoiceWhenLivedThenRememberedUntilSignedOut() throws InterruptedException {
        try (Window owner = Window.of(SERVER);
                Window window = Window.of(SERVER)) {
            House house = House.of(owner).under(Preset.PERSONAL_CHOICE);
            Member member = house.invited(window, Role.MEMBER);
            window.at(Member.SECURITY).says("Two-step sign-in is off").saysNot("Add a second step to your account.");
            window.follow("Enable").at("/setup").follow("Authenticator app");
            if (window.path().equals("/confirm")) {
                window.fill("Password", member.password()).press("Confirm");
            }
            member.connect(window.at("/setup/app"));
            window.at("/setup/backup-codes");
            assertThat(Member.codesOn(window)).hasSize(10);
            assertThat(window.link("Download").count()
                            + window.button("Download").count())
                    .isPositive();
            member.saveCodes(window, "Finish set-up");
            window.at("/setup/done")
                    .says("If you delete it, you lock yourself out.")
                    .follow("Continue");
            window.fromMenu("Sign out");
            member.signIn(window).at("/verify/app").tick("Remember this device");
            Member.verify(window, member.phone().nextCode()).at(Member.SECURITY).says("This device");
            // Here leaving means leaving: plain "Sign out" forgets the device.
            window.fromMenu("Sign out");
            member.signIn(window).at("/verify/app");
            Member.verify(window, member.phone().nextCode()).at(Member.SECURITY);
        }
    }

    @Test
    void requiredResetByAnAdminWhenLivedThenResetFromTheMenuByAnAdminAndByNobodyElse() throws InterruptedException {
        try (Window owner = Window.of(SERVER);
                Window admin = Window.of(SERVER);
                Window window = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            House house = House.of(owner).under(Preset.REQUIRED_RESET_BY_ADMIN);
            Member helper = house.invited(admin, Role.ADMIN);
            helper.enrol(admin.at("/setup"));
            Member member = house.invited(window, Role.MEMBER);
            window.at("/setup").says("The owner of this account requires two-step sign-in for everyone.");
            assertThat(window.link("Text message").count()).isZero();
            member.enrol(window);
            Member plain = house.invited(other, Role.MEMBER);
            plain.enrol(other.at("/setup"));
            String reset = "/organisation/users/" + member.id() + "/reset";

            assertThat(other.open(reset).status()).isEqualTo(403);
            other.browser().clearCookies();
            House.of(other);
            assertThat(other.open(reset).status()).isEqualTo(404);
            admin.open("/organisation/users/" + house.owner().id() + "/reset").says("They own an organisation.");

            admin.open("/organisation/users?q=" + member.email());
            admin.page().locator(".list details > summary").click();
            admin.going(() -> admin.page().locator(".list .drop-in a").first().click());
            if (admin.path().equals("/confirm")) {
                helper.confirm(admin);
            }
            admin.at(reset).says("It cannot be undone.").follow("Cancel").at(reset.replace("/reset", ""));
            admin.follow("Reset two-step sign-in").at(reset);
            admin.fill("How did you check?", "Called the number on file").press("Reset");
            admin.says("Two-step sign-in is reset.");

            window.reload().at("/sign-in");
            int mails = count(member.email());
            member.signIn(window).at("/verify/email");
            if (window.button("Send code").count() > 0) {
                window.press("Send code");
            }
            window.fill("6-digit code", code(member.email(), mails))
                    .press("Verify")
                    .at("/setup");
            member.enrol(window);
        }
    }

    @Test
    void highAssuranceWhenLivedThenAResetTakesTwoAdminsAndThePersonMayStopIt() throws InterruptedException {
        try (Window owner = Window.of(SERVER);
                Window admin = Window.of(SERVER);
                Window window = Window.of(SERVER);
                Window mailed = Window.of(SERVER)) {
            House house = House.of(owner).under(Preset.HIGH_ASSURANCE);
            Member helper = house.invited(admin, Role.ADMIN);
            helper.enrol(admin.at("/setup"));
            Member member = house.invited(window, Role.MEMBER);
            assertThat(window.at("/setup").link("Text message").count()).isZero();
            member.enrol(window);
            SERVER.clock().advance(Duration.ofDays(8));
            window.reload().at("/sign-in");
            member.signIn(window).at("/verify/app");
            assertThat(window.page().getByLabel("Remember this device").count()).isZero();
            Member.verify(window, member.phone().nextCode()).at(Member.SECURITY);

            String profile = "/organisation/users/" + member.id();
            Member.verify(helper.signIn(admin), helper.phone().nextCode());
            ask(admin, profile);
            admin.at(profile).says("A second owner or admin has to approve the reset.");
            admin.says("You asked for this reset.");
            assertThat(admin.link("Approve").count()).isZero();
            window.reload().says("asked on").says("once a second admin approves");
            window.press("Stop the reset").at(Member.SECURITY).says("The reset is stopped.");

            int mails = count(member.email());
            ask(admin, profile);
            String link = sent(member.email(), mails, Pattern.compile("/stop-reset/cs_stop_[A-Za-z0-9_-]+"));
            mailed.open(link).says("Stop the reset?").press("Stop the reset").says("The reset is stopped");
            assertThat(mailed.open(link).status()).isEqualTo(410);

            ask(admin, profile);
            Member.verify(house.owner().signIn(owner), house.owner().phone().nextCode());
            owner.open("/organisation/users")
                    .says("1 reset waits")
                    .follow("Look at them")
                    .at("/organisation/resets");
            owner.says(member.name()).follow("Approve");
            owner.says("Approve the reset for")
                    .says("Called the number on file")
                    .press("Approve");
            owner.at("/organisation/resets").says("Two-step sign-in is reset.").says("No reset waits.");
            window.reload().at("/sign-in");
            SERVER.bean(WaitingResets.class).sweep();

            Member.verify(helper.signIn(admin), helper.phone().nextCode()).at(Member.SECURITY);
            SERVER.clock().advance(Duration.ofMinutes(16));
            admin.reload().at("/sign-in");
        }
    }

    private static void ask(Window admin, String profile) {
        admin.open(profile).follow("Reset two-step sign-in").at(profile + "/reset");
        admin.says("The rules for this person ask for a second owner or admin");
        admin.fill("How did you check?", "Called the number on file").press("Reset");
    }
}
