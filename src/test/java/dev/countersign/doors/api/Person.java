package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.secret.Base32;
import dev.countersign.journeys.signin.Limits;
import dev.countersign.journeys.signin.SignInRooms;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Somebody with an account, a phone and an app that calls the API.
final class Person {
    static final String PASSWORD = "seven purple lanterns";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ApiClient api;
    private final TestClock clock;
    private final String email;
    private String password = PASSWORD;
    private String secret = "";

    private Person(ApiServer server) {
        this.api = server.client();
        this.clock = server.clock();
        this.email = "person" + COUNT.incrementAndGet() + "@example.com";
    }

    /// A new account.
    static Person on(ApiServer server) {
        Person person = new Person(server);
        Map<String, String> form = Map.of("email", person.email, "password", PASSWORD, "name", "Ada Byron");
        Reply reply = person.api.post("/accounts", null, form);
        if (reply.status() == 429) {
            forgetSignUps(server);
            reply = person.api.post("/accounts", null, form);
        }
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return person;
    }

    /// As if nobody had signed up here. Not by waiting: sessions of others would be stale by then.
    static void forgetSignUps(ApiServer server) {
        server.bean(SignInRooms.class).throttle().clear(Limits.SIGN_UP, "127.0.0.1");
    }

    /// A new account with an authenticator app; the session that enrolled it is signed out again.
    static Person withApp(ApiServer server) {
        Person person = on(server);
        Reply confirmed = person.enrol(person.signIn().string("/session/token"));
        person.api.delete("/me/session", confirmed.string("/session/token"));
        return person;
    }

    String email() {
        return email;
    }

    void choose(String newPassword) {
        password = newPassword;
    }

    /// The first step, which has to succeed one way or another.
    Reply signIn() {
        return signIn(null);
    }

    Reply signIn(@Nullable String device) {
        Map<String, String> body = new HashMap<>(Map.of("email", email, "password", password));
        if (device != null) {
            body.put("device", device);
        }
        Reply reply = api.post("/sign-in", null, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply;
    }

    /// Both steps; the token of the session.
    String session() {
        Reply reply = signIn();
        if (reply.string("/status").equals("challenge")) {
            reply = verify(reply.string("/challenge/token"), nextCode());
        }
        return reply.string("/session/token");
    }

    Reply verify(String challenge, String code) {
        return api.post("/sign-in/challenge/verify", challenge, Map.of("factor", "totp", "code", code));
    }

    /// Connects the app, by a session that is fresh.
    Reply enrol(String session) {
        Reply begun = begin(session);
        Reply confirmed =
                api.post("/me/factors/" + begun.string("/id") + "/confirm", session, Map.of("code", nextCode()));
        assertThat(confirmed.status()).as(confirmed.text()).isEqualTo(200);
        return confirmed;
    }

    /// Scans what a pending enrolment shows.
    Reply begin(String session) {
        Reply begun = api.post("/me/factors/totp", session, Map.of("app", "aegis"));
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        scan(begun.string("/secret"));
        return begun;
    }

    void scan(String base32) {
        secret = base32;
    }

    /// The code that the phone shows now.
    String code() {
        return Totp.code(Base32.decode(secret), Totp.step(clock.instant()));
    }

    /// A code that was not used before.
    String nextCode() {
        clock.advance(Duration.ofSeconds(Totp.STEP_SECONDS));
        return code();
    }

    /// A code that is none of those around now.
    String wrongCode() {
        long step = Totp.step(clock.instant());
        byte[] key = Base32.decode(secret);
        List<String> right = List.of(Totp.code(key, step - 1), Totp.code(key, step), Totp.code(key, step + 1));
        return List.of("000000", "111111", "222222", "333333").stream()
                .filter(code -> !right.contains(code))
                .findFirst()
                .orElseThrow();
    }
}
