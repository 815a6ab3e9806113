package dev.countersign.ground.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.ground.store.Db;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import dev.countersign.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThrottleTest {
    private static final Limit PASSWORD =
            new Limit("password", 5, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1), false);
    private static final Limit CODE =
            new Limit("code", 3, Duration.ofMinutes(10), Duration.ofHours(24), Duration.ofDays(30), true);

    private final TestClock clock = new TestClock();

    @EachDatabase
    void failuresWhenFreeThenEachIsAdmittedAndNumbered(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());

        for (int i = 1; i <= 5; i++) {
            assertThat(admitted(throttle, PASSWORD).failures()).isEqualTo(i);
            assertThat(throttle.failures(PASSWORD, "a", clock.instant())).isEqualTo(i);
        }
        assertThat(throttle.admit(PASSWORD, "a", clock.instant())).isEqualTo(new Admission.Delayed(inMillis(1_000)));
    }

    @EachDatabase
    void waitsWhenFailuresGoOnThenTheyDoubleUpToTheLongest(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        List<Long> waits = new ArrayList<>();

        for (int i = 0; i < 11; i++) {
            admitted(throttle, PASSWORD);
            Instant until =
                    throttle.blockedUntil(PASSWORD, "a", clock.instant()).orElse(clock.instant());
            waits.add(Duration.between(clock.instant(), until).toMillis());
            clock.set(until);
        }

        assertThat(waits).containsExactly(0L, 0L, 0L, 0L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L, 10_000L);
    }

    @EachDatabase
    void limitWhenItLocksThenTheAnswerIsLockedOut(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        for (int i = 0; i < 3; i++) {
            admitted(throttle, CODE);
        }

        assertThat(throttle.admit(CODE, "a", clock.instant())).isEqualTo(new Admission.LockedOut(inMillis(600_000)));
    }

    @EachDatabase
    void refusalWhenRepeatedThenItDoesNotProlongTheWait(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        for (int i = 0; i < 3; i++) {
            admitted(throttle, CODE);
        }
        Instant until = inMillis(600_000);

        clock.advance(Duration.ofMinutes(9));
        assertThat(throttle.admit(CODE, "a", clock.instant())).isEqualTo(new Admission.LockedOut(until));
        clock.set(until);
        assertThat(admitted(throttle, CODE).failures()).isEqualTo(4);
    }

    @EachDatabase
    void runWhenSucceededThenItBeginsAnew(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        admitted(throttle, CODE);
        admitted(throttle, CODE);
        throttle.succeed(admitted(throttle, CODE));

        assertThat(throttle.blockedUntil(CODE, "a", clock.instant())).isEmpty();
        assertThat(admitted(throttle, CODE).failures()).isEqualTo(1);
    }

    @EachDatabase
    void runWhenForgottenThenItBeginsAnew(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        for (int i = 0; i < 4; i++) {
            admitted(throttle, PASSWORD);
        }

        clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(throttle.failures(PASSWORD, "a", clock.instant())).isEqualTo(4);
        clock.advance(Duration.ofMillis(1));
        assertThat(throttle.failures(PASSWORD, "a", clock.instant())).isZero();
        assertThat(admitted(throttle, PASSWORD).failures()).isEqualTo(1);
        assertThat(throttle.blockedUntil(PASSWORD, "a", clock.instant())).isEmpty();
    }

    @EachDatabase
    void reservationWhenGivenBackThenOnlyItsOwnFailureAndWaitGo(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        admitted(throttle, CODE);
        admitted(throttle, CODE);
        Reservation third = admitted(throttle, CODE);

        throttle.giveBack(third);

        assertThat(throttle.failures(CODE, "a", clock.instant())).isEqualTo(2);
        assertThat(throttle.blockedUntil(CODE, "a", clock.instant())).isEmpty();
        assertThat(admitted(throttle, CODE).failures()).isEqualTo(3);
    }

    @EachDatabase
    void reservationWhenGivenBackUnderALaterWaitThenThatWaitStays(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        Reservation first = admitted(throttle, CODE);
        admitted(throttle, CODE);
        admitted(throttle, CODE);

        throttle.giveBack(first);

        assertThat(throttle.failures(CODE, "a", clock.instant())).isEqualTo(2);
        assertThat(throttle.blockedUntil(CODE, "a", clock.instant())).contains(inMillis(600_000));
    }

    @EachDatabase
    void reservationWhenItsRunIsOverThenGivingItBackChangesNothing(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        Reservation old = admitted(throttle, CODE);
        throttle.clear(CODE, "a");
        throttle.giveBack(old);
        clock.advance(Duration.ofMillis(1));
        admitted(throttle, CODE);

        throttle.giveBack(old);

        assertThat(throttle.failures(CODE, "a", clock.instant())).isEqualTo(1);
    }

    @EachDatabase
    void subjectsAndLimitsWhenTheyDifferThenTheyDoNotTouch(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        for (int i = 0; i < 3; i++) {
            admitted(throttle, CODE);
        }

        assertThat(throttle.admit(CODE, "b", clock.instant())).isInstanceOf(Admission.Admitted.class);
        assertThat(throttle.admit(PASSWORD, "a", clock.instant())).isInstanceOf(Admission.Admitted.class);
        throttle.clear(PASSWORD, "a");
        assertThat(throttle.blockedUntil(CODE, "a", clock.instant())).isPresent();
    }

    @EachDatabase
    void throttleWhenTheCallersTransactionFailsThenItsFailureIsUndone(Databases databases) {
        Db db = databases.fresh();
        Throttle throttle = new Throttle(db);

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    admitted(throttle, CODE);
                    throw new IllegalStateException("undo");
                }))
                .hasMessage("undo");
        assertThat(throttle.failures(CODE, "a", clock.instant())).isZero();
    }

    @EachDatabase
    void clockWhenItGoesBackThenNothingIsLetThroughThatWasBlocked(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        for (int i = 0; i < 3; i++) {
            admitted(throttle, CODE);
        }

        clock.set(clock.instant().minus(Duration.ofDays(400)));

        assertThat(throttle.admit(CODE, "a", clock.instant())).isInstanceOf(Admission.LockedOut.class);
    }

    @EachDatabase
    void tallyWhenCountedOverDaysThenItIsSummedFromTheDayAskedFor(Databases databases) {
        Throttle throttle = new Throttle(databases.fresh());
        Instant start = clock.instant();
        for (int day = 0; day < 40; day++) {
            throttle.tally("a", clock.instant());
            throttle.tally("a", clock.instant().plus(Duration.ofHours(1)));
            clock.advance(Duration.ofDays(1));
        }
        throttle.tally("b", start);

        assertThat(throttle.tallySince("a", start)).isEqualTo(80);
        assertThat(throttle.tallySince("a", start.plus(Duration.ofDays(10)))).isEqualTo(60);
        throttle.clearTally("a");
        assertThat(throttle.tallySince("a", start)).isZero();
        assertThat(throttle.tallySince("b", start)).isEqualTo(1);
    }

    @Test
    void limitWhenItMakesNoSenseThenItIsRefused() {
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> new Limit("a", 0, second, second, second, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limit("a", 1, Duration.ZERO, second, second, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Limit("a", 1, second, Duration.ofMillis(1), second, true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Reservation admitted(Throttle throttle, Limit limit) {
        Admission admission = throttle.admit(limit, "a", clock.instant());
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).reservation();
    }

    private Instant inMillis(long millis) {
        return Instant.parse("2026-01-05T12:00:00Z").plusMillis(millis);
    }
}
