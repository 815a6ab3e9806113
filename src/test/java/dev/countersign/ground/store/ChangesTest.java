package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import dev.countersign.testing.EachDatabase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// That changes are told, and that whoever may have missed one knows it.
@ExtendWith(CloseDatabases.class)
class ChangesTest {
    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void change(Db db, String organisation) {
        db.inTransaction(() -> {
            db.sql()
                    .sql("insert into organisation (id, name, created_at) values (?, 'x', 0)")
                    .param(organisation)
                    .update();
            db.sql()
                    .sql("insert into policy (organisation_id, document, changed_at) values (?, '{}', 0)")
                    .param(organisation)
                    .update();
        });
    }

    @EachDatabase
    void changeWhenCommittedByAnybodyThenIsTold(Databases databases) {
        DatabaseSettings settings = databases.migrated();
        Db db = databases.open(settings);
        Db elsewhere = databases.open(settings);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Changes changes = new Changes(db, settings, told::add)) {
            await("current", changes::current);
            told.clear();
            change(elsewhere, "o1");
            await("told", () -> changes.current() && told.contains(Changes.EVERYBODY));
            told.clear();
            try {
                elsewhere.inTransaction(() -> {
                    change(elsewhere, "o2");
                    throw new IllegalStateException("undone");
                });
            } catch (IllegalStateException undone) {
                assertThat(undone).hasMessage("undone");
            }
            change(elsewhere, "o3");
            await("told of what was committed", () -> changes.current() && !told.isEmpty());
            assertThat(told).containsExactly(Changes.EVERYBODY);
        }
    }

    @Test
    void listenerWhenItsConnectionIsCutThenKnowsItAndBeginsAnew() {
        DatabaseSettings settings = Databases.POSTGRESQL.migrated();
        Db db = Databases.POSTGRESQL.open(settings);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Changes changes = new Changes(db, settings, told::add)) {
            await("current", changes::current);
            told.clear();
            db.inTransaction(() -> db.sql().sql("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where datname = current_database() and application_name = 'countersign changes'""").query(Long.class).single());
            await("lost", () -> !changes.current());
            // What was told meanwhile is lost, so everything is forgotten before it counts again.
            change(db, "o1");
            await("current again", () -> changes.current() && told.contains(Changes.EVERYBODY));
        }
    }

    /// A source that goes silent without failing, as a pool between or a network that drops makes it.
    @Test
    void listenerWhenNothingIsEchoedThenIsNotCurrent() {
        Changes.Source silent = new Changes.Source() {
            private int calls;

            @Override
            public void open() {}

            @Override
            public boolean next(java.util.function.Consumer<String> told) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                return ++calls < 20;
            }

            @Override
            public void close() {}
        };
        try (Changes changes = new Changes(silent, _ -> {})) {
            await("current at first", changes::current);
            await("not any more", () -> !changes.current());
            assertThat(changes.current()).isFalse();
        }
    }
}
