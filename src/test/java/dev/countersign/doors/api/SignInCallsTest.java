package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// Signing up and in through the API, against the whole server.
class SignInCallsTest {

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signUpWhenGoodThenAccountAndWhenTakenThenSaid(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.on(server);
        Person.forgetSignUps(server);
        Map<String, String> again = Map.of("email", ada.email(), "password", Person.PASSWORD, "name", "Eve");
        Reply taken = server.client().post("/accounts", null, again);
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.code()).isEqualTo("taken");
        assertThat(taken.string("/errors/0/field")).isEqualTo("email");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signUpWhenSeveralFieldsAreWrongThenAllAreNamed(Databases database) {
        Reply reply = ApiServer.on(database)
                .client()
                .post("/accounts", null, Map.of("email", "nobody", "password", "short", "name", "Ada"));
        assertThat(reply.code()).isEqualTo("validation");
        assertThat(reply.body().get("errors").findValuesAsString("field")).contains("email", "password");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signInWhenNoFactorThenSessionThatOwesEnrolment(Databases database) {
        ApiServer server = ApiServer.on(database);
        Reply reply = Person.on(server).signIn();
        assertThat(reply.string("/status")).isEqualTo("signed-in");
        assertThat(reply.string("/session/acr")).isEqualTo("urn:countersign:aal1");
        assertThat(texts(reply.body().at("/session/amr"))).containsExactly("pwd");
        assertThat(texts(reply.body().get("owes"))).containsExactly("enrolment-recommended");
        assertThat(server.client().get("/me", reply.string("/session/token")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signInWhenPasswordOrAddressIsWrongThenSameAnswer(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.on(server);
        Reply wrong = server.client()
                .post("/sign-in", null, Map.of("email", ada.email(), "password", "eight green lanterns"));
        Reply unknown = server.client()
                .post("/sign-in", null, Map.of("email", "x" + ada.email(), "password", "eight green lanterns"));
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text()).isEqualTo(unknown.text());
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void challengeWhenRightCodeThenSessionOfLevelTwo(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        Reply challenge = ada.signIn();
        assertThat(challenge.string("/status")).isEqualTo("challenge");
        assertThat(challenge.string("/challenge/factor")).isEqualTo("totp");
        assertThat(challenge.body().at("/challenge/factors").findValuesAsString("type"))
                .contains("totp", "backup-code");

        Reply reply = ada.verify(challenge.string("/challenge/token"), ada.nextCode());
        assertThat(reply.string("/status")).isEqualTo("signed-in");
        assertThat(reply.string("/session/acr")).isEqualTo("urn:countersign:aal2");
        assertThat(texts(reply.body().at("/session/amr"))).containsExactly("pwd", "otp", "mfa");
        assertThat(ada.verify(challenge.string("/challenge/token"), ada.nextCode())
                        .code())
                .isEqualTo("challenge-expired");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void codeWhenTypedInAnyOfItsFormsThenTaken(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        for (int form = 0; form < 4; form++) {
            String challenge = ada.signIn().string("/challenge/token");
            String code = ada.nextCode();
            String typed = List.of(
                            code.substring(0, 3) + " " + code.substring(3),
                            code.substring(0, 3) + "-" + code.substring(3),
                            shifted(code, '\uff10'),
                            shifted(code, '\u0660'))
                    .get(form);
            assertThat(ada.verify(challenge, typed).status()).as(typed).isEqualTo(200);
        }
    }

    private static String shifted(String digits, char zero) {
        return digits.chars()
                .map(c -> c - '0' + zero)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void codeWhenNotSixDigitsThenCostsNoAttempt(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        String challenge = ada.signIn().string("/challenge/token");
        for (String shape : List.of("", "12345", "1234567", "abcdef", "12345a", "１２３", "12 34", "+12345", "1e5678")) {
            Reply reply = ada.verify(challenge, shape);
            assertThat(reply.status()).as(shape).isEqualTo(422);
            assertThat(reply.code()).as(shape).isEqualTo("validation");
        }
        Reply wrong = ada.verify(challenge, ada.wrongCode());
        assertThat(wrong.code()).isEqualTo("incorrect-code");
        assertThat(wrong.body().get("attemptsLeft").intValue()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void challengeWhenFiveCodesAreWrongThenSpent(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        String challenge = ada.signIn().string("/challenge/token");
        for (int left = 4; left > 0; left--) {
            assertThat(ada.verify(challenge, ada.wrongCode())
                            .body()
                            .get("attemptsLeft")
                            .intValue())
                    .isEqualTo(left);
        }
        assertThat(ada.verify(challenge, ada.wrongCode()).code()).isEqualTo("challenge-spent");
        assertThat(ada.verify(challenge, ada.nextCode()).code()).isEqualTo("challenge-spent");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void accountWhenTenCodesAreWrongThenLockedAndWhenToRetry(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        Reply last = ada.signIn();
        for (int wrong = 0; wrong < 10; wrong++) {
            if (wrong % 4 == 0) {
                last = ada.signIn();
            }
            String challenge = last.string(last.body().has("challenge") ? "/challenge/token" : "");
            Reply answer = ada.verify(challenge, ada.wrongCode());
            assertThat(answer.status()).isEqualTo(wrong < 9 ? 422 : 423);
        }
        Reply locked = ada.verify(ada.signIn().string("/challenge/token"), ada.nextCode());
        assertThat(locked.status()).isEqualTo(423);
        assertThat(locked.code()).isEqualTo("locked-out");
        assertThat(Integer.parseInt(locked.header("Retry-After"))).isBetween(500, 600);
        assertThat(locked.body().has("retryAt")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void codeWhenUsedBeforeThenSaid(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        String first = ada.signIn().string("/challenge/token");
        String second = ada.signIn().string("/challenge/token");
        String code = ada.nextCode();
        assertThat(ada.verify(first, code).status()).isEqualTo(200);
        assertThat(ada.verify(second, code).code()).isEqualTo("code-already-used");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void factorWhenUnknownOrNotOfferedThenSaid(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.withApp(server);
        String challenge = ada.signIn().string("/challenge/token");
        ApiClient api = server.client();
        Reply unknown = api.post("/sign-in/challenge/verify", challenge, Map.of("factor", "magic", "code", "123456"));
        assertThat(unknown.string("/errors/0/field")).isEqualTo("factor");
        Reply sms = api.post("/sign-in/challenge/verify", challenge, Map.of("factor", "sms", "code", "123456"));
        assertThat(sms.code()).isEqualTo("factor-not-offered");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void deviceWhenRememberedThenSkipsSecondStepAndSaysSo(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.policy.remember-device=ask");
        Person ada = Person.withApp(server);
        ApiClient api = server.client();
        Map<String, Object> answer = Map.of("factor", "totp", "code", ada.nextCode(), "remember", true);
        Reply first = api.post("/sign-in/challenge/verify", ada.signIn().string("/challenge/token"), answer);
        assertThat(first.status()).isEqualTo(200);
        String device = first.string("/device/token");
        assertThat(device).startsWith("cs_device_");

        Reply second = ada.signIn(device);
        assertThat(second.string("/status")).isEqualTo("signed-in");
        assertThat(second.string("/session/acr")).isEqualTo("urn:countersign:aal1");
        Reply session = api.get("/me/session", second.string("/session/token"));
        assertThat(session.body().get("byRememberedDevice").booleanValue()).isTrue();
        Reply devices = api.get("/me/devices", second.string("/session/token"));
        assertThat(devices.body().at("/items/0/current").booleanValue()).isTrue();

        api.delete("/me/session?forgetDevice=true", second.string("/session/token"));
        assertThat(ada.signIn(second.string("/device/token")).string("/status")).isEqualTo("challenge");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void backupCodeWhenUsedThenSignsInOnce(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.on(server);
        Reply confirmed = ada.enrol(ada.session());
        String code = texts(confirmed.body().get("backupCodes")).getFirst();
        Map<String, String> answer = Map.of("factor", "backup-code", "code", code.toLowerCase(java.util.Locale.ROOT));
        ApiClient api = server.client();

        Reply reply = api.post("/sign-in/challenge/verify", ada.signIn().string("/challenge/token"), answer);
        assertThat(reply.string("/status")).isEqualTo("signed-in");
        String token = reply.string("/session/token");
        assertThat(api.get("/me", token).body().at("/twoStep/backupCodesLeft").intValue())
                .isEqualTo(9);
        Reply again = api.post("/sign-in/challenge/verify", ada.signIn().string("/challenge/token"), answer);
        assertThat(again.status()).isEqualTo(422);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void passwordWhenWrongTooOftenThenTooManyAttempts(Databases database) {
        ApiServer server = ApiServer.on(database);
        Person ada = Person.on(server);
        Reply last = null;
        for (int wrong = 0; wrong < 6; wrong++) {
            last = server.client()
                    .post("/sign-in", null, Map.of("email", ada.email(), "password", "eight green lanterns"));
        }
        assertThat(java.util.Objects.requireNonNull(last).code()).isEqualTo("too-many-attempts");
        assertThat(last.header("Retry-After")).isEqualTo("1");
        server.clock().advance(Duration.ofSeconds(2));
        assertThat(ada.signIn().string("/status")).isEqualTo("signed-in");
    }

    static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
