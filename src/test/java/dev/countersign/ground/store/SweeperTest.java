package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweeperTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    @EachDatabase
    void rowsWhenExpiredThenTheyGoAThousandAtATimeAndTheOthersStay(Databases databases) {
        Db db = databases.fresh();
        insert(db, "old-", 1_500, 999_000 - 1);
        insert(db, "kept-", 3, 999_000);
        Sweeper sweeper = new Sweeper(db, List.of(new Expired("throttle_day", "day_start", Duration.ofSeconds(1))));

        assertThat(sweeper.sweep(NOW)).isEqualTo(1_000);
        assertThat(sweeper.sweep(NOW)).isEqualTo(500);
        assertThat(sweeper.sweep(NOW)).isZero();
        assertThat(DbTest.names(db)).containsExactly("kept-0", "kept-1", "kept-2");
    }

    @EachDatabase
    void tableWhenItCannotBeSweptThenTheOthersAre(Databases databases) {
        Db db = databases.fresh();
        insert(db, "old-", 3, 0);
        Sweeper sweeper = new Sweeper(
                db,
                List.of(
                        new Expired("no_such_table", "at", Duration.ZERO),
                        new Expired("throttle_day", "day_start", Duration.ZERO)));

        assertThat(sweeper.sweep(NOW)).isEqualTo(3);
    }

    @EachDatabase
    void rowsWhenTheirTableHasItsKeyOnlyThenTheExpiredOnesGo(Databases databases) {
        Db db = databases.fresh();
        db.inTransaction(() -> {
            for (int i = 0; i < 3; i++) {
                db.sql()
                        .sql("""
                                insert into account (id, email, email_key, name, locale, time_zone, created_at)
                                values (?, ?, ?, 'Name', 'en', 'UTC', 0)""")
                        .params("a" + i, i + "@example.org", i + "@example.org")
                        .update();
                db.sql()
                        .sql("insert into grace_reminder (account_id, due_at, days_before) values (?, ?, 3)")
                        .params("a" + i, 999_999 + i)
                        .update();
            }
        });
        Sweeper sweeper = new Sweeper(db, List.of(new Expired("grace_reminder", "due_at", Duration.ZERO)));

        assertThat(sweeper.sweep(NOW)).isEqualTo(1);
        assertThat(sweeper.sweep(NOW.plusSeconds(1))).isEqualTo(2);
    }

    @Test
    void namesWhenTheyAreNotPlainThenTheyAreRefused() {
        assertThatThrownBy(() -> new Expired("a; drop table b", "at", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Expired("a", "at or 1=1", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void insert(Db db, String prefix, int count, long at) {
        db.inTransaction(() -> {
            for (int i = 0; i < count; i++) {
                db.sql()
                        .sql("insert into throttle_day (subject, day_start, failures) values (?, ?, 1)")
                        .param(prefix + i)
                        .param(at)
                        .update();
            }
        });
    }
}
