package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.journeys.organisation.WebhookDeliveries;
import dev.countersign.testing.Databases;
import dev.countersign.testing.HookReceiver;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Webhooks over the API: made, tried, looked at, sent again, changed and removed.
class WebhookCallsTest {
    private final ApiServer server = ApiServer.on(Databases.SQLITE);
    private final ApiClient api = server.client();
    private final Person owner = Person.withApp(server);
    private final String session = owner.session();
    private final String id =
            api.post("/organisations", session, Map.of("name", "Linden & Hart")).string("/id");
    private final String webhooks = "/organisations/" + id + "/webhooks";

    @Test
    void webhookWhenMadeThenItsSecretIsShownOnceAndMessagesAreListedAndSentAgain() {
        try (HookReceiver receiver = HookReceiver.start()) {
            Reply made =
                    api.post(webhooks, session, Map.of("url", receiver.address(), "events", List.of("role-changed")));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            assertThat(made.string("/secret")).startsWith("whsec_");
            String one = webhooks + "/" + made.string("/id");
            assertThat(api.get(one, session).text()).doesNotContain("whsec_");
            assertThat(api.get(webhooks, session).text()).doesNotContain("whsec_");

            receiver.answer(500, "oh no");
            String message = api.post(one + "/test", session, Map.of()).string("/messageId");
            deliver(made.string("/id"));
            Reply told = api.get(one + "/deliveries", session);
            assertThat(told.string("/items/0/id")).isEqualTo(message);
            assertThat(told.string("/items/0/status")).isEqualTo("waiting");
            assertThat(told.body().at("/items/0/answerStatus").asInt()).isEqualTo(500);
            assertThat(told.string("/items/0/answer")).isEqualTo("oh no");

            receiver.answer(200, "");
            String replay = one + "/deliveries/" + message + "/replay";
            assertThat(api.post(replay, session, Map.of()).status()).isEqualTo(204);
            deliver(made.string("/id"));
            assertThat(api.get(one + "/deliveries", session).string("/items/0/status"))
                    .isEqualTo("delivered");
            assertThat(receiver.messages())
                    .hasSize(2)
                    .allMatch(each -> each.id().equals(message));

            Reply off = api.put(
                    one, session, Map.of("url", receiver.address(), "events", List.of("member"), "enabled", false));
            assertThat(off.string("/disabledWhy")).isEqualTo("owner");
            assertThat(api.post(one + "/test", session, Map.of()).code()).isEqualTo("webhook-off");
            assertThat(api.post(replay, session, Map.of()).code()).isEqualTo("webhook-off");
            assertThat(api.post(one + "/secret", session, Map.of("atOnce", true))
                            .string("/secret"))
                    .isNotEqualTo(made.string("/secret"));
            assertThat(api.delete(one, session).status()).isEqualTo(204);
            assertThat(api.get(one, session).status()).isEqualTo(404);
        }
    }

    /// Where the server's own job was faster, there is nothing left to do.
    private void deliver(String webhook) {
        while (server.bean(WebhookDeliveries.class).deliver(webhook)) {
            // All that is due.
        }
        await(webhook);
    }

    private void await(String webhook) {
        for (Reply told = told(webhook); told.body().at("/items/0/triedAt").isNull(); told = told(webhook)) {
            Thread.onSpinWait();
        }
    }

    private Reply told(String webhook) {
        return api.get(webhooks + "/" + webhook + "/deliveries", session);
    }

    @Test
    void webhookWhenWantedWronglyThenEachFaultIsNamed() {
        assertThat(api.post(webhooks, session, Map.of()).text())
                .contains("\"url\"")
                .contains("\"events\"");
        for (String url : List.of("", "hooks.example.com", "ftp://hooks.example.com/", "https://a@b.example/")) {
            assertThat(api.post(webhooks, session, Map.of("url", url, "events", List.of("member")))
                            .code())
                    .as(url)
                    .isEqualTo("validation");
        }
        for (List<String> events : List.of(List.<String>of(), List.of("everything"))) {
            Map<String, Object> wanted = Map.of("url", "https://hooks.example.com/", "events", events);
            assertThat(api.post(webhooks, session, wanted).code()).isEqualTo("validation");
        }
        for (int i = 0; i < 10; i++) {
            Map<String, Object> wanted = Map.of("url", "https://hooks.example.com/" + i, "events", List.of("rescue"));
            assertThat(api.post(webhooks, session, wanted).status()).isEqualTo(201);
        }
        assertThat(api.post(webhooks, session, Map.of("url", "https://hooks.example.com/", "events", List.of("rescue")))
                        .code())
                .isEqualTo("validation");
    }
}
