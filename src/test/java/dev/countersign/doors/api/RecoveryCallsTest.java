package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The calls of account recovery.
class RecoveryCallsTest {
    private static final String RECOVERY = "/sign-in/challenge/recovery";
    private static final Pattern CODE = Pattern.compile("\\b(\\d{3})[ \\u00a0]?(\\d{3})\\b");
    private static final Pattern TOKEN = Pattern.compile("cs_recovery_[A-Za-z0-9_-]{43}");

    /// What the newest mail to that address says that has such a thing.
    private static String mailed(ApiServer server, String email, Pattern pattern) {
        // What the server's own postman has taken, it hands over within moments.
        server.bean(Postman.class).deliverAllDue();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.bean(Outbox.class).waiting() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return server.bean(DevOutbox.class).kept().reversed().stream()
                .filter(kept -> kept.to().equals(email))
                .map(kept -> pattern.matcher(kept.text()))
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such mail"));
    }

    private static Reply signIn(ApiServer server, String email) {
        Reply reply = server.client().post("/sign-in", null, Map.of("email", email, "password", Person.PASSWORD));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    private static String challenge(ApiServer server, String email) {
        return signIn(server, email).string("/challenge/token");
    }

    /// An account with an authenticator app; gives the session that connected it.
    private static String enrolled(ApiServer server, String email, Person app) {
        server.clock().advance(Duration.ofHours(2));
        ApiClient api = server.client();
        api.post("/accounts", null, Map.of("email", email, "password", Person.PASSWORD, "name", "Ada Byron"));
        String code = mailed(server, email, CODE).replaceAll("\\D", "");
        api.post("/accounts/confirm-email", null, Map.of("email", email, "code", code));
        String challenge = challenge(server, email);
        api.post("/sign-in/challenge/send", challenge, Map.of("factor", "email"));
        String second = mailed(server, email, CODE).replaceAll("\\D", "");
        Reply in = api.post("/sign-in/challenge/verify", challenge, Map.of("factor", "email", "code", second));
        Reply confirmed = app.enrol(in.string("/session/token"));
        return confirmed.string("/session/token");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void recoveryWhenWaitedForThenFinishes(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true", "countersign.policy.recovery=wait");
        ApiClient api = server.client();
        String email = "recovered@example.com";
        String session = enrolled(server, email, Person.on(server));
        assertThat(api.get("/me/recovery", session).code()).isEqualTo("not-found");
        assertThat(api.delete("/me/recovery", session).code()).isEqualTo("not-found");

        String challenge = challenge(server, email);
        Reply offered = api.get(RECOVERY, challenge);
        assertThat(offered.string("/status")).isEqualTo("offered");
        assertThat(offered.body().has("recovery")).isFalse();
        assertThat(api.post(RECOVERY + "/finish", challenge, Map.of()).code()).isEqualTo("not-found");
        Reply sent = api.post(RECOVERY, challenge, Map.of());
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        assertThat(sent.string("/sentTo")).isEqualTo("r•••@example.com");
        String token = mailed(server, email, TOKEN);
        assertThat(api.post("/recoveries", null, Map.of("token", "cs_recovery_x"))
                        .code())
                .isEqualTo("link-expired");
        Reply begun = api.post("/recoveries", null, Map.of("token", token));
        assertThat(begun.status()).as(begun.text()).isEqualTo(200);
        Instant ready = Instant.parse(begun.string("/readyAt"));
        assertThat(ready).isEqualTo(server.clock().instant().plus(Duration.ofHours(72)));
        assertThat(api.post("/recoveries", null, Map.of("token", token)).code()).isEqualTo("link-expired");
        assertThat(api.get("/me/recovery", session).string("/readyAt")).isEqualTo(begun.string("/readyAt"));
        assertThat(api.get(RECOVERY, challenge).string("/status")).isEqualTo("waiting");
        assertThat(api.post(RECOVERY, challenge, Map.of()).code()).isEqualTo("recovery-waits");
        Reply early = api.post(RECOVERY + "/finish", challenge, Map.of());
        assertThat(early.code()).isEqualTo("recovery-waits");
        assertThat(early.string("/retryAt")).isEqualTo(begun.string("/readyAt"));

        server.clock().set(ready);
        assertThat(api.post(RECOVERY + "/finish", challenge, Map.of()).code()).isEqualTo("challenge-expired");
        String back = challenge(server, email);
        assertThat(api.get(RECOVERY, back).string("/status")).isEqualTo("ready");
        assertThat(api.post(RECOVERY + "/finish", back, Map.of()).status()).isEqualTo(204);
        assertThat(api.get("/me", session).status()).isEqualTo(401);
        assertThat(api.post(RECOVERY + "/finish", back, Map.of()).code()).isEqualTo("challenge-expired");
        assertThat(api.get(RECOVERY, back).code()).isEqualTo("challenge-expired");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void recoveryWhenCancelledByASessionThenIsOver(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true", "countersign.policy.recovery=wait");
        ApiClient api = server.client();
        String email = "cancelled@example.com";
        String session = enrolled(server, email, Person.on(server));
        api.post(RECOVERY, challenge(server, email), Map.of());
        api.post("/recoveries", null, Map.of("token", mailed(server, email, TOKEN)));

        assertThat(api.delete("/me/recovery", session).status()).isEqualTo(204);
        assertThat(api.delete("/me/recovery", session).code()).isEqualTo("not-found");
        server.clock().advance(Duration.ofHours(72));
        assertThat(api.post(RECOVERY + "/finish", challenge(server, email), Map.of())
                        .code())
                .isEqualTo("not-found");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void recoveryWhenPolicyHasNoneThenIsRefused(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        String challenge = Person.withApp(server).signIn().string("/challenge/token");
        assertThat(api.get(RECOVERY, challenge).code()).isEqualTo("not-allowed-by-policy");
        assertThat(api.post(RECOVERY, challenge, Map.of()).code()).isEqualTo("not-allowed-by-policy");
        assertThat(api.post(RECOVERY, "cs_challenge_" + "a".repeat(43), Map.of())
                        .code())
                .isEqualTo("challenge-expired");
    }
}
