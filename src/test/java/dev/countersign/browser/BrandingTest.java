package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.FilePayload;
import dev.countersign.people.brand.Pictures;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.RunningServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The brand of an organisation, from the owner's page to what its members, half-way people and strangers see.
@ExtendWith(Chromium.class)
class BrandingTest {

    @Test
    void ownerWhenBrandingThenMembersSeeItAndStrangersDoNot() {
        try (RunningServer server = RunningServer.start("countersign.support.email=operator@example.com");
                Window owner = Window.withoutScripts(server);
                Window other = Window.of(server)) {
            Member boss = Member.enrolled(owner);
            owner.open("/settings/organisations/new")
                    .fill("Organisation", "Linden & Hart")
                    .press("Create organisation");
            Organisations organisations = server.bean(Organisations.class);
            String id = organisations.memberships(boss.id()).getFirst().organisationId();
            owner.open("/organisation/users").follow("Branding").at("/organisation/branding");
            owner.fill("Colour", "#FFCC00")
                    .fill("Support page", "javascript:alert(1)")
                    .press("Save");
            owner.says("4.5 to 1 is needed").says("Give an address that begins with https://");
            owner.fill("Support page", "https://help.linden.example/");
            owner.press("Save").page().getByText("the nearest shade that works").click();
            owner.page().getByLabel("Support page").fill("https://help.linden.example/");
            owner.press("Save").says("Name, colour and contact are saved.");
            assertThat(owner.page().locator("link[href*='/assets/accent-']").count())
                    .isEqualTo(1);
            upload(owner, "logo.png", "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes());
            owner.press("Save logo").says("That is neither a PNG nor a JPEG.");
            upload(owner, "../../etc/passwd.svg", Pictures.png(200, 60, 0xFF7A1F3D));
            owner.press("Save logo").says("The logo is saved.");
            assertThat(owner.page().locator("a.brand img").first().isVisible()).isTrue();

            Member member = Member.enrolled(other);
            organisations.join(
                    member.id(), id, Role.MEMBER, true, server.clock().instant());
            other.open("/settings/security");
            assertThat(brand(other)).contains("Linden & Hart");
            other.open("/help").says("What holds for your account").says("Up to 10 devices are remembered.");
            other.says("an owner or admin of Linden & Hart can reset").says("https://help.linden.example/");
            other.open("/help/lost-phone").says("https://help.linden.example/");
            try (Window stranger = Window.of(server)) {
                stranger.open("/sign-in");
                assertThat(stranger.page().content()).doesNotContain("Linden", "/assets/accent-", "/assets/logo-");
                stranger.open("/help").says("What holds here").says("operator@example.com");
                assertThat(stranger.page().content()).doesNotContain("Linden");
                stranger.open("/help/devices")
                        .open("/help/admins")
                        .open("/privacy")
                        .open("/accessibility");
                stranger.open("/help/nothing");
                assertThat(stranger.status()).isEqualTo(404);
                member.signIn(stranger).at("/verify/app");
                assertThat(brand(stranger)).contains("Linden & Hart");
                stranger.open("/verify/help").says("https://help.linden.example/");
            }
            owner.press("Remove logo").says("The logo is removed.");
        }
    }

    private static String brand(Window window) {
        return window.page().locator("a.brand").first().innerText();
    }

    private static void upload(Window window, String name, byte[] bytes) {
        window.page().getByLabel("New logo").setInputFiles(new FilePayload(name, "image/png", bytes));
    }
}
