package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.people.account.Accounts;
import dev.countersign.people.account.EmailAddress;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.organisation.Role;
import dev.countersign.testing.Databases;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.web.method.HandlerMethod;

/// Every route of an organisation, called by everybody who might: what each answers. A route that is added without
/// a row here fails.
class OrganisationMatrixTest {
    private static final String NONE = "01980000-0000-7000-8000-000000000000";

    private static final String POLICY = """
            {"enrolment":"required","graceDays":0,"factors":["totp"],"preferred":"totp","emailCode":"off",
            "mayTurnOff":true,"backupCodes":10,"rememberDevice":"ask","rememberDays":180,"devicesPerAccount":10,
            "accountsPerDevice":10,"signOutForgetsDevice":false,"sessionMinutes":259200,"idleMinutes":null,
            "aal2Hours":24,"resetBy":"admin","resetWaitHours":0,"recovery":"off","recoveryWaitHours":72}""";

    private static final String SITE = """
            {"name":"Wiki","origins":["https://wiki.example"],"rules":[{"path":"/admin","who":"owners","freshMinutes":10}]}""";
    private static final String CLIENT = """
            {"name":"Orders","kind":"confidential","redirects":["https://app.example/back"],"proofKey":true}""";

    private static final String KEY = """
            {"name":"Nightly","scopes":["members:read"],"expiresAt":"2026-06-01T00:00:00Z"}""";

    private static final String WEBHOOK = """
            {"url":"https://hooks.example.com/in","events":["api-key-ended"]}""";

    /// What a key is answered where only people are let in: it is another kind of token.
    private static final int NOT_FOR_KEYS = 401;

    /// What a route answers an owner, an admin and a member. A stranger is answered 404, whoever is half-way or
    /// nobody 401. Where the rightful are answered an error, it is what they are told about the target, which is
    /// never there or never such that the test would have to be put back together.
    ///
    /// @param key what an API key of the organisation is answered that has every scope
    private record Row(String route, String body, int owner, int admin, int member, int key) {
        /// The scope that a key needs, where the route is for keys.
        Optional<KeyScope> scope() {
            return Routes.all().stream()
                    .filter(each -> each.toString().equals(route))
                    .filter(each -> each.caller() == Caller.ManagingCaller.class)
                    .map(each -> Access.scopeOf(new HandlerMethod(new Object(), each.handler())))
                    .findFirst();
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("GET /organisations/{id}", "", 200, 200, 403, 200),
            new Row("PATCH /organisations/{id}", "{\"name\":\"Linden & Hart\"}", 200, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/logo", "", 404, 404, 403, 404),
            new Row("PUT /organisations/{id}/logo", "no picture", 422, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/logo", "", 204, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/policy", "", 200, 200, 403, 200),
            new Row("PUT /organisations/{id}/policy", POLICY, 200, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/policy/preview", "{\"policy\":" + POLICY + "}", 200, 200, 403, 200),
            new Row(
                    "POST /organisations/{id}/invitations",
                    "{\"email\":\"owner-only@example.com\"}",
                    201,
                    201,
                    403,
                    201),
            new Row("GET /organisations/{id}/invitations", "", 200, 200, 403, 200),
            new Row("POST /organisations/{id}/invitations/{invitationId}/send", "{}", 404, 404, 403, 404),
            new Row("DELETE /organisations/{id}/invitations/{invitationId}", "", 404, 404, 403, 404),
            new Row("GET /organisations/{id}/clients", "", 200, 200, 403, 200),
            new Row("POST /organisations/{id}/clients", CLIENT, 201, 403, 403, 201),
            new Row("GET /organisations/{id}/clients/{clientId}", "", 404, 404, 403, 404),
            new Row("PUT /organisations/{id}/clients/{clientId}", CLIENT, 404, 403, 403, 404),
            new Row("POST /organisations/{id}/clients/{clientId}/secret", "{}", 404, 403, 403, 404),
            new Row("DELETE /organisations/{id}/clients/{clientId}", "", 404, 403, 403, 404),
            new Row("GET /organisations/{id}/sites", "", 200, 200, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/sites", SITE, 201, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/sites/{siteId}", "", 404, 404, 403, NOT_FOR_KEYS),
            new Row("PUT /organisations/{id}/sites/{siteId}", SITE, 404, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/sites/{siteId}/secret", "{}", 404, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/sites/{siteId}", "", 404, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/verify-apps", "", 200, 200, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/verify-apps", "{\"name\":\"Shop\"}", 201, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/verify-apps/{appId}", "", 404, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/verify-apps/{appId}/key", "{}", 404, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/verify-apps/{appId}/key", "", 404, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/keys", "", 200, 200, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/keys", KEY, 201, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/keys/{keyId}", "", 404, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/webhooks", "", 200, 200, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/webhooks", WEBHOOK, 201, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/webhooks/{webhookId}", "", 404, 404, 403, NOT_FOR_KEYS),
            new Row("PUT /organisations/{id}/webhooks/{webhookId}", WEBHOOK, 404, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/webhooks/{webhookId}", "", 404, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/webhooks/{webhookId}/secret", "{}", 404, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/webhooks/{webhookId}/test", "{}", 404, 403, 403, NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/webhooks/{webhookId}/deliveries", "", 404, 404, 403, NOT_FOR_KEYS),
            new Row(
                    "POST /organisations/{id}/webhooks/{webhookId}/deliveries/{messageId}/replay",
                    "{}",
                    404,
                    403,
                    403,
                    NOT_FOR_KEYS),
            new Row("GET /organisations/{id}/audit", "", 200, 200, 403, 200),
            new Row("GET /organisations/{id}/adoption", "", 200, 200, 403, 200),
            new Row("POST /organisations/{id}/adoption/remind", "{}", 409, 409, 403, 409),
            new Row("GET /organisations/{id}/members", "", 200, 200, 403, 200),
            new Row("GET /organisations/{id}/members/{accountId}", "", 200, 200, 403, 200),
            new Row(
                    "PATCH /organisations/{id}/members/{accountId}",
                    "{\"role\":\"member\"}",
                    204,
                    204,
                    403,
                    NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/members/{accountId}", "", 204, 404, 403, 404),
            // Whoever comes second finds it done, which is no error. A member who is suspended stays so for the rows
            // below: each has a target of its own.
            new Row(
                    "PUT /organisations/{id}/members/{accountId}/suspended",
                    "{\"reason\":\"left\"}",
                    204,
                    204,
                    403,
                    204),
            new Row("DELETE /organisations/{id}/members/{accountId}/suspended", "", 204, 204, 403, 204),
            // Handing over to nobody, so that the owner stays one.
            new Row("POST /organisations/{id}/transfer", "{\"accountId\":\"nobody\"}", 404, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/deletion", "{\"name\":\"Linden & Hart\"}", 202, 403, 403, NOT_FOR_KEYS),
            new Row("DELETE /organisations/{id}/deletion", "", 204, 403, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/members/{accountId}/unlock", "{}", 204, 204, 403, 204),
            new Row("POST /organisations/{id}/members/{accountId}/sign-out", "{}", 204, 204, 403, 204),
            new Row("POST /organisations/{id}/members/{accountId}/forget-devices", "{}", 204, 204, 403, 204),
            new Row("POST /organisations/{id}/members/{accountId}/remind", "{}", 409, 409, 403, 409),
            new Row(
                    "DELETE /organisations/{id}/members/{accountId}/two-step",
                    "{\"reason\":\"called\"}",
                    200,
                    200,
                    403,
                    NOT_FOR_KEYS),
            new Row(
                    "POST /organisations/{id}/members/actions",
                    "{\"action\":\"unlock\",\"all\":true}",
                    200,
                    200,
                    403,
                    200),
            new Row("GET /organisations/{id}/two-step-resets", "", 200, 200, 403, 200),
            new Row("POST /organisations/{id}/two-step-resets/{resetId}/approve", "{}", 404, 404, 403, NOT_FOR_KEYS),
            new Row("POST /organisations/{id}/two-step-resets/{resetId}/cancel", "{}", 404, 404, 403, NOT_FOR_KEYS));

    private final ApiServer server = ApiServer.on(Databases.SQLITE);
    private final ApiClient api = server.client();
    private final Organisations organisations = server.bean(Organisations.class);

    @Test
    void routesWhenReadFromTheDoorThenEachHasItsRow() {
        TreeSet<String> built = new TreeSet<>(Routes.all().stream()
                .map(Routes.Route::toString)
                .filter(route -> route.contains(" /organisations/"))
                .toList());
        assertThat(new TreeSet<>(ROWS.stream().map(Row::route).toList())).isEqualTo(built);
    }

    @Test
    void routesWhenCalledByEachThenAnswerAsTheirRowSays() {
        Person owner = Person.withApp(server);
        Person admin = Person.withApp(server);
        Person member = Person.withApp(server);
        Person stranger = Person.withApp(server);
        Person half = Person.withApp(server);
        String challenge = half.signIn().string("/challenge/token");
        Map<String, String> sessions = new HashMap<>();
        String organisation = api.post("/organisations", owner.session(), Map.of("name", "Linden & Hart"))
                .string("/id");
        String strangers = api.post("/organisations", stranger.session(), Map.of("name", "Elsewhere"))
                .string("/id");
        join(admin, organisation, Role.ADMIN);
        join(member, organisation, Role.MEMBER);
        // Signing in waits for the next code, so all of them sign in before the first call.
        for (Person person : List.of(owner, admin, member, stranger)) {
            sessions.put(person.email(), person.session());
        }
        Map<KeyScope, String> without = new EnumMap<>(KeyScope.class);
        for (KeyScope scope : KeyScope.values()) {
            without.put(scope, key(owner, sessions, organisation, EnumSet.complementOf(EnumSet.of(scope))));
        }
        String whole = key(owner, sessions, organisation, EnumSet.allOf(KeyScope.class));
        String elsewhere = key(stranger, sessions, strangers, EnumSet.allOf(KeyScope.class));
        for (Row row : ROWS) {
            String target = id(Person.on(server));
            organisations.join(
                    target, organisation, Role.MEMBER, true, server.clock().instant());
            expect(row, 401, organisation, target, null);
            expect(row, 401, organisation, target, challenge);
            expect(row, 404, organisation, target, session(sessions, stranger));
            expect(row, 404, NONE, target, session(sessions, owner));
            expect(row, row.member(), organisation, target, session(sessions, member));
            expect(row, row.owner(), organisation, target, session(sessions, owner));
            expect(row, row.admin(), organisation, target, session(sessions, admin));
            expect(row, row.scope().isPresent() ? 404 : NOT_FOR_KEYS, organisation, target, elsewhere);
            row.scope().ifPresent(scope -> expect(row, 403, organisation, target, without.get(scope)));
            expect(row, row.key(), organisation, target, whole);
        }
    }

    private String key(Person owner, Map<String, String> sessions, String organisation, Set<KeyScope> scopes) {
        Reply made = api.post(
                "/organisations/" + organisation + "/keys",
                session(sessions, owner),
                Map.of(
                        "name", "Nightly",
                        "scopes", scopes.stream().map(KeyScope::word).toList(),
                        "expiresAt",
                                server.clock()
                                        .instant()
                                        .plus(Duration.ofDays(30))
                                        .toString()));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.string("/key");
    }

    private String session(Map<String, String> sessions, Person person) {
        Reply fresh = api.post("/me/step-up", sessions.get(person.email()), Map.of());
        Reply up = api.post(
                "/me/step-up/verify",
                sessions.get(person.email()),
                Map.of(
                        "challenge", fresh.string("/challenge/token"),
                        "factor", "totp",
                        "code", person.nextCode()));
        assertThat(up.status()).as(up.text()).isEqualTo(200);
        sessions.put(person.email(), up.string("/session/token"));
        return up.string("/session/token");
    }

    private void expect(Row row, int status, String organisation, String target, String token) {
        String[] parts = row.route().split(" ", 2);
        String path = parts[1].replace("{id}", organisation)
                .replace("{accountId}", target)
                .replace("{invitationId}", NONE)
                .replace("{clientId}", NONE)
                .replace("{siteId}", NONE)
                .replace("{appId}", NONE)
                .replace("{keyId}", NONE)
                .replace("{webhookId}", NONE)
                .replace("{messageId}", NONE)
                .replace("{resetId}", NONE);
        Map<String, String> headers = parts[1].endsWith("/logo") ? Map.of("Content-Type", "image/png") : Map.of();
        Reply reply = api.call(parts[0], path, token, row.body().isEmpty() ? null : row.body(), headers);
        assertThat(reply.status()).as("%s: %s", row.route(), reply).isEqualTo(status);
        if (status == 403) {
            assertThat(reply.code()).isEqualTo("forbidden");
        }
    }

    private void join(Person person, String organisation, Role role) {
        TestClock clock = server.clock();
        organisations.join(id(person), organisation, role, true, clock.instant());
    }

    private String id(Person person) {
        return server.bean(Accounts.class)
                .byEmail(new EmailAddress(person.email()))
                .orElseThrow()
                .id();
    }
}
