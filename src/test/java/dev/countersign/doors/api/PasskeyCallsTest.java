package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.testing.Databases;
import dev.countersign.testing.SoftKey;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The calls of passkeys: made, alone, after the password, as fresh proof.
class PasskeyCallsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ORIGIN = "http://localhost";

    private static JsonNode made(SoftKey key, Reply options) {
        return JSON.readTree(key.create(options.body().get("publicKey").toString()));
    }

    private static JsonNode signed(SoftKey key, Reply options) {
        assertThat(options.status()).as(options.text()).isEqualTo(200);
        return JSON.readTree(key.get(options.body().get("publicKey").toString()));
    }

    private static Reply add(ApiClient api, String session, SoftKey key) {
        Reply options = api.post("/me/factors/passkey/options", session, Map.of());
        assertThat(options.status()).as(options.text()).isEqualTo(200);
        return api.post(
                "/me/factors/passkey", session, Map.of("id", options.string("/id"), "credential", made(key, options)));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void passkeyWhenMadeThenSignsInAlone(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        SoftKey key = SoftKey.es256(ORIGIN);

        Reply added = add(api, ada.signIn().string("/session/token"), key);
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(added.string("/factor/type")).isEqualTo("passkey");
        assertThat(added.body().get("backupCodes")).hasSize(10);
        assertThat(added.string("/session/acr")).isEqualTo("phr");

        Reply options = api.post("/sign-in/passkey/options", null, Map.of());
        Map<String, Object> body = Map.of("credential", signed(key, options));
        Reply in = api.post("/sign-in/passkey", null, body);
        assertThat(in.string("/status")).isEqualTo("signed-in");
        assertThat(in.string("/session/acr")).isEqualTo("phr");
        assertThat(in.body().at("/session/amr").toString()).isEqualTo("[\"hwk\",\"user\",\"mfa\"]");
        assertThat(api.get("/me", in.string("/session/token")).status()).isEqualTo(200);
        Reply listed = api.get("/me/factors", in.string("/session/token"));
        assertThat(listed.string("/items/0/hint")).as(listed.text()).isEqualTo("device-bound");

        assertThat(api.post("/sign-in/passkey", null, body).code()).isEqualTo("passkey-expired");
        Reply again = api.post("/sign-in/passkey/options", null, Map.of());
        assertThat(api.post("/sign-in/passkey", null, Map.of("credential", signed(SoftKey.es256(ORIGIN), again)))
                        .code())
                .isEqualTo("passkey-refused");
        assertThat(api.post("/sign-in/passkey", null, Map.of()).code()).isEqualTo("validation");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void passkeyWhenAfterThePasswordOrFreshProofThenAnswers(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        SoftKey key = SoftKey.es256(ORIGIN).flags(SoftKey.PRESENT);
        add(api, ada.signIn().string("/session/token"), key);

        Reply asked = ada.signIn();
        String challenge = asked.string("/challenge/token");
        assertThat(asked.string("/challenge/factor")).isEqualTo("passkey");
        Reply options = api.post("/sign-in/challenge/passkey/options", challenge, Map.of());
        Reply wrong = api.post(
                "/sign-in/challenge/verify",
                challenge,
                Map.of("factor", "passkey", "credential", signed(SoftKey.es256(ORIGIN), options)));
        assertThat(wrong.code()).isEqualTo("incorrect-passkey");
        assertThat(wrong.body().get("attemptsLeft").asInt()).isEqualTo(4);
        assertThat(api.post("/sign-in/challenge/verify", challenge, Map.of("factor", "passkey", "code", "1"))
                        .code())
                .isEqualTo("validation");
        options = api.post("/sign-in/challenge/passkey/options", challenge, Map.of());
        Reply in = api.post(
                "/sign-in/challenge/verify",
                challenge,
                Map.of("factor", "passkey", "credential", signed(key, options)));
        assertThat(in.string("/status")).isEqualTo("signed-in");
        assertThat(in.body().at("/session/amr").toString()).isEqualTo("[\"pwd\",\"hwk\",\"mfa\"]");

        String session = in.string("/session/token");
        server.clock().advance(Duration.ofMinutes(11));
        assertThat(api.post("/me/factors/passkey/options", session, Map.of()).code())
                .isEqualTo("step-up-required");
        Reply open = api.post("/me/step-up", session, Map.of());
        Reply fresh = api.post("/me/step-up/passkey/options", session, Map.of());
        Reply up = api.post(
                "/me/step-up/verify",
                session,
                Map.of(
                        "challenge",
                        open.string("/challenge/token"),
                        "factor",
                        "passkey",
                        "credential",
                        signed(key, fresh)));
        assertThat(up.status()).as(up.text()).isEqualTo(200);
        Reply twice = add(api, up.string("/session/token"), key);
        assertThat(twice.code()).isEqualTo("passkey-already-enrolled");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void passkeyWhenEnrolmentIsRequiredThenEndsInASession(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.policy.enrolment=required");
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String grant = ada.signIn().string("/enrolment/token");
        Reply options = api.post("/sign-in/enrolment/passkey/options", grant, Map.of());
        assertThat(options.status()).as(options.text()).isEqualTo(200);

        Reply refused = api.post(
                "/sign-in/enrolment/passkey",
                grant,
                Map.of(
                        "id",
                        options.string("/id"),
                        "credential",
                        made(SoftKey.es256("https://evil.example"), options)));
        assertThat(refused.code()).isEqualTo("incorrect-passkey");
        options = api.post("/sign-in/enrolment/passkey/options", grant, Map.of());
        Reply in = api.post(
                "/sign-in/enrolment/passkey",
                grant,
                Map.of("id", options.string("/id"), "credential", made(SoftKey.es256(ORIGIN), options)));
        assertThat(in.string("/status")).isEqualTo("signed-in");
        assertThat(in.body().get("backupCodes")).hasSize(10);
    }
}
