package dev.countersign.doors.api;

import static dev.countersign.doors.api.SignInCallsTest.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.doors.api.Routes.Route;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Accounts that must enrol: before any session, or after the days of grace are over.
class RequiredEnrolmentTest {
    private static final String REQUIRED = "countersign.policy.enrolment=required";
    private static final String GRACE = "countersign.policy.grace-days=1";

    @ParameterizedTest
    @EnumSource(Databases.class)
    void signInWhenEnrolmentIsRequiredThenNoSessionBefore(Databases database) {
        ApiServer server = ApiServer.on(database, REQUIRED);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        Reply required = ada.signIn();
        assertThat(required.string("/status")).isEqualTo("enrolment-required");
        assertThat(texts(required.body().at("/enrolment/factors"))).containsExactly("passkey", "totp");
        String grant = required.string("/enrolment/token");
        assertThat(api.post("/sign-in/enrolment/skip", grant, Map.of()).code()).isEqualTo("enrolment-required");

        Reply begun = api.post("/sign-in/enrolment/totp", grant, Map.of());
        ada.scan(begun.string("/secret"));
        String enrolment = "/sign-in/enrolment/" + begun.string("/id");
        assertThat(api.get(enrolment + "/qr.svg", grant).status()).isEqualTo(200);
        Reply wrong = api.post(enrolment + "/confirm", grant, Map.of("code", ada.wrongCode()));
        assertThat(wrong.code()).isEqualTo("incorrect-code");
        Reply done = api.post(enrolment + "/confirm", grant, Map.of("code", ada.nextCode()));
        assertThat(done.string("/status")).isEqualTo("signed-in");
        assertThat(texts(done.body().get("backupCodes"))).isNotEmpty();
        assertThat(api.get("/me", done.string("/session/token")).status()).isEqualTo(200);
        assertThat(api.post(enrolment + "/confirm", grant, Map.of("code", ada.nextCode()))
                        .status())
                .isIn(401, 410);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void sessionWhenGraceIsOverThenOnlyEnrolmentAndSignOut(Databases database) {
        ApiServer server = ApiServer.on(database, REQUIRED, GRACE);
        ApiClient api = server.client();
        Person ada = Person.on(server);
        Reply asked = ada.signIn();
        Reply skipped = api.post("/sign-in/enrolment/skip", asked.string("/enrolment/token"), Map.of());
        assertThat(skipped.string("/status")).isEqualTo("signed-in");
        String token = skipped.string("/session/token");
        assertThat(api.get("/me", token).body().at("/twoStep/skippableUntil").isString())
                .isTrue();

        server.clock().advance(Duration.ofDays(2));
        for (Route route : Routes.all()) {
            if (route.caller() == Caller.SessionCaller.class) {
                String path = route.anywhere().substring(ApiDoor.ROOT.length());
                Reply reply = api.call(route.method(), path, token, "{}", Map.of());
                assertThat(reply.code()).as(route.toString()).isEqualTo("enrolment-required");
            }
        }
        Reply fresh = api.post("/me/step-up/verify", token, Map.of("password", Person.PASSWORD));
        Reply confirmed = ada.enrol(fresh.string("/session/token"));
        assertThat(api.get("/me", confirmed.string("/session/token")).status()).isEqualTo(200);
    }
}
