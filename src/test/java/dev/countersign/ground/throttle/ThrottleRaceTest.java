package dev.countersign.ground.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ThrottleRaceTest {
    private static final int THREADS = 200;
    private static final Limit LIMIT =
            new Limit("code", 10, Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofDays(30), true);

    private final Instant now = new TestClock().instant();

    @EachDatabase
    void triesWhen200AreMadeAtOnceThenExactlyTheFreeOnesAreAdmitted(Databases databases) throws Exception {
        Throttle throttle = new Throttle(databases.fresh());

        List<Admission> admissions = atOnce(() -> throttle.admit(LIMIT, "a", now));

        assertThat(admissions.stream()
                        .filter(Admission.Admitted.class::isInstance)
                        .map(admission ->
                                ((Admission.Admitted) admission).reservation().failures()))
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(admissions.stream().filter(Admission.LockedOut.class::isInstance))
                .hasSize(THREADS - 10)
                .allMatch(new Admission.LockedOut(now.plus(Duration.ofMinutes(10)))::equals);
    }

    @EachDatabase
    void triesWhenTheWaitIsOverAnd200AreMadeAtOnceThenOneIsAdmitted(Databases databases) throws Exception {
        Throttle throttle = new Throttle(databases.fresh());
        for (int i = 0; i < 10; i++) {
            throttle.admit(LIMIT, "a", now);
        }
        Instant later = now.plus(Duration.ofMinutes(10));

        List<Admission> admissions = atOnce(() -> throttle.admit(LIMIT, "a", later));

        assertThat(admissions.stream().filter(Admission.Admitted.class::isInstance))
                .hasSize(1);
    }

    @EachDatabase
    void reservationsWhenGivenBackAtOnceThenNoneIsLeft(Databases databases) throws Exception {
        Throttle throttle = new Throttle(databases.fresh());

        atOnce(() -> {
            if (throttle.admit(LIMIT, "a", now) instanceof Admission.Admitted admitted) {
                throttle.giveBack(admitted.reservation());
            }
            return throttle;
        });

        assertThat(throttle.failures(LIMIT, "a", now)).isZero();
        assertThat(throttle.blockedUntil(LIMIT, "a", now)).isEmpty();
    }

    @EachDatabase
    void tallyWhenCountedAtOnceThenNoneIsLost(Databases databases) throws Exception {
        Throttle throttle = new Throttle(databases.fresh());

        atOnce(() -> {
            throttle.tally("a", now);
            return throttle;
        });

        assertThat(throttle.tallySince("a", now)).isEqualTo(THREADS);
    }

    private static <T> List<T> atOnce(Callable<T> call) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < THREADS; i++) {
                futures.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            start.countDown();
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(future.get());
        }
        return results;
    }
}
