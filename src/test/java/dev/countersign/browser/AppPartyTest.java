package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import dev.countersign.journeys.recovery.Resets;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Applications of other makers behind the server, as the documents set them up, used in Chromium.
@ExtendWith(Chromium.class)
class AppPartyTest {
    private static final RunningServer SERVER = RunningServer.start();
    private static final Duration AHEAD = Duration.ofMinutes(2);

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    // The parties have the machine's clock, so the server gets it too: behind by what phones advance it.
    @ParameterizedTest
    @EnumSource
    void appWhenBehindTheServerThenSignsInStepsUpSignsOutAndLosesWhoIsReset(AppParty party)
            throws IOException, InterruptedException {
        party.prepare();
        int port = RunningServer.freePort();
        String own = "http://localhost:" + port;
        SERVER.clock().set(InstantSource.system().instant().minus(AHEAD));
        try (Window boss = Window.of(SERVER);
                Window window = Window.of(SERVER)) {
            Member owner = Member.enrolled(boss);
            Member member = Member.signedUp(window);
            AppParty.Running app = started(party, boss, own, port);
            try (app) {
                assertThat(open(window, own + "/"))
                        .as("who is no member")
                        .contains("You cannot use Example with this account");
                window.page()
                        .getByText("Back to Example", new Page.GetByTextOptions().setExact(true))
                        .click();
                arrives(window, own, "/failed");
                join(member, owner);
                administrationLeadsToSetUp(window, member, own);
                twoStepsLeadThere(boss, owner, own);
                VirtualKey key = VirtualKey.builtIn(boss.page());
                boss.open("/setup/passkey").button("Create passkey").click();
                boss.at("/setup/done");
                key.touched(false);
                everywhereSignedOut(boss, own);
                passkeyLeadsThere(boss, key, own);
                everywhereSignedOut(boss, own);
                resetIsFelt(boss, owner, own);
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + app.said(), e);
            }
        }
    }

    private static AppParty.Running started(AppParty party, Window boss, String own, int port) throws IOException {
        boss.open("/settings/organisations").follow("New organisation");
        boss.fill("Organisation", "Linden & Hart").press("Create organisation");
        boss.open("/organisation/apps").follow("Register an app");
        String backs =
                own + party.back + (party == AppParty.SPRING_BOOT ? "\n" + own + "/login/oauth2/code/second-step" : "");
        boss.fill("Name", "Example").fill("Addresses after signing in", backs);
        boss.fill("Addresses after signing out", own + party.bye);
        boss.fill("Address that is told when a session ends", own + party.told);
        boss.tick("A person’s role in this organisation");
        boss.page().locator("select[name=algorithm]").selectOption(party.algorithm);
        boss.press("Register").says("Example is ready");
        String id = boss.page().locator("dd code").nth(1).innerText();
        String secret = boss.page().locator("dd code").nth(2).innerText();
        return party.start(SERVER, port, id, secret);
    }

    private static void join(Member member, Member owner) {
        Organisations organisations = SERVER.bean(Organisations.class);
        String organisation = organisations.memberships(owner.id()).getFirst().organisationId();
        organisations.join(
                member.id(), organisation, Role.MEMBER, true, SERVER.clock().instant());
    }

    private static String open(Window window, String address) {
        window.page().navigate(address);
        return window.page().locator("body").innerText();
    }

    private static void arrives(Window window, String own, String path) {
        try {
            window.page()
                    .waitForURL(url -> url.startsWith(own + path)
                            && URI.create(url).getPath().matches(path + "(/|\\.html)?"));
        } catch (TimeoutError e) {
            throw new AssertionError(
                    "not %s but %s".formatted(path, window.page().url()), e);
        }
    }

    private static void administrationLeadsToSetUp(Window window, Member member, String own) {
        open(window, own + "/");
        window.button("Allow").click();
        arrives(window, own, "/");
        assertThat(window.page().locator("body").innerText())
                .contains("Signed in: " + member.email())
                .doesNotContain("aal2");
        open(window, own + "/admin");
        Inspection.of(window.at("/setup").says("What you are signing in to asks for a second step."));
        member.connect(window.follow("Authenticator app").at("/setup/app"));
        member.saveCodes(window.at("/setup/backup-codes"), "Finish set-up");
        window.at("/setup/done").link("Continue").click();
        arrives(window, own, "/admin");
        assertThat(window.page().locator("body").innerText())
                .contains("Administration", "Signed in: " + member.email(), "urn:countersign:aal2");
    }

    private static void twoStepsLeadThere(Window boss, Member owner, String own) {
        open(boss, own + "/");
        boss.button("Allow").click();
        arrives(boss, own, "/");
        assertThat(boss.page().locator("body").innerText())
                .contains("Signed in: " + owner.email(), "urn:countersign:aal2");
        assertThat(open(boss, own + "/admin")).contains("Administration", "Signed in: " + owner.email());
    }

    /// A passkey is more than the two steps that are asked for, and no reason to ask for them again and again.
    private static void passkeyLeadsThere(Window boss, VirtualKey key, String own) {
        // Autofill answers by itself where the authenticator does.
        key.touched(true);
        boss.page().navigate(SERVER.address() + "/sign-in");
        boss.page().waitForURL("**/settings/security");
        assertThat(open(boss, own + "/admin")).contains("Administration", "(phr)");
        key.touched(false);
    }

    private static void everywhereSignedOut(Window boss, String own) {
        open(boss, own + "/");
        boss.page()
                .getByText("Sign out", new Page.GetByTextOptions().setExact(true))
                .click();
        arrives(boss, own, "/bye");
        boss.open("/settings/security").at("/sign-in");
    }

    /// What the person had open in the app ends with the reset, of which the app is told.
    private static void resetIsFelt(Window boss, Member owner, String own) {
        SERVER.clock().set(InstantSource.system().instant());
        open(boss, own + "/");
        boss.at("/sign-in")
                .fill("Email", owner.email())
                .fill("Password", owner.password())
                .press("Sign in");
        boss.follow("Backup code").fill("Backup code", owner.codes().getFirst());
        boss.button("Verify").click();
        arrives(boss, own, "/");
        SERVER.bean(Resets.class).reset(owner.id(), null, "the phone is lost");
        int tries = 0;
        while (open(boss, own + "/").contains("Signed in:")) {
            assertThat(tries++).as("it still lets them in").isLessThan(100);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
        assertThat(boss.page().url()).startsWith(SERVER.address());
    }
}
