package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The calls of the phone: enrolment, sign-in, fresh proof.
class TextCallsTest {
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");
    private static final String PHONE = "+49 1512 3456789";
    private static final Map<String, String> SMS = Map.of("factor", "sms");

    /// The code in the newest message of that channel.
    static String code(ApiServer server, Channel channel) {
        // What the server's own postman has taken, it hands over within moments.
        server.bean(Postman.class).deliverAllDue();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.bean(Outbox.class).waiting() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        DevOutbox.Kept newest = server.bean(DevOutbox.class).kept().stream()
                .filter(kept -> kept.channel() == channel)
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("nothing was sent"));
        Matcher code = CODE.matcher(newest.text());
        assertThat(code.find()).isTrue();
        return code.group();
    }

    private static Reply signIn(ApiServer server, String email) {
        Reply reply = server.client().post("/sign-in", null, Map.of("email", email, "password", Person.PASSWORD));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    static Reply signedUp(ApiServer server, String email) {
        server.clock().advance(Duration.ofHours(2));
        server.client()
                .post("/accounts", null, Map.of("email", email, "password", Person.PASSWORD, "name", "Ada Byron"));
        Reply confirmed = server.client()
                .post("/accounts/confirm-email", null, Map.of("email", email, "code", code(server, Channel.EMAIL)));
        assertThat(confirmed.status()).as(confirmed.text()).isLessThan(300);
        Reply asked = signIn(server, email);
        String challenge = asked.string("/challenge/token");
        assertThat(asked.string("/challenge/factor")).isEqualTo("email");
        assertThat(server.client()
                        .post("/sign-in/challenge/send", challenge, Map.of("factor", "email"))
                        .string("/sentTo"))
                .isEqualTo(email.charAt(0) + "•••@example.com");
        Reply entered = server.client()
                .post(
                        "/sign-in/challenge/verify",
                        challenge,
                        Map.of("factor", "email", "code", code(server, Channel.EMAIL)));
        assertThat(entered.status()).as(entered.text()).isEqualTo(200);
        return entered;
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void phoneWhenEnrolledThenSignsInAndStepsUp(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true");
        ApiClient api = server.client();
        Reply first = signedUp(server, "text@example.com");
        assertThat(first.string("/session/acr")).isEqualTo("urn:countersign:aal1");
        assertThat(first.string("/device/token")).startsWith("cs_device_");
        String session = first.string("/session/token");

        Reply wrong = api.post("/me/factors/sms", session, Map.of("phone", "call me"));
        assertThat(wrong.string("/errors/0/code")).isEqualTo("not-a-number");
        Reply begun = api.post("/me/factors/sms", session, Map.of("phone", PHONE));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        assertThat(begun.string("/hint")).isEqualTo("+49 ••• ••••89");
        String path = "/me/factors/" + begun.string("/id");
        Reply soon = api.post(path + "/send", session, Map.of());
        assertThat(soon.status()).isEqualTo(429);
        assertThat(soon.code()).isEqualTo("send-too-soon");
        assertThat(soon.string("/retryAt")).isEqualTo(begun.string("/nextSendAt"));
        server.clock().advance(Duration.ofSeconds(30));
        assertThat(api.post(path + "/send", session, Map.of()).status()).isEqualTo(202);
        Reply confirmed = api.post(path + "/confirm", session, Map.of("code", code(server, Channel.TEXT)));
        assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
        assertThat(confirmed.string("/factor/hint")).isEqualTo("+49 ••• ••••89");

        server.clock().advance(Duration.ofHours(1));
        Reply asked = signIn(server, "text@example.com");
        String challenge = asked.string("/challenge/token");
        assertThat(asked.string("/challenge/factor")).isEqualTo("sms");
        assertThat(asked.string("/challenge/factors/0/hint")).isEqualTo("+49 ••• ••••89");
        Reply sent = api.post("/sign-in/challenge/send", challenge, SMS);
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        assertThat(api.post("/sign-in/challenge/send", challenge, SMS).code()).isEqualTo("send-too-soon");
        assertThat(api.post("/sign-in/challenge/send", challenge, Map.of("factor", "totp"))
                        .code())
                .isEqualTo("factor-not-offered");
        assertThat(signIn(server, "text@example.com").string("/challenge/nextSendAt"))
                .isEqualTo(sent.string("/nextSendAt"));
        Reply in = api.post(
                "/sign-in/challenge/verify", challenge, Map.of("factor", "sms", "code", code(server, Channel.TEXT)));
        assertThat(in.status()).as(in.text()).isEqualTo(200);

        String token = in.string("/session/token");
        server.clock().advance(Duration.ofHours(2));
        assertThat(api.post("/me/factors/sms", token, Map.of("phone", PHONE)).code())
                .isEqualTo("step-up-required");
        String stepUp = api.post("/me/step-up", token, Map.of()).string("/challenge/token");
        assertThat(api.post("/me/step-up/send", token, Map.of("challenge", challenge, "factor", "sms"))
                        .code())
                .isEqualTo("challenge-expired");
        assertThat(api.post("/me/step-up/send", token, Map.of("challenge", stepUp, "factor", "sms"))
                        .status())
                .isEqualTo(202);
        Reply up = api.post(
                "/me/step-up/verify",
                token,
                Map.of("challenge", stepUp, "factor", "sms", "code", code(server, Channel.TEXT)));
        assertThat(up.status()).as(up.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void enrolmentWhenRequiredThenAPhoneMeetsIt(Databases database) {
        ApiServer server =
                ApiServer.on(database, "countersign.dev-outbox=true", "countersign.policy.enrolment=required");
        ApiClient api = server.client();
        Reply owing = signedUp(server, "owing@example.com");
        String token = owing.string("/enrolment/token");
        assertThat(owing.body().at("/enrolment/factors").toString()).contains("sms");

        Reply begun = api.post("/sign-in/enrolment/sms", token, Map.of("phone", PHONE));
        server.clock().advance(Duration.ofSeconds(30));
        String path = "/sign-in/enrolment/" + begun.string("/id");
        assertThat(api.post(path + "/send", token, Map.of()).status()).isEqualTo(202);
        String unknown = "/sign-in/enrolment/019b8e3e-3480-7000-a733-cf0cafc1eec4/send";
        assertThat(api.post(unknown, token, Map.of()).code()).isEqualTo("enrolment-expired");
        Reply in = api.post(path + "/confirm", token, Map.of("code", code(server, Channel.TEXT)));
        assertThat(in.string("/status")).isEqualTo("signed-in");
        assertThat(in.body().at("/backupCodes").size()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void serverWhenItSendsNoTextsThenPhonesAreRefused(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person ada = Person.withApp(server);
        String challenge = ada.signIn().string("/challenge/token");
        assertThat(api.post("/sign-in/challenge/send", challenge, SMS).code()).isEqualTo("factor-not-offered");
        Reply in = ada.verify(challenge, ada.nextCode());
        assertThat(api.post("/me/factors/sms", in.string("/session/token"), Map.of("phone", PHONE))
                        .code())
                .isEqualTo("not-allowed-by-policy");
    }
}
