package dev.countersign.ground.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The SQL of the throttle against a model of a few lines, over long runs of random steps from a fixed seed.
class ThrottleModelTest {
    private static final int STEPS = 2_000;

    @EachDatabase
    void stepsWhenTakenAtRandomThenThrottleAndModelAgree(Databases databases) {
        Db db = databases.fresh();
        Throttle throttle = new Throttle(db);
        for (int seed = 1; seed <= 3; seed++) {
            Limit limit = new Limit(
                    "limit-" + seed, seed, Duration.ofSeconds(3), Duration.ofSeconds(20), Duration.ofMinutes(1), true);
            // One transaction: the steps are what is tested, not two thousand commits.
            int number = seed;
            db.inTransaction(() -> walk(throttle, limit, number));
        }
    }

    private static void walk(Throttle throttle, Limit limit, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TestClock clock = new TestClock();
        Model model = new Model(limit);
        List<Reservation> open = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            Instant now = clock.instant();
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (!open.isEmpty()) {
                        throttle.succeed(open.removeLast());
                        open.clear();
                        model.clear();
                        // A reservation of the run before may share the instant with the next run's first.
                        clock.advance(Duration.ofMillis(1));
                    }
                }
                case 1, 2 -> {
                    if (!open.isEmpty()) {
                        Reservation back = open.remove(random.nextInt(open.size()));
                        throttle.giveBack(back);
                        model.giveBack(back);
                    }
                }
                case 3 -> clock.advance(Duration.ofSeconds(random.nextInt(90)));
                case 4, 5 -> clock.advance(Duration.ofMillis(random.nextInt(8_000)));
                default -> {
                    Admission answer = throttle.admit(limit, "a", now);
                    assertThat(answer).isEqualTo(model.admit(now));
                    if (answer instanceof Admission.Admitted admitted) {
                        open.add(admitted.reservation());
                    }
                }
            }
            assertThat(throttle.failures(limit, "a", clock.instant())).isEqualTo(model.failures(clock.instant()));
            assertThat(throttle.blockedUntil(limit, "a", clock.instant()).orElse(null))
                    .isEqualTo(model.blockedUntil(clock.instant()));
        }
    }

    private static final class Model {
        private final Limit limit;
        private int failures;
        private Instant since = Instant.MIN;
        private Instant last = Instant.MIN;
        private Instant blocked = Instant.MIN;

        Model(Limit limit) {
            this.limit = limit;
        }

        Admission admit(Instant now) {
            if (blocked.isAfter(now)) {
                return new Admission.LockedOut(blocked);
            }
            if (failures(now) == 0 && !last.isAfter(now.minus(limit.forgetAfter()))) {
                failures = 0;
                since = now;
            }
            failures++;
            last = now;
            blocked = block(failures, now);
            return new Admission.Admitted(new Reservation(limit, "a", failures, now));
        }

        private Instant block(int reached, Instant at) {
            if (reached < limit.free()) {
                return Instant.MIN;
            }
            Duration wait = limit.firstWait();
            for (int i = limit.free(); i < reached && wait.compareTo(limit.longestWait()) < 0; i++) {
                wait = wait.multipliedBy(2);
            }
            return at.plus(wait.compareTo(limit.longestWait()) > 0 ? limit.longestWait() : wait);
        }

        void giveBack(Reservation back) {
            if (failures > 0 && !since.isAfter(back.at())) {
                failures--;
                if (blocked.equals(block(back.failures(), back.at()))) {
                    blocked = Instant.MIN;
                }
            }
        }

        void clear() {
            failures = 0;
            since = Instant.MIN;
            last = Instant.MIN;
            blocked = Instant.MIN;
        }

        int failures(Instant now) {
            return last.equals(Instant.MIN) || !last.isAfter(now.minus(limit.forgetAfter())) ? 0 : failures;
        }

        @Nullable
        Instant blockedUntil(Instant now) {
            return blocked.isAfter(now) ? blocked : null;
        }
    }
}
