package dev.countersign.doors.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.doors.api.Caller.ManagingCaller;
import dev.countersign.doors.api.Caller.WithCredential;
import dev.countersign.ground.audit.Origin;
import dev.countersign.ground.store.Db;
import dev.countersign.ground.store.Expired;
import dev.countersign.ground.store.Sweeper;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.mock.web.MockHttpServletRequest;

/// Calls that are made again with their key.
class IdempotencyTest {
    private static final Answer INCORRECT = Answer.problem(ProblemCode.INCORRECT_CODE);

    private final TestClock clock = new TestClock();

    @EachDatabase
    void callWhenRepeatedThenAnsweredAsBefore(Databases databases) throws IOException {
        Idempotency keys = keys(databases);
        finish(keys, first(keys, request("k", "{}"), "s"), INCORRECT);

        Answer again = keys.before(request("k", "{}"), session("s")).orElseThrow();
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.contentType()).isEqualTo(Answer.PROBLEM);
        assertThat(new String((byte[]) java.util.Objects.requireNonNull(again.body()), UTF_8))
                .contains("incorrect-code");
        assertThat(again.headers()).containsEntry("Idempotent-Replayed", "true");
    }

    @EachDatabase
    void callWhenItsAnswerHeldASecretThenAlreadyDone(Databases databases) throws IOException {
        Answer codes =
                Answer.ok(new MeBodies.CodesAnswer(List.of("7KQ4M-X9PDR"))).andSecret();
        Db db = databases.fresh();
        Idempotency keys = new Idempotency(db, clock);
        finish(keys, first(keys, request("k", "{}"), "s"), codes);

        assertThat(problem(keys.before(request("k", "{}"), session("s")))).isEqualTo("already-done");
        assertThat(db.read(() -> db.sql()
                        .sql("select count(*) from idempotency_key where answer is not null")
                        .query(Integer.class)
                        .single()))
                .isZero();
    }

    @EachDatabase
    void callWhenBodyDiffersThenKeyReused(Databases databases) throws IOException {
        Idempotency keys = keys(databases);
        finish(keys, first(keys, request("k", "{\"a\":1}"), "s"), Answer.none());

        assertThat(problem(keys.before(request("k", "{\"a\":2}"), session("s"))))
                .isEqualTo("idempotency-key-reused");
    }

    @EachDatabase
    void callWhenOfAnotherSessionOrPathThenRuns(Databases databases) throws IOException {
        Idempotency keys = keys(databases);
        finish(keys, first(keys, request("k", "{}"), "s"), Answer.none());

        assertThat(keys.before(request("k", "{}"), session("other"))).isEmpty();
        MockHttpServletRequest elsewhere = request("k", "{}");
        elsewhere.setRequestURI("/api/v1/me/elsewhere");
        assertThat(keys.before(elsewhere, session("s"))).isEmpty();
    }

    @EachDatabase
    void callWhenItDidNothingThenMayBeTriedAgain(Databases databases) throws IOException {
        Idempotency keys = keys(databases);
        finish(keys, first(keys, request("k", "{}"), "s"), Answer.problem(ProblemCode.STEP_UP_REQUIRED));

        assertThat(keys.before(request("k", "{\"other\":1}"), session("s"))).isEmpty();
    }

    @EachDatabase
    void callWhenStillRunningThenInProgressAndLaterUnknown(Databases databases) throws IOException {
        Idempotency keys = keys(databases);
        first(keys, request("k", "{}"), "s");

        assertThat(problem(keys.before(request("k", "{}"), session("s")))).isEqualTo("in-progress");
        clock.advance(Duration.ofMinutes(3));
        assertThat(problem(keys.before(request("k", "{}"), session("s")))).isEqualTo("outcome-unknown");
    }

    @EachDatabase
    void keyWhenADayOldThenFreeAndSwept(Databases databases) throws IOException {
        Db db = databases.fresh();
        Idempotency keys = new Idempotency(db, clock);
        finish(keys, first(keys, request("k", "{}"), "s"), Answer.none());
        finish(keys, first(keys, request("old", "{}"), "s"), Answer.none());

        clock.advance(Duration.ofHours(24));
        assertThat(keys.before(request("k", "{\"new\":1}"), session("s"))).isEmpty();
        Sweeper sweeper = new Sweeper(db, List.of(new Expired("idempotency_key", "expires_at", Duration.ZERO)));
        assertThat(sweeper.sweep(clock.instant().plusMillis(1))).isEqualTo(1);
    }

    @EachDatabase
    void keyWhenClaimedByThirtyAtOnceThenOneRuns(Databases databases) throws Exception {
        Idempotency keys = keys(databases);
        CyclicBarrier start = new CyclicBarrier(30);
        Callable<Boolean> call = () -> {
            start.await();
            return keys.before(request("k", "{}"), session("s")).isEmpty();
        };
        int ran = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                all.add(threads.submit(call));
            }
            for (Future<Boolean> each : all) {
                ran += each.get() ? 1 : 0;
            }
        }
        assertThat(ran).isEqualTo(1);
    }

    @EachDatabase
    void keyWhenEmptyLongOrTwiceThenRefused(Databases databases) {
        Idempotency keys = keys(databases);
        MockHttpServletRequest twice = request("k", "{}");
        twice.addHeader("Idempotency-Key", "l");
        for (MockHttpServletRequest bad :
                List.of(request("", "{}"), request("k".repeat(256), "{}"), request("é", "{}"), twice)) {
            assertThatThrownBy(() -> keys.before(bad, session("s"))).hasMessage("idempotency-key-invalid");
        }
    }

    private Idempotency keys(Databases databases) {
        return new Idempotency(databases.fresh(), clock);
    }

    private static MockHttpServletRequest first(Idempotency keys, MockHttpServletRequest request, String session)
            throws IOException {
        assertThat(keys.before(request, session(session))).isEmpty();
        return request;
    }

    private static void finish(Idempotency keys, MockHttpServletRequest request, Answer answer) {
        Object body = answer.body();
        keys.after(request, answer, body == null ? new byte[0] : Json.write(body));
    }

    private static String problem(Optional<Answer> answer) {
        return ((Problem) java.util.Objects.requireNonNull(answer.orElseThrow().body())).code();
    }

    private static MockHttpServletRequest request(String key, String body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/v1/me/backup-codes");
        request.addHeader("Idempotency-Key", key);
        request.setContent(body.getBytes(UTF_8));
        return request;
    }

    private static WithCredential session(String id) {
        Origin origin = new Origin("127.0.0.1", "curl");
        ApiKey key = new ApiKey(
                id,
                "organisation",
                "account",
                "Nightly",
                "cs_key_abcd",
                Set.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null);
        return new ManagingCaller(key, id, () -> "en", () -> origin);
    }
}
