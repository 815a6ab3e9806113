package dev.countersign.ground.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.AtOnce;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Calls that come back evenly.
class BudgetTest {
    private static final Instant NOW = Instant.parse("2026-01-05T12:00:00Z");

    private final Budget budget = new Budget(6, Duration.ofMinutes(1));

    @Test
    void callsWhenAllAreTakenThenTheNextWaitsForItsTime() {
        for (int i = 0; i < 6; i++) {
            assertThat(budget.take("one", NOW)).isEmpty();
        }
        assertThat(budget.take("one", NOW)).contains(NOW.plusSeconds(10));
        assertThat(budget.take("other", NOW)).isEmpty();
        assertThat(budget.take("one", NOW.plusSeconds(9))).contains(NOW.plusSeconds(10));
        assertThat(budget.take("one", NOW.plusSeconds(10))).isEmpty();
        assertThat(budget.take("one", NOW.plusSeconds(10))).contains(NOW.plusSeconds(20));
    }

    @Test
    void callsWhenNoneForAWhileThenNoMoreThanAtFirst() {
        assertThat(budget.take("one", NOW)).isEmpty();
        Instant later = NOW.plus(Duration.ofHours(5));
        for (int i = 0; i < 6; i++) {
            assertThat(budget.take("one", later)).isEmpty();
        }
        assertThat(budget.take("one", later)).isPresent();
    }

    @Test
    void callsWhenManyAtOnceThenNoMoreThanThereAre() {
        assertThat(AtOnce.run(24, _ -> budget.take("one", NOW).isEmpty()))
                .filteredOn(Boolean::booleanValue)
                .hasSize(6);
    }
}
