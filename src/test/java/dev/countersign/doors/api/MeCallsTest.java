package dev.countersign.doors.api;

import static dev.countersign.doors.api.SignInCallsTest.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a signed-in account does with its own things, against the whole server.
class MeCallsTest {

    @ParameterizedTest
    @EnumSource(Databases.class)
    void factorWhenConfirmedThenCodesOnceAndNewToken(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String before = ada.session();
        Reply begun = ada.begin(before);
        assertThat(begun.string("/status")).isEqualTo("pending");
        assertThat(begun.string("/otpauthUri")).startsWith("otpauth://totp/").contains(begun.string("/secret"));
        String factor = "/me/factors/" + begun.string("/id");
        Reply picture = api.get(factor + "/qr.svg", before);
        assertThat(picture.header("Content-Type")).isEqualTo("image/svg+xml");
        assertThat(picture.text()).startsWith("<svg ").doesNotContain(begun.string("/secret"));

        assertThat(api.post(factor + "/confirm", before, Map.of("code", ada.wrongCode()))
                        .code())
                .isEqualTo("incorrect-code");
        Reply confirmed = api.post(factor + "/confirm", before, Map.of("code", ada.nextCode()));
        assertThat(texts(confirmed.body().get("backupCodes"))).hasSize(10).doesNotHaveDuplicates();
        assertThat(confirmed.string("/session/acr")).isEqualTo("urn:countersign:aal2");
        assertThat(api.get("/me", before).code()).isEqualTo("unauthenticated");

        String after = confirmed.string("/session/token");
        assertThat(api.post(factor + "/confirm", after, Map.of("code", ada.nextCode()))
                        .code())
                .isEqualTo("enrolment-expired");
        assertThat(api.get(factor + "/qr.svg", after).code()).isEqualTo("not-found");
        assertThat(texts(api.get("/me", after).body().at("/twoStep/factors"))).containsExactly("totp");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void factorsWhenListedThenWithBackupCodesLastAndRenamed(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        String token = Person.withApp(server).session();
        Reply list = api.get("/me/factors", token);
        assertThat(list.body().get("items").findValuesAsString("type")).containsExactly("totp", "backup-code");
        assertThat(list.body().get("next").isNull()).isTrue();
        assertThat(list.body().at("/items/1/left").intValue()).isEqualTo(10);

        String factor = "/me/factors/" + list.string("/items/0/id");
        Reply renamed = api.patch(factor, token, Map.of("label", " Ada's phone "));
        assertThat(renamed.string("/label")).isEqualTo("Ada's phone");
        for (String bad : List.of("", "   ", "x".repeat(41), "line\nbreak")) {
            assertThat(api.patch(factor, token, Map.of("label", bad)).code()).isEqualTo("validation");
        }
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void activityWhenListedInPartsThenSaysWhatHappenedToThisAccount(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person.withApp(server);
        String token = Person.withApp(server).session();
        Reply first = api.get("/me/activity?limit=2", token);
        Reply rest = api.get("/me/activity?limit=200&cursor=" + first.string("/next"), token);
        List<String> types = new java.util.ArrayList<>(first.body().get("items").findValuesAsString("type"));
        types.addAll(rest.body().get("items").findValuesAsString("type"));
        assertThat(types).containsOnlyOnce("account-created", "factor-added").contains("signed-in");
        assertThat(rest.body().get("items").findValuesAsString("sentence").contains("Signed in")
                        || first.body()
                                .get("items")
                                .findValuesAsString("sentence")
                                .contains("Signed in"))
                .isTrue();
        assertThat(rest.body().get("items").findValuesAsString("id"))
                .doesNotContainAnyElementsOf(first.body().get("items").findValuesAsString("id"))
                .doesNotHaveDuplicates();
        assertThat(rest.body().get("next").isNull()).isTrue();
        assertThat(api.get("/me/activity?cursor=x", token).code()).isEqualTo("validation");
        assertThat(api.get("/me/activity", null).code()).isEqualTo("unauthenticated");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void factorWhenRemovedLateThenStepUpFirst(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.policy.may-turn-off=true");
        ApiClient api = server.client();
        Person ada = Person.withApp(server);
        String stale = ada.session();
        String factor = "/me/factors/" + api.get("/me/factors", stale).string("/items/0/id");
        server.clock().advance(Duration.ofMinutes(11));
        Reply refused = api.delete(factor, stale);
        assertThat(refused.code()).isEqualTo("step-up-required");
        assertThat(refused.body().get("maxAgeSeconds").intValue()).isEqualTo(600);

        String fresh = stepUp(api, ada, stale).string("/session/token");
        assertThat(api.get("/me", stale).code()).isEqualTo("unauthenticated");
        assertThat(api.delete(factor, fresh).status()).isEqualTo(204);
        assertThat(api.delete(factor, fresh).code()).isIn("not-found", "step-up-required");
        assertThat(api.get("/me", fresh).body().at("/twoStep/enrolled").booleanValue())
                .isFalse();
    }

    private static Reply stepUp(ApiClient api, Person person, String session) {
        Reply opened = api.post("/me/step-up", session, Map.of());
        assertThat(opened.string("/status")).isEqualTo("challenge");
        return api.post(
                "/me/step-up/verify",
                session,
                Map.of("challenge", opened.string("/challenge/token"), "factor", "totp", "code", person.nextCode()));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void factorWhenPolicyWantsItThenStays(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.policy.may-turn-off=false");
        String token = Person.withApp(server).session();
        Reply list = server.client().get("/me/factors", token);
        assertThat(server.client()
                        .delete("/me/factors/" + list.string("/items/0/id"), token)
                        .code())
                .isEqualTo("required-by-policy");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void stepUpWhenNoFactorThenByPassword(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String stale = ada.session();
        server.clock().advance(Duration.ofMinutes(11));
        assertThat(api.post("/me/factors/totp", stale, Map.of()).code()).isEqualTo("step-up-required");
        assertThat(api.post("/me/step-up", stale, Map.of()).string("/status")).isEqualTo("password");
        assertThat(api.post("/me/step-up/verify", stale, Map.of("password", "wrong horse staple"))
                        .code())
                .isEqualTo("incorrect-password");
        assertThat(api.post("/me/step-up/verify", stale, Map.of("password", Person.PASSWORD, "code", "123456"))
                        .code())
                .isEqualTo("validation");

        Reply fresh = api.post("/me/step-up/verify", stale, Map.of("password", Person.PASSWORD));
        assertThat(ada.begin(fresh.string("/session/token")).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void stepUpWhenAFactorIsThereThenPasswordIsNotEnough(Databases database) {
        ApiServer server = ApiServer.on(database);
        String token = Person.withApp(server).session();
        assertThat(server.client()
                        .post("/me/step-up/verify", token, Map.of("password", Person.PASSWORD))
                        .code())
                .isEqualTo("second-factor-needed");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void backupCodesWhenMadeAnewThenOldOnesAreVoid(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        Reply confirmed = ada.enrol(ada.session());
        String old = texts(confirmed.body().get("backupCodes")).getFirst();
        String token = confirmed.string("/session/token");
        Reply made = api.post("/me/backup-codes", token, Map.of());
        assertThat(texts(made.body().get("codes"))).hasSize(10).doesNotContain(old);
        Reply refused = api.post(
                "/sign-in/challenge/verify",
                ada.signIn().string("/challenge/token"),
                Map.of("factor", "backup-code", "code", old));
        assertThat(refused.code()).isEqualTo("incorrect-code");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void backupCodesWhenNoFactorThenNotAllowed(Databases database) {
        ApiServer server = ApiServer.on(database);
        String token = Person.on(server).session();
        assertThat(server.client().post("/me/backup-codes", token, Map.of()).code())
                .isEqualTo("not-allowed-by-policy");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void callWhenRepeatedWithItsKeyThenDoneOnce(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String token = ada.enrol(ada.session()).string("/session/token");
        Reply made = api.postOnce("once", "/me/backup-codes", token, Map.of());
        Reply again = api.postOnce("once", "/me/backup-codes", token, Map.of());
        assertThat(made.status()).isEqualTo(200);
        assertThat(again.code()).isEqualTo("already-done");
        Reply use = api.post(
                "/sign-in/challenge/verify",
                ada.signIn().string("/challenge/token"),
                Map.of(
                        "factor",
                        "backup-code",
                        "code",
                        texts(made.body().get("codes")).getFirst()));
        assertThat(use.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void wrongCodeWhenRepeatedWithItsKeyThenCostsOneAttempt(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String token = ada.session();
        String confirm = "/me/factors/" + ada.begin(token).string("/id") + "/confirm";
        Map<String, String> wrong = Map.of("code", ada.wrongCode());
        Reply first = api.postOnce("guess", confirm, token, wrong);
        Reply again = api.postOnce("guess", confirm, token, wrong);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        int left = first.body().get("attemptsLeft").intValue();
        assertThat(api.postOnce("other", confirm, token, wrong)
                        .body()
                        .get("attemptsLeft")
                        .intValue())
                .isEqualTo(left - 1);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void profileWhenChangedThenOnlyWhatWasGiven(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        String token = Person.on(server).session();
        Reply changed = api.patch("/me", token, Map.of("locale", "es", "timeZone", "Europe/Lisbon"));
        assertThat(changed.string("/locale")).isEqualTo("es");
        assertThat(changed.string("/name")).isEqualTo("Ada Byron");
        assertThat(api.get("/me", token).body()).isEqualTo(changed.body());
        Reply refused = api.patch("/me", token, Map.of("locale", "!", "timeZone", "Mars/Olympus", "name", " "));
        assertThat(refused.body().get("errors").findValuesAsString("field"))
                .containsExactlyInAnyOrder("locale", "timeZone", "name");
        assertThat(api.patch("/me", token, Map.of("email", "other@example.com")).code())
                .isEqualTo("validation");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void sessionsWhenEndedThenTheirTokensAreDead(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String mine = ada.session();
        List<String> others = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            server.clock().advance(Duration.ofSeconds(1));
            others.add(ada.session());
        }
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Reply page = api.get("/me/sessions?limit=2" + cursor, mine);
            ids.addAll(page.body().get("items").findValuesAsString("id"));
            cursor = page.body().get("next").isNull() ? "" : "&cursor=" + page.string("/next");
        } while (!cursor.isEmpty());
        assertThat(new HashSet<>(ids)).hasSize(5).hasSameSizeAs(ids);

        String first = api.get("/me/session", others.getFirst()).string("/id");
        assertThat(api.delete("/me/sessions/" + first, mine).status()).isEqualTo(204);
        assertThat(api.delete("/me/sessions/" + first, mine).status()).isEqualTo(404);
        assertThat(api.get("/me", others.getFirst()).status()).isEqualTo(401);
        assertThat(api.delete("/me/sessions", mine).status()).isEqualTo(204);
        for (String other : others) {
            assertThat(api.get("/me", other).status()).isEqualTo(401);
        }
        assertThat(api.get("/me", mine).status()).isEqualTo(200);
        assertThat(api.delete("/me/session", mine).status()).isEqualTo(204);
        assertThat(api.get("/me", mine).status()).isEqualTo(401);
        assertThat(api.delete("/me/session", mine).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void passwordWhenChangedThenOtherSessionsEnd(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        String other = ada.session();
        String mine = ada.session();
        String next = "eleven quiet submarines";
        assertThat(api.put("/me/password", mine, Map.of("current", "wrong horse", "password", next))
                        .code())
                .isEqualTo("incorrect-password");
        assertThat(api.put("/me/password", mine, Map.of("current", Person.PASSWORD, "password", "password"))
                        .string("/errors/0/code"))
                .isEqualTo("leaked");
        assertThat(api.put("/me/password", mine, Map.of("current", Person.PASSWORD, "password", next))
                        .status())
                .isEqualTo(204);
        assertThat(api.get("/me", mine).status()).isEqualTo(200);
        assertThat(api.get("/me", other).status()).isEqualTo(401);
        ada.choose(next);
        assertThat(ada.signIn().string("/status")).isEqualTo("signed-in");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void levelWhenSecondFactorGrowsOldThenFalls(Databases database) {
        ApiServer server = ApiServer.on(database);
        String token = Person.withApp(server).session();
        assertThat(server.client().get("/me/session", token).string("/acr")).isEqualTo("urn:countersign:aal2");
        server.clock().advance(Duration.ofHours(25));
        assertThat(server.client().get("/me/session", token).string("/acr")).isEqualTo("urn:countersign:aal1");
    }
}
