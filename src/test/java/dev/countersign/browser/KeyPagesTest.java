package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.secret.Token;
import dev.countersign.testing.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// An owner makes an API key on the page, a program uses it, and the owner revokes it.
@ExtendWith(Chromium.class)
class KeyPagesTest {
    private static final RunningServer SERVER = RunningServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void ownerWhenMakingAKeyThenItIsShownOnceWorksAndIsRevoked() throws Exception {
        try (Window window = Window.of(SERVER)) {
            Member owner = Member.enrolled(window);
            window.open("/settings/organisations").follow("New organisation");
            window.fill("Organisation", "Linden & Hart").press("Create organisation");
            window.open("/organisation/keys").says("There is no API key.");
            window.follow("Make an API key").press("Make the key").says("Enter a name of 1 to 80 characters.");
            window.fill("Name", "Nightly sync").press("Make the key").says("Choose at least one thing");
            window.tick("See members and invitations").press("Make the key");
            window.says("The key “Nightly sync” is ready");
            String key = window.page().locator("dd code").first().innerText();
            assertThat(Token.kindOf(key)).contains(Token.Kind.KEY);
            String address = window.page().locator("p code").first().innerText();
            window.follow("I have saved it").says("Never used");
            assertThat(window.page().content()).doesNotContain(key);

            assertThat(get(address + "/members", key)).isEqualTo(200);
            assertThat(get(address + "/audit", key)).isEqualTo(403);
            window.open("/organisation/keys").says("Last used");
            SERVER.clock().advance(Duration.ofMinutes(11));
            window.follow("Revoke Nightly sync").at("/confirm");
            owner.confirm(window).says("Revoke the API key “Nightly sync”?");
            window.follow("Cancel").at("/organisation/keys").follow("Revoke Nightly sync");
            window.press("Revoke").says("The API key was revoked.");
            assertThat(get(address + "/members", key)).isEqualTo(401);
            window.says("Keys that are over");
            window.open("/organisation/audit").says("revoked the API key “Nightly sync”");
        }
    }

    @Test
    void ownerWhenRegisteringAVerifyOnlyApplicationThenItsKeyIsShownOnceReplacedAndRevoked() throws Exception {
        try (Window window = Window.of(SERVER)) {
            Member owner = Member.enrolled(window);
            window.open("/settings/organisations").follow("New organisation");
            window.fill("Organisation", "Linden & Hart").press("Create organisation");
            window.open("/organisation/apps").follow("Applications that keep their own passwords");
            window.says("There is no verify-only application.").follow("Register a verify-only application");
            window.press("Register").says("Enter a name of 1 to 80 characters.");
            window.fill("Name", "Shop").press("Register").says("The key of “Shop” is ready");
            String key = window.page().locator("dd code").first().innerText();
            assertThat(Token.kindOf(key)).contains(Token.Kind.VERIFY_KEY);
            window.follow("I have saved it");
            assertThat(window.page().content()).doesNotContain(key);
            assertThat(look(key)).isEqualTo(200);
            window.tick("Stop the old key at once").press("Make a new key").says("The key of “Shop” is ready");
            String next = window.page().locator("dd code").first().innerText();
            assertThat(look(key)).isEqualTo(401);
            assertThat(look(next)).isEqualTo(200);
            window.follow("I have saved it")
                    .follow("Revoke")
                    .press("Revoke the key")
                    .says("The keys were revoked.");
            assertThat(look(next)).isEqualTo(401);
            SERVER.clock().advance(Duration.ofMinutes(11));
            window.follow("Remove").at("/confirm");
            owner.confirm(window).says("everything that was set up for its people here is deleted");
            window.press("Remove").says("The application was removed.");
            window.open("/organisation/audit").says("removed the verify-only application “Shop”");
        }
    }

    private static int look(String key) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(SERVER.address() + "/api/v1/verify/references/look-up"))
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"reference\":\"ada\"}"))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static int get(String address, String key) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                    .header("Authorization", "Bearer " + key)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
