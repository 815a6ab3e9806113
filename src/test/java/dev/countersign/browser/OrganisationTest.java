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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An organisation from its founding to the reset of a member, on its pages.
@ExtendWith(Chromium.class)
class OrganisationTest {
    private static final RunningServer SERVER = RunningServer.start("countersign.dev-outbox=true");
    private static final RunningServer WITHOUT_MAIL = RunningServer.start();
    private static final String ORGANISATION = "Linden & Hart";
    private static final Pattern CODE = Pattern.compile("(?<![0-9])[0-9]{3} ?[0-9]{3}(?![0-9])");
    private static final Pattern LINK = Pattern.compile("/invitation/cs_invitation_[A-Za-z0-9_-]+");

    @AfterAll
    static void stop() {
        SERVER.close();
        WITHOUT_MAIL.close();
    }

    @Test
    void ownerWhenInvitingThenTheNewcomerSignsUpThroughTheMailAndIsLedBackByAReset() throws InterruptedException {
        try (Window owner = Window.of(SERVER);
                Window other = Window.of(SERVER)) {
            Member boss = Member.of(SERVER, "boss@example.com");
            boss.fillIn(owner.open("/sign-up")).press("Create account").at("/sign-up/confirm");
            owner.fill("6-digit code", mailed("boss@example.com", CODE)).press("Confirm");
            boss.enrol(owner);
            owner.open("/settings/organisations").says("You belong to no organisation.");
            owner.follow("New organisation").press("Create organisation").says("Give a name");
            owner.fill("Organisation", ORGANISATION)
                    .press("Create organisation")
                    .at("/organisation/users");
            owner.says("The organisation is made.");

            owner.follow("Invite someone").press("Invite").says("Enter your email address.");
            owner.fill("Email", "boss@example.com").press("Invite").says("is a member already");
            owner.fill("Email", "new@example.com").press("Invite").at("/organisation/users");
            owner.says("The invitation is on its way.").says("new@example.com");

            String link = mailed("new@example.com", LINK);
            Member member = Member.of(SERVER, "new@example.com");
            SERVER.clock().advance(Duration.ofHours(1));
            other.open(link).says("You are invited").says(ORGANISATION);
            other.fill("Your name", member.name())
                    .fill("Password", member.password())
                    .press("Create account")
                    .at("/setup");
            member.enrol(other);
            other.open(link).says("You have already joined " + ORGANISATION);
            other.open("/settings/organisations").says(ORGANISATION).says("Helps you");
            assertThat(other.open("/organisation/users").status()).isEqualTo(403);

            owner.open("/organisation/users?status=on&q=new");
            String profile = "/organisation/users/" + member.id();
            owner.follow(member.name()).at(profile).says("Authenticator app");
            owner.follow("Reset two-step sign-in").at("/confirm");
            owner.fill("6-digit code", boss.phone().nextCode()).press("Confirm").at(profile + "/reset");
            owner.says("Removes: Authenticator app.").press("Reset").says("Say how you checked");
            owner.fill("How did you check?", "Called the number on file")
                    .press("Reset")
                    .at(profile);
            owner.says("Two-step sign-in is reset.").says("Not set up");

            other.open("/settings/security").at("/sign-in");
            other.fill("Email", member.email())
                    .fill("Password", member.password())
                    .press("Sign in");
            other.at("/verify/email");
        }
    }

    @Test
    void adminWhenNoMailIsSentThenHandsOverTheLinkAndTheCode() {
        try (Window owner = Window.withoutScripts(WITHOUT_MAIL);
                Window other = Window.of(WITHOUT_MAIL)) {
            Member boss = Member.enrolled(owner);
            owner.open("/settings/organisations/new")
                    .fill("Organisation", ORGANISATION)
                    .press("Create organisation");
            Member known = Member.enrolled(other);
            String link = invited(owner, known.email());
            other.open(link).says("What joining means").says("Nothing changes in how you sign in.");
            other.press("Join").at("/settings/organisations").says("You have joined.");
            other.follow("Let it help me " + ORGANISATION).says("Its owners and admins may unlock you");
            other.press("Let it help me").says("From now on this organisation helps you.");
            owner.open("/organisation/users").says("2 members");

            String profile = "/organisation/users/" + known.id();
            owner.open(profile + "/reset");
            if (owner.path().startsWith("/confirm")) {
                owner.fill("6-digit code", boss.phone().nextCode())
                        .press("Confirm")
                        .at(profile + "/reset");
            }
            owner.says("You get a one-time code to hand over.");
            owner.fill("How did you check?", "In person").press("Reset");
            owner.says("Give them this code yourself.");
            owner.follow("I have handed it over").at(profile).says("Two-step sign-in is not set up.");
            owner.follow("Remove from the organisation").press("Remove from the organisation");
            owner.at("/organisation/users").says("Removed from the organisation.");
            owner.open("/organisation/users/" + boss.id() + "/reset")
                    .says("only the operator of this server can reset you");
            owner.open("/settings/organisations")
                    .follow("Leave " + ORGANISATION)
                    .press("Leave");
            owner.says("An organisation keeps an owner.");
            owner.open("/organisation/branding")
                    .fill("Organisation", "Linden")
                    .press("Save")
                    .says("Name, colour and contact are saved.");
        }
    }

    @Test
    void invitationWhenOpenedBySomebodyElseThenSaysForWhomItIs() {
        try (Window owner = Window.of(WITHOUT_MAIL);
                Window other = Window.of(WITHOUT_MAIL);
                Window nobody = Window.of(WITHOUT_MAIL)) {
            Member.enrolled(owner);
            owner.open("/settings/organisations/new")
                    .fill("Organisation", ORGANISATION)
                    .press("Create organisation");
            Member known = Member.signedUp(other);
            String forKnown = invited(owner, known.email());
            nobody.open(forKnown)
                    .says("Sign in to see what changes")
                    .follow("Sign in to join")
                    .at("/sign-in");
            nobody.fill("Email", known.email())
                    .fill("Password", known.password())
                    .press("Sign in");
            if (!nobody.path().startsWith("/invitation/")) {
                nobody.press("Not now");
            }
            nobody.at(forKnown).says("What joining means");
            other.open(invited(owner, "nobody@example.com")).says("You are signed in with another address.");
            owner.open("/organisation/users?status=invited").says("nobody@example.com");
            owner.open("/organisation/users?q=berg").says("No one matches “berg”.");
        }
    }

    /// Where no mail is sent, the link is on the page.
    static String invited(Window owner, String email) {
        owner.open("/organisation/users/invite")
                .fill("Email", email)
                .press("Invite")
                .says("Hand over this link");
        Matcher link = LINK.matcher(owner.text());
        assertThat(link.find()).isTrue();
        return link.group();
    }

    private static String mailed(String to, Pattern pattern) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            for (DevOutbox.Kept mail : SERVER.bean(DevOutbox.class).kept().reversed()) {
                Matcher found = pattern.matcher(mail.text());
                if (mail.to().equals(to) && found.find()) {
                    return found.group().replace(" ", "");
                }
            }
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("no mail came");
    }
}
