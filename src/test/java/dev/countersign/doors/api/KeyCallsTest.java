package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.testing.Databases;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// API keys over real HTTP: made once, good at the doors that they are for, and nowhere else.
class KeyCallsTest {
    private final ApiServer server = ApiServer.on(Databases.SQLITE);
    private final ApiClient api = server.client();
    private final Person owner = Person.withApp(server);
    private final String session = owner.session();
    private final String id =
            api.post("/organisations", session, Map.of("name", "Linden & Hart")).string("/id");
    private final String keys = "/organisations/" + id + "/keys";

    private Map<String, Object> wanted(KeyScope... scopes) {
        return Map.of(
                "name", "nightly-sync",
                "scopes", Arrays.stream(scopes).map(KeyScope::word).toList(),
                "expiresAt", server.clock().instant().plus(Duration.ofDays(30)).toString());
    }

    private Reply make(KeyScope... scopes) {
        Reply made = api.post(keys, session, wanted(scopes));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    @Test
    void keyWhenMadeThenShownOnceUsedRevokedAndOnRecord() {
        Reply made = api.postOnce("k-1", keys, session, wanted(KeyScope.MEMBERS_READ, KeyScope.MEMBERS_WRITE));
        String key = made.string("/key");
        assertThat(key).startsWith(made.string("/hint")).startsWith("cs_key_");
        assertThat(api.postOnce("k-1", keys, session, wanted(KeyScope.MEMBERS_READ, KeyScope.MEMBERS_WRITE))
                        .code())
                .isEqualTo("already-done");

        assertThat(api.get("/organisations/" + id + "/members", key).string("/items/0/account/email"))
                .isEqualTo(owner.email());
        Reply again =
                api.postOnce("k-2", "/organisations/" + id + "/invitations", key, Map.of("email", "new@example.com"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(api.postOnce("k-2", "/organisations/" + id + "/invitations", key, Map.of("email", "new@example.com"))
                        .code())
                .isEqualTo("already-done");

        Reply listed = api.get(keys, session);
        assertThat(listed.text()).doesNotContain(key);
        assertThat(listed.string("/items/0/lastUsedFrom")).isEqualTo("127.0.0.1");
        assertThat(listed.body().at("/items/0/ended").isNull()).isTrue();
        Reply log = api.get("/organisations/" + id + "/audit?type=member-invited", session);
        assertThat(log.string("/items/0/apiKey/id")).isEqualTo(made.string("/id"));
        assertThat(log.string("/items/0/actor/name")).isEqualTo("Ada Byron");
        assertThat(log.string("/items/0/sentence")).startsWith("API key “nightly-sync” of Ada Byron invited");
        assertThat(log.text()).doesNotContain(key);

        assertThat(api.delete(keys + "/" + made.string("/id"), session).status())
                .isEqualTo(204);
        Reply dead = api.get("/organisations/" + id + "/members", key);
        assertThat(dead.status()).isEqualTo(401);
        assertThat(dead.header("WWW-Authenticate")).contains("invalid_token");
        assertThat(api.get(keys, session).string("/items/0/ended")).isEqualTo("revoked");
        assertThat(api.delete(keys + "/" + made.string("/id"), session).status())
                .isEqualTo(404);
    }

    @Test
    void keyWhenWantedWronglyThenEachFaultIsNamed() {
        assertThat(api.post(keys, session, Map.of()).text())
                .contains("\"name\"")
                .contains("\"scopes\"")
                .contains("\"expiresAt\"");
        for (String scope : List.of("policy:write", "*", "", "MEMBERS:READ", "keys:write")) {
            Reply reply = api.post(
                    keys, session, Map.of("name", "k", "scopes", List.of(scope), "expiresAt", "2026-02-01T00:00:00Z"));
            assertThat(reply.code()).as(scope).isEqualTo("validation");
        }
        for (String time : List.of("2026-01-01T00:00:00Z", "2027-06-01T00:00:00Z", "tomorrow", "2026-02-01")) {
            Reply reply =
                    api.post(keys, session, Map.of("name", "k", "scopes", List.of("members:read"), "expiresAt", time));
            assertThat(reply.code()).as(time).isEqualTo("validation");
        }
    }

    /// What is for people, or for somebody half-way, takes no key, whatever its scopes.
    @Test
    void keyWhenTriedAtEveryOtherRouteThenRefused() {
        String key = make(KeyScope.values()).string("/key");
        List<String> tried = new ArrayList<>();
        for (Routes.Route route : Routes.all()) {
            if (route.caller() == ManagingCaller.class || route.caller() == Anyone.class) {
                continue;
            }
            String path = route.path().replace("{id}", id).replaceAll("\\{\\w+}", id);
            Map<String, String> picture = path.endsWith("/logo") ? Map.of("Content-Type", "image/png") : Map.of();
            Reply reply = api.call(route.method(), path, key, route.method().equals("GET") ? null : "{}", picture);
            assertThat(reply.status()).as(route.toString()).isEqualTo(401);
            assertThat(reply.code()).as(route.toString()).isEqualTo("wrong-token-kind");
            tried.add(route.toString());
        }
        assertThat(tried).hasSizeGreaterThan(50).contains("GET /me", "POST " + "/organisations/{id}/keys");
    }

    @Test
    void keyWhenNotInItsHeaderThenRefused() throws Exception {
        String key = make(KeyScope.MEMBERS_READ).string("/key");
        String path = "/organisations/" + id + "/members";
        Reply inAddress = api.get(path + "?access_token=" + key, null);
        assertThat(inAddress.status()).isEqualTo(400);
        assertThat(inAddress.code()).isEqualTo("malformed-request");
        assertThat(api.get(path + "?key=" + key, key).status()).isEqualTo(400);
        for (Map<String, String> header : List.of(
                Map.of("Cookie", "cs_session=" + key),
                Map.of("Authorization", "Basic " + key),
                Map.of("X-Api-Key", key))) {
            assertThat(api.call("GET", path, null, null, header).status()).isEqualTo(401);
        }
        assertThat(api.get(path, key.toUpperCase(java.util.Locale.ROOT)).status())
                .isEqualTo(401);
        assertThat(api.get(path, key.substring(0, key.length() - 1) + "~").status())
                .isEqualTo(401);
        // Pages and what apps call know no keys.
        for (String page : List.of("/settings/security", "/organisation/keys", "/organisation/users")) {
            assertThat(get(page, key)).as(page).isEqualTo(303);
        }
        assertThat(get("/oauth2/userinfo", key)).isEqualTo(401);
    }

    private int get(String path, String key) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                    .header("Authorization", "Bearer " + key)
                    .header("Cookie", "cs_session=" + key)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }
}
