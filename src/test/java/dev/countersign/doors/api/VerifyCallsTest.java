package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.doors.api.Caller.Anyone;
import dev.countersign.doors.api.Caller.QuestionCaller;
import dev.countersign.doors.api.Caller.VerifyAppCaller;
import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.secret.Base32;
import dev.countersign.testing.Databases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Verify-only applications over real HTTP, and their page of the documentation as it stands.
class VerifyCallsTest {
    private static final Pattern WALK = Pattern.compile("```bash\n(.*?)```", Pattern.DOTALL);

    private final ApiServer server = ApiServer.on(Databases.SQLITE);
    private final ApiClient api = server.client();
    private final String session = Person.withApp(server).session();
    private final String id =
            api.post("/organisations", session, Map.of("name", "Linden & Hart")).string("/id");
    private final String apps = "/organisations/" + id + "/verify-apps";

    private Reply register(String name) {
        Reply made = api.post(apps, session, Map.of("name", name));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made;
    }

    private String shown(String secret) {
        return Totp.code(
                Base32.decode(secret), Totp.step(server.clock().instant().plus(Duration.ofSeconds(30))));
    }

    private String enrol(String key, String reference) {
        Reply begun = api.post("/verify/references/totp", key, Map.of("reference", reference));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String code = Totp.code(
                Base32.decode(begun.string("/secret")), Totp.step(server.clock().instant()));
        Reply confirmed = api.post(
                "/verify/enrolments/" + begun.string("/id") + "/confirm",
                key,
                Map.of("reference", reference, "code", code));
        assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
        return begun.string("/secret");
    }

    @Test
    void walkWhenRunAsItStandsThenSaysWhatItSays(@TempDir Path folder) throws Exception {
        String key = register("Shop").string("/key");
        Matcher walk = WALK.matcher(Files.readString(Path.of("docs/integrating/verify-only.md")));
        assertThat(walk.find()).isTrue();
        // The phone's clock goes with the server's, which stands still.
        Path phone = folder.resolve("oathtool");
        Files.writeString(
                phone,
                "#!/bin/sh\nexec /usr/bin/oathtool --now '"
                        + server.clock().instant().toString().replace("T", " ").replace("Z", " UTC") + "' \"$@\"\n");
        assertThat(phone.toFile().setExecutable(true)).isTrue();
        Path said = folder.resolve("said");
        ProcessBuilder bash = new ProcessBuilder("bash", "-c", walk.group(1))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        bash.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        bash.environment().put("URL", "http://127.0.0.1:" + server.port());
        bash.environment().put("KEY", key);
        Process running = bash.start();
        assertThat(running.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(running.exitValue()).as(output).isZero();
        assertThat(output)
                .contains("customer-42 answered with totp", "result-refused", "customer-42 answered with backup-code")
                .contains("totp, 9 of 10 backup codes");
        Reply look = api.post("/verify/references/look-up", key, Map.of("reference", "customer-42"));
        assertThat(look.body().at("/enrolled").asBoolean()).isFalse();
    }

    @Test
    void applicationWhenRegisteredThenItsKeyIsShownOnceReplacedRevokedAndOnRecord() {
        Reply made = register("Shop");
        String key = made.string("/key");
        assertThat(key).startsWith("cs_verify_").startsWith(made.string("/hint"));
        String app = apps + "/" + made.string("/id");
        assertThat(api.get(apps, session).text()).contains("\"Shop\"").doesNotContain(key);
        Map<String, String> ada = Map.of("reference", "ada");
        assertThat(api.post("/verify/references/look-up", key, ada).status()).isEqualTo(200);
        String next = api.post(app + "/key", session, Map.of("atOnce", true)).string("/key");
        assertThat(api.post("/verify/references/look-up", key, ada).code()).isEqualTo("unauthenticated");
        enrol(next, "a-b-c");
        assertThat(api.delete(app + "/key", session).status()).isEqualTo(204);
        assertThat(api.post("/verify/references/look-up", next, ada).code()).isEqualTo("unauthenticated");
        String last = api.post(app + "/key", session, Map.of()).string("/key");
        assertThat(api.post("/verify/references/look-up", last, Map.of("reference", "a-b-c"))
                        .body()
                        .at("/enrolled")
                        .asBoolean())
                .isTrue();
        Reply log = api.get("/organisations/" + id + "/audit", session);
        assertThat(log.text())
                .contains("Ada Byron registered the verify-only application “Shop”")
                .contains("An authenticator app was set up for “a-b-c” of “Shop”")
                .doesNotContain(key, next, last);
        assertThat(api.delete(app, session).status()).isEqualTo(204);
        assertThat(api.post("/verify/references/look-up", last, ada).code()).isEqualTo("unauthenticated");
    }

    @Test
    void questionWhenAnsweredThenOnlyItsApplicationGetsTheResult() {
        String key = register("Shop").string("/key");
        String other = register("Till").string("/key");
        String secret = enrol(key, "ada");
        Map<String, String> asked = Map.of("reference", "ada", "purpose", "sign in");
        Reply question = api.post("/verify/challenges", key, asked);
        Reply nobody = api.post("/verify/challenges", key, Map.of("reference", "nobody", "purpose", "sign in"));
        assertThat(nobody.body().propertyNames()).isEqualTo(question.body().propertyNames());
        assertThat(nobody.body().at("/factors")).isEqualTo(question.body().at("/factors"));
        String token = question.string("/token");
        for (String code : List.of("12345", "abcdef", "1234567")) {
            assertThat(api.post("/verify/challenges/answer", token, Map.of("factor", "totp", "code", code))
                            .code())
                    .isEqualTo("validation");
        }
        for (String factor : List.of("sms", "password", "passkey", "device", "hand-over", "nonsense")) {
            assertThat(api.post("/verify/challenges/answer", token, Map.of("factor", factor, "code", "123456"))
                            .code())
                    .as(factor)
                    .isEqualTo("validation");
        }
        Reply answer = api.post("/verify/challenges/answer", token, Map.of("factor", "totp", "code", shown(secret)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        String result = answer.string("/result");
        Map<String, String> redeeming = Map.of("result", result, "reference", "ada", "purpose", "sign in");
        assertThat(api.post("/verify/results/redeem", other, redeeming).code()).isEqualTo("result-refused");
        // Whoever answered has neither the key nor, with what they have, a way to redeem.
        assertThat(api.post("/verify/results/redeem", token, redeeming).code()).isEqualTo("wrong-token-kind");
        assertThat(api.post("/verify/results/redeem", result, redeeming).code()).isEqualTo("wrong-token-kind");
        assertThat(api.post("/verify/results/redeem", null, redeeming).code()).isEqualTo("unauthenticated");
        Reply redeemed = api.post("/verify/results/redeem", key, redeeming);
        assertThat(redeemed.status()).as(redeemed.text()).isEqualTo(200);
        assertThat(redeemed.string("/factor")).isEqualTo("totp");
        assertThat(api.post("/verify/results/redeem", key, redeeming).code()).isEqualTo("result-refused");
        assertThat(api.post("/verify/challenges/answer", token, Map.of("factor", "totp", "code", shown(secret)))
                        .code())
                .isEqualTo("challenge-expired");
    }

    @Test
    void referenceWhenNoTextOfOneTo200CharactersThenRefused() throws IOException {
        String key = register("Shop").string("/key");
        for (String wrong : List.of("", "a".repeat(201), "a\u0000b", "a\nb", "\ud800")) {
            Reply reply = api.call(
                    "POST",
                    "/verify/challenges",
                    key,
                    new String(Json.write(Map.of("reference", wrong, "purpose", "p")), StandardCharsets.UTF_8),
                    Map.of());
            assertThat(reply.code()).as(wrong).isIn("validation", "malformed-json");
        }
        for (String good : List.of(" ", "é", "𝒳".repeat(200), "'; drop table totp; --", "<script>")) {
            assertThat(api.post("/verify/challenges", key, Map.of("reference", good, "purpose", "sign in"))
                            .status())
                    .as(good)
                    .isEqualTo(201);
        }
    }

    @Test
    void purposeWhenItCouldLeadSomewhereThenRefusedWhateverThePersonHas() {
        String key = register("Shop").string("/key");
        for (String wrong : List.of(
                "", "see evil.example", "call 0900 123456", "a”b", "a\nb", "a".repeat(61), "https://evil.example/x")) {
            assertThat(api.post("/verify/challenges", key, Map.of("reference", "ada", "purpose", wrong))
                            .code())
                    .as(wrong)
                    .isEqualTo("validation");
        }
        for (String good : List.of("pay 1,250.00 € to Ana Ruiz", "cambiar la contraseña", "支付 90 元")) {
            assertThat(api.post("/verify/challenges", key, Map.of("reference", "ada", "purpose", good))
                            .status())
                    .as(good)
                    .isEqualTo(201);
        }
        assertThat(api.post(
                                "/verify/challenges",
                                key,
                                Map.of("reference", "ada", "purpose", "sign in", "locale", "no such tag"))
                        .code())
                .isEqualTo("validation");
    }

    @Test
    void applicationWhenRemovedThenItsKeyItsQuestionsAndItsResultsAreNothing() {
        Reply made = register("Shop");
        String key = made.string("/key");
        String secret = enrol(key, "ada");
        Map<String, String> asked = Map.of("reference", "ada", "purpose", "sign in");
        String question = api.post("/verify/challenges", key, asked).string("/token");
        String open = api.post("/verify/challenges", key, asked).string("/token");
        String result = api.post("/verify/challenges/answer", question, Map.of("factor", "totp", "code", shown(secret)))
                .string("/result");
        assertThat(api.delete(apps + "/" + made.string("/id"), session).status())
                .isEqualTo(204);
        assertThat(api.post("/verify/challenges", key, asked).code()).isEqualTo("unauthenticated");
        assertThat(api.post(
                                "/verify/results/redeem",
                                key,
                                Map.of("result", result, "reference", "ada", "purpose", "sign in"))
                        .code())
                .isEqualTo("unauthenticated");
        assertThat(api.post("/verify/challenges/answer", open, Map.of("factor", "totp", "code", "123456"))
                        .code())
                .isEqualTo("challenge-expired");
        assertThat(api.post("/verify/challenges/send", open, Map.of("factor", "sms"))
                        .code())
                .isEqualTo("challenge-expired");
        // One of the same name has nobody.
        String again = register("Shop").string("/key");
        assertThat(api.post("/verify/references/look-up", again, Map.of("reference", "ada"))
                        .body()
                        .at("/enrolled")
                        .asBoolean())
                .isFalse();
    }

    /// Sessions, cookies, API keys, results and nothing at all open none of an application's routes.
    @Test
    void routeOfAnApplicationWhenTriedWithAnythingElseThenRefused() {
        String key = register("Shop").string("/key");
        String question = api.post("/verify/challenges", key, Map.of("reference", "a", "purpose", "p"))
                .string("/token");
        String apiKey = api.post(
                        "/organisations/" + id + "/keys",
                        session,
                        Map.of(
                                "name",
                                "nightly",
                                "scopes",
                                List.of("members:read"),
                                "expiresAt",
                                server.clock()
                                        .instant()
                                        .plus(Duration.ofDays(3))
                                        .toString()))
                .string("/key");
        assertThat(apiKey).startsWith("cs_");
        Map<String, String> cookies = Map.of("Cookie", "cs=" + session + "; __Host-cs=" + session + "; key=" + key);
        int tried = 0;
        for (Routes.Route route : Routes.all()) {
            if (route.caller() != VerifyAppCaller.class && route.caller() != QuestionCaller.class) {
                continue;
            }
            tried++;
            String path = route.anywhere().substring(ApiDoor.ROOT.length());
            String mine = route.caller() == VerifyAppCaller.class ? question : key;
            for (String token : List.of(session, apiKey, mine, "cs_result_" + "a".repeat(43))) {
                assertThat(api.call(route.method(), path, token, "{}", Map.of()).code())
                        .as(route + " with " + token.substring(0, 8))
                        .isEqualTo("wrong-token-kind");
            }
            assertThat(api.call(route.method(), path, null, "{}", cookies).code())
                    .as(route.toString())
                    .isEqualTo("unauthenticated");
            if (route.caller() == VerifyAppCaller.class) {
                assertThat(api.call(route.method(), path, "cs_verify_" + "a".repeat(43), "{}", Map.of())
                                .code())
                        .as(route.toString())
                        .isEqualTo("unauthenticated");
            }
        }
        assertThat(tried).isEqualTo(14);
    }

    /// A key of an application opens nothing but its own routes, and a question and a result still less.
    @Test
    void tokenWhenTriedAtEveryOtherRouteThenRefused() {
        String key = register("Shop").string("/key");
        String question = api.post("/verify/challenges", key, Map.of("reference", "a", "purpose", "p"))
                .string("/token");
        for (Routes.Route route : Routes.all()) {
            String path = route.anywhere().substring(ApiDoor.ROOT.length());
            Map<String, String> picture = path.endsWith("/logo") ? Map.of("Content-Type", "image/png") : Map.of();
            String body = route.method().equals("GET") ? null : "{}";
            if (route.caller() != Anyone.class && route.caller() != VerifyAppCaller.class) {
                assertThat(api.call(route.method(), path, key, body, picture).code())
                        .as(route.toString())
                        .isEqualTo("wrong-token-kind");
            }
            if (route.caller() != Anyone.class && route.caller() != QuestionCaller.class) {
                assertThat(api.call(route.method(), path, question, body, picture)
                                .code())
                        .as(route.toString())
                        .isEqualTo("wrong-token-kind");
            }
        }
    }
}
