package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.HookReceiver;
import dev.countersign.testing.HookReceiver.Message;
import dev.countersign.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// An owner adds a webhook on the page; the server delivers by itself, and the library of Standard Webhooks takes it.
@ExtendWith(Chromium.class)
class WebhookPagesTest {
    private static final RunningServer SERVER = RunningServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void ownerWhenAddingAWebhookThenItIsToldTheAnswerIsShownAndAMessageGoesOutAgain() {
        try (Window window = Window.of(SERVER);
                HookReceiver receiver = HookReceiver.start();
                HookChecker library = HookChecker.start()) {
            Member owner = Member.enrolled(window);
            window.open("/settings/organisations").follow("New organisation");
            window.fill("Organisation", "Linden & Hart").press("Create organisation");
            window.open("/organisation/webhooks").says("There is no webhook.");
            window.follow("Add a webhook").press("Add the webhook").says("Enter an address that begins with https://");
            window.fill("Address", receiver.address()).press("Add the webhook");
            receiver.answer(503, "not yet");
            window.says("Choose at least one kind of event.")
                    .tick("Rules and organisation")
                    .press("Add the webhook");
            String secret = window.page().locator("dd code").nth(1).innerText();
            assertThat(secret).startsWith("whsec_");

            // The first that it is told of is itself.
            Message first = arrived(window, receiver, 1);
            JsonNode checked = library.check(secret, first, now());
            assertThat(checked.at("/holds").asBoolean()).as(checked.toString()).isTrue();
            assertThat(checked.at("/payload/type").asString()).isEqualTo("webhook-made");
            assertThat(checked.at("/payload/data/actor/name").asString()).isEqualTo("Ada Byron");
            Instant late = now().plus(Duration.ofMinutes(6));
            assertThat(library.check(secret, first, late).at("/holds").asBoolean())
                    .isFalse();
            assertThat(library.check("whsec_" + "A".repeat(44), first, now())
                            .at("/holds")
                            .asBoolean())
                    .isFalse();
            window.follow("Continue");
            settled(window, "Answered with 503");

            receiver.answer(200, "taken");
            // The newest stands first; the failed one is not due again yet.
            SERVER.clock().advance(Duration.ofSeconds(1));
            window.press("Send a test").says("A test is on its way.");
            assertThat(library.check(secret, arrived(window, receiver, 2), now())
                            .at("/payload/type")
                            .asString())
                    .isEqualTo("webhook-test");
            window.going(() -> window.page().getByText("Send again").last().click());
            assertThat(arrived(window, receiver, 3).id()).isEqualTo(first.id());
            settled(window, "Answered with 200 at try 2");

            window.tick("Stop the old secret at once").press("Make a new secret");
            String second = window.page().locator("dd code").nth(1).innerText();
            Message told = arrived(window, receiver, 4);
            assertThat(library.check(second, told, now()).at("/payload/type").asString())
                    .isEqualTo("webhook-secret-replaced");
            assertThat(library.check(secret, told, now()).at("/holds").asBoolean())
                    .isFalse();
            window.follow("Continue")
                    .follow("Remove")
                    .says("Nothing is told to its address any more")
                    .press("Remove")
                    .says("The webhook was removed.");
            assertThat(owner.id()).isNotEmpty();
        }
    }

    private static Instant now() {
        return SERVER.clock().instant();
    }

    /// The server looks every second.
    private static Message arrived(Window window, HookReceiver receiver, int count) {
        window.page().waitForCondition(() -> receiver.messages().size() >= count);
        return receiver.messages().get(count - 1);
    }

    private static void settled(Window window, String words) {
        window.page().waitForCondition(() -> {
            window.page().reload();
            return window.page().locator("main").innerText().contains(words);
        });
        window.says(words);
    }
}
