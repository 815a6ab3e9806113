package dev.countersign.doors.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.doors.api.ApiClient.Reply;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.delivery.Outbox;
import dev.countersign.people.delivery.Postman;
import dev.countersign.testing.Databases;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
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
    void linksOfNoticesWhenPostedThenDoOnceWhatTheirPagesDo(Databases database) {
        ApiServer server = ApiServer.on(database, "countersign.dev-outbox=true");
        ApiClient api = server.client();
        String before = "links-" + database.name().toLowerCase(Locale.ROOT) + "@example.com";
        String after = "moved-" + before;
        String session = signedUp(server, before);
        change(api, session, after);
        String next = confirm(api, session, code(server, after)).string("/session/token");
        String notMe = token(server, after, "/not-me/");
        String undo = token(server, before, "/undo-address/");

        // The token of one link does nothing at the other, nor one that nobody was sent.
        for (String path : List.of("/not-me", "/undo-address", "/allow-sign-in")) {
            assertThat(link(api, path, "cs_notme_x").code()).isEqualTo("link-expired");
            assertThat(link(api, path, path.equals("/not-me") ? undo : notMe).code())
                    .isEqualTo("link-expired");
        }
        assertThat(api.get("/me", next).status()).isEqualTo(200);

        Reply restored = link(api, "/undo-address", undo);
        assertThat(restored.status()).as(restored.text()).isEqualTo(200);
        assertThat(restored.string("/email")).isEqualTo(before);
        assertThat(api.get("/me", next).status()).isEqualTo(401);
        // Used up with what it undid: whoever has the mailbox in between cannot answer back.
        assertThat(link(api, "/undo-address", undo).code()).isEqualTo("link-expired");
        assertThat(link(api, "/not-me", notMe).code()).isEqualTo("link-expired");

        String own = token(server, before, "/not-me/");
        Reply said = link(api, "/not-me", own);
        assertThat(said.status()).as(said.text()).isEqualTo(200);
        assertThat(said.string("/sentTo")).isEqualTo("l•••@example.com");
        assertThat(link(api, "/not-me", own).code()).isEqualTo("link-expired");
    }

    private static Reply link(ApiClient api, String path, String token) {
        return api.post(path, null, Map.of("token", token));
    }

    private static String token(ApiServer server, String email, String path) {
        return mailed(server, email, Pattern.compile(path + "(cs_[A-Za-z0-9_-]+)"))
                .group(1);
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
        return mailed(server, email, CODE).group();
    }

    /// What the newest mail to that address has of that kind.
    private static Matcher mailed(ApiServer server, String email, Pattern pattern) {
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
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such mail"));
    }
}
