package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
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

/// The calls that change the account's address.
class AddressCallsTest {
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    @ParameterizedTest
    @EnumSource(Databases.class)
    void addressWhenChangedThenTheSessionGoesOnUnderANewToken(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true");
        ApiClient api = server.client();
        String owner = "owner@example.com";
        signedUp(server, owner);
        String session = signedUp(server, "before@example.com");

        assertThat(change(api, session, "nowhere").string("/errors/0/code")).isEqualTo("not-an-address");
        assertThat(change(api, session, "Before@Example.com").string("/errors/0/code"))
                .isEqualTo("unchanged");
        assertThat(api.post("/me/email", session, Map.of()).string("/errors/0/code"))
                .isEqualTo("missing");
        assertThat(confirm(api, session, "123456").code()).isEqualTo("code-expired");

        // Taken and free are answered alike.
        Reply taken = change(api, session, owner);
        assertThat(taken.status()).as(taken.text()).isEqualTo(202);
        assertThat(change(api, session, "after@example.com").code()).isEqualTo("send-too-soon");
        server.clock().advance(Duration.ofSeconds(30));
        Reply sent = change(api, session, "after@example.com");
        assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        assertThat(sent.body().propertyNames()).isEqualTo(taken.body().propertyNames());
        assertThat(sent.string("/email")).isEqualTo("after@example.com");

        String code = code(server, "after@example.com");
        Reply wrong = confirm(api, session, code.equals("123456") ? "654321" : "123456");
        assertThat(wrong.code()).isEqualTo("incorrect-code");
        assertThat(wrong.body().at("/attemptsLeft").asInt()).isEqualTo(4);
        assertThat(confirm(api, session, "12").string("/errors/0/code")).isEqualTo("wrong-shape");
        Reply done = confirm(api, session, code);
        assertThat(done.status()).as(done.text()).isEqualTo(200);

        String next = done.string("/session/token");
        assertThat(next).isNotEqualTo(session);
        assertThat(api.get("/me", session).status()).isEqualTo(401);
        assertThat(api.get("/me", next).string("/email")).isEqualTo("after@example.com");
        assertThat(confirm(api, next, code).code()).isEqualTo("code-expired");
        server.clock().advance(Duration.ofMinutes(11));
        assertThat(change(api, next, "third@example.com").code()).isEqualTo("step-up-required");
        assertThat(confirm(api, next, code).code()).isEqualTo("step-up-required");
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    void addressWhenNoMailCanBeSentThenIsChangedAtOnce(Databases database) {
        ApiServer server = ApiServer.on(database);
        ApiClient api = server.client();
        Person owner = Person.on(server);
        Person person = Person.withApp(server);
        String session = person.session();

        Reply taken = change(api, session, owner.email());
        assertThat(taken.status()).isEqualTo(422);
        assertThat(taken.code()).isEqualTo("taken");
        String email = "moved-" + person.email();
        Reply done = change(api, session, email);
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(api.get("/me", done.string("/session/token")).string("/email"))
                .isEqualTo(email);
        assertThat(api.get("/me", session).status()).isEqualTo(401);
        assertThat(confirm(api, done.string("/session/token"), "123456").code()).isEqualTo("code-expired");
    }

    private static Reply change(ApiClient api, String session, String email) {
        return api.post("/me/email", session, Map.of("email", email));
    }

    private static Reply confirm(ApiClient api, String session, String code) {
        return api.post("/me/email/confirm", session, Map.of("code", code));
    }

    /// A new account, and the token of its first session.
    private static String signedUp(ApiServer server, String email) {
        server.clock().advance(Duration.ofHours(2));
        ApiClient api = server.client();
        api.post("/accounts", null, Map.of("email", email, "password", Person.PASSWORD, "name", "Ada Byron"));
        Reply confirmed =
                api.post("/accounts/confirm-email", null, Map.of("email", email, "code", code(server, email)));
        assertThat(confirmed.status()).as(confirmed.text()).isLessThan(300);
        Reply in = api.post("/sign-in", null, Map.of("email", email, "password", Person.PASSWORD));
        if (!in.string("/status").equals("challenge")) {
            return in.string("/session/token");
        }
        String challenge = in.string("/challenge/token");
        api.post("/sign-in/challenge/send", challenge, Map.of("factor", "email"));
        Reply entered = api.post(
                "/sign-in/challenge/verify", challenge, Map.of("factor", "email", "code", code(server, email)));
        assertThat(entered.status()).as(entered.text()).isEqualTo(200);
        return entered.string("/session/token");
    }

    private static String code(ApiServer server, String email) {
        // What the server's own postman has taken, it hands over within moments.
        server.bean(Postman.class).deliverAllDue();
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.bean(Outbox.class).waiting() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        DevOutbox.Kept newest = server.bean(DevOutbox.class).kept().stream()
                .filter(kept -> kept.to().equals(email))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("nothing was sent"));
        Matcher code = CODE.matcher(newest.text());
        assertThat(code.find()).isTrue();
        return code.group();
    }
}
