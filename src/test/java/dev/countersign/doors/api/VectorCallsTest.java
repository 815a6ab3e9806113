package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import dev.countersign.testing.WebAuthnVector;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test vectors of WebAuthn Level 3 over HTTP, through the calls that apps use. Their challenges are given: the
/// one that the server has just drawn is exchanged for theirs in its table, and nothing else of it.
class VectorCallsTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static void exchange(ApiServer server, Reply options, String challenge) {
        assertThat(options.status()).as(options.text()).isEqualTo(200);
        Db db = server.bean(Db.class);
        int rows = db.inTransaction(() -> db.sql()
                .sql("update passkey_challenge set challenge_hash = ? where challenge_hash = ?")
                .params(Token.hash(challenge), Token.hash(options.string("/publicKey/challenge")))
                .update());
        assertThat(rows).isOne();
    }

    private static Reply enrol(ApiServer server, String session, WebAuthnVector vector) {
        Reply options = server.client().post("/me/factors/passkey/options", session, Map.of());
        exchange(server, options, vector.challenge());
        return server.client()
                .post(
                        "/me/factors/passkey",
                        session,
                        Map.of("id", options.string("/id"), "credential", JSON.readTree(vector.creation())));
    }

    private static Reply secondStep(ApiServer server, Person person, WebAuthnVector vector) {
        String challenge = person.signIn().string("/challenge/token");
        Reply options = server.client().post("/sign-in/challenge/passkey/options", challenge, Map.of());
        exchange(server, options, vector.getChallenge());
        return server.client()
                .post(
                        "/sign-in/challenge/verify",
                        challenge,
                        Map.of("factor", "passkey", "credential", JSON.readTree(vector.assertion(null))));
    }

    private static Reply alone(ApiServer server, WebAuthnVector vector, String handle) {
        exchange(server, server.client().post("/sign-in/passkey/options", null, Map.of()), vector.getChallenge());
        JsonNode credential = JSON.readTree(vector.assertion(handle));
        return server.client().post("/sign-in/passkey", null, Map.of("credential", credential));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void vectorsWhenSentToTheServerThenSignInOrAreRefused(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.base-url=https://example.org");
        for (WebAuthnVector vector : WebAuthnVector.all()) {
            Person person = Person.on(server);
            Reply made = enrol(server, person.signIn().string("/session/token"), vector);
            if (!vector.holds()) {
                String code = vector.outcome().equals("attestation") ? "passkey-model-refused" : "incorrect-passkey";
                assertThat(made.code()).as(vector.section()).isEqualTo(code);
                continue;
            }
            assertThat(made.string("/factor/type"))
                    .as(vector.section() + made.text())
                    .isEqualTo("passkey");

            assertThat(secondStep(server, person, vector.turned()).code())
                    .as(vector.section())
                    .isEqualTo("incorrect-passkey");
            Reply second = secondStep(server, person, vector);
            assertThat(second.string("/status"))
                    .as(vector.section() + second.text())
                    .isEqualTo("signed-in");

            // Alone it has to have verified the person, and to say whose it is, which no signature covers.
            String handle = server.client()
                    .post("/me/factors/passkey/options", second.string("/session/token"), Map.of())
                    .string("/publicKey/user/id");
            Reply in = alone(server, vector, handle);
            assertThat(vector.verified() ? in.string("/status") : in.code())
                    .as(vector.section() + in.text())
                    .isEqualTo(vector.verified() ? "signed-in" : "passkey-refused");
            assertThat(alone(server, vector, Token.hash("nobody").substring(0, 43))
                            .code())
                    .as(vector.section())
                    .isEqualTo("passkey-refused");
        }
    }
}
