package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.totp.Totp;
import dev.countersign.ground.secret.Base32;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/// Somebody at the API who remembers what the server acknowledged, and holds it to that.
final class Witness {
    private static final String API = "/api/v1";
    private static final String PASSWORD = "seven purple lanterns";

    private final String email;
    private final Semaphore acknowledged;
    private final Deque<String> codes = new ArrayDeque<>();
    private final List<String> used = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private boolean enrolled;

    Witness(String email, Semaphore acknowledged) {
        this.email = email;
        this.acknowledged = acknowledged;
    }

    int signOuts() {
        return ended.size();
    }

    /// One code is kept, to see whether it still works afterwards.
    boolean hasCodes() {
        return codes.size() > 1;
    }

    void enrol(Http http) throws IOException {
        Map<String, String> form = Map.of("email", email, "password", PASSWORD, "name", "Ada Byron");
        expect(201, http.call("POST", API + "/accounts", "", form));
        String session = signIn(http).string("/session/token");
        Http.Answer begun = expect(201, http.call("POST", API + "/me/factors/totp", session, Map.of("app", "aegis")));
        byte[] secret = Base32.decode(begun.string("/secret"));
        String code = Totp.code(secret, Totp.step(InstantSource.system().instant()));
        String confirm = API + "/me/factors/" + begun.string("/id") + "/confirm";
        Http.Answer confirmed = expect(200, http.call("POST", confirm, session, Map.of("code", code)));
        enrolled = true;
        acknowledged.release();
        open.add(confirmed.string("/session/token"));
        confirmed.json().at("/backupCodes").forEach(each -> codes.add(each.asString()));
    }

    /// Signs in by a backup code, and out again.
    void signInAndOut(Http http) throws IOException {
        String code = codes.remove();
        String session = expect(200, verify(http, code)).string("/session/token");
        used.add(code);
        acknowledged.release();
        expect(204, http.call("DELETE", API + "/me/session", session, Map.of()));
        ended.add(session);
        acknowledged.release();
    }

    private Http.Answer signIn(Http http) throws IOException {
        return expect(200, http.call("POST", API + "/sign-in", "", Map.of("email", email, "password", PASSWORD)));
    }

    private Http.Answer verify(Http http, String code) throws IOException {
        String challenge = signIn(http).string("/challenge/token");
        Map<String, String> body = Map.of("factor", "backup-code", "code", code);
        return http.call("POST", API + "/sign-in/challenge/verify", challenge, body);
    }

    /// After all: every acknowledged enrolment, code use, session and sign-out.
    void check(Http http) throws IOException {
        for (String session : ended) {
            assertThat(http.call("GET", API + "/me", session, Map.of()).status())
                    .as("signed out")
                    .isEqualTo(401);
        }
        for (String session : open) {
            expect(200, http.call("GET", API + "/me", session, Map.of()));
        }
        if (!enrolled) {
            return;
        }
        assertThat(signIn(http).string("/status")).isEqualTo("challenge");
        for (String code : used) {
            assertThat(verify(http, code).status()).as("code used twice").isBetween(400, 499);
        }
        if (!codes.isEmpty() && used.size() < 8) {
            expect(200, verify(http, codes.getLast()));
        }
    }

    private static Http.Answer expect(int status, Http.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer;
    }
}
