package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CloseDatabases.class)
class PostgresTest {
    private final Db db = Databases.POSTGRESQL.fresh();

    @Test
    void workWhenItsConnectionIsCutThenTheStoreIsUnavailableNothingIsKeptAndTheNextWorks() {
        assertThatThrownBy(() -> db.inTransaction(() -> {
                    DbTest.insert(db, "lost");
                    db.sql()
                            .sql("select pg_terminate_backend(pg_backend_pid())")
                            .query(Boolean.class)
                            .single();
                }))
                .isInstanceOf(StoreUnavailable.class);

        db.inTransaction(() -> DbTest.insert(db, "next"));
        assertThat(DbTest.names(db)).containsExactly("next");
    }

    @Test
    void transactionsWhenTheyDeadlockThenTheOneGivenUpIsRunAgain() throws Exception {
        db.inTransaction(() -> {
            DbTest.insert(db, "a");
            DbTest.insert(db, "b");
        });
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();

        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> one = threads.submit(() -> addInOrder("a", "b", bothHoldOne, runs));
            Future<?> two = threads.submit(() -> addInOrder("b", "a", bothHoldOne, runs));
            one.get();
            two.get();
        }

        assertThat(runs.get()).isGreaterThanOrEqualTo(3);
        assertThat(db.read(() -> db.sql()
                        .sql("select sum(failures) from throttle_day")
                        .query(Integer.class)
                        .single()))
                .isEqualTo(2 + 4);
    }

    private void addInOrder(String first, String second, CyclicBarrier bothHoldOne, AtomicInteger runs) {
        db.inTransaction(() -> {
            int run = runs.incrementAndGet();
            add(first);
            if (run <= 2) {
                await(bothHoldOne);
            }
            add(second);
        });
    }

    private void add(String subject) {
        db.sql()
                .sql("update throttle_day set failures = failures + 1 where subject = ?")
                .param(subject)
                .update();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
