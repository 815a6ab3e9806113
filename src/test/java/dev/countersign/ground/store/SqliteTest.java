package dev.countersign.ground.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.testing.CloseDatabases;
import dev.countersign.testing.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.dao.DataAccessException;

@ExtendWith(CloseDatabases.class)
class SqliteTest {
    private final Db db = Databases.SQLITE.fresh();

    @Test
    void fileWhenOpenThenCommitsAreSyncedAndForeignKeysHold() {
        assertThat(pragma("journal_mode")).isEqualTo("wal");
        assertThat(pragma("synchronous")).isEqualTo("2");
        assertThat(pragma("foreign_keys")).isEqualTo("1");
    }

    @Test
    void batchWhenSomeOfItFailsThenEachCallerHasItsOwnOutcome() throws Exception {
        List<Caller> callers = IntStream.range(0, 100)
                .mapToObj(i -> new Caller(() -> {
                    DbTest.insert(db, "caller-" + i);
                    if (i % 7 == 0) {
                        throw new IllegalStateException("own " + i);
                    }
                }))
                .toList();

        runAsOneBatch(callers);

        for (int i = 0; i < callers.size(); i++) {
            Throwable failure = callers.get(i).failure;
            assertThat(failure == null ? "committed" : failure.getMessage())
                    .isEqualTo(i % 7 == 0 ? "own " + i : "committed");
        }
        assertThat(DbTest.names(db))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 100)
                        .filter(i -> i % 7 != 0)
                        .mapToObj(i -> "caller-" + i)
                        .toList());
    }

    @Test
    void batchWhenTwoInsertTheSameKeyThenTheSecondFailsAlone() throws Exception {
        List<Caller> callers = new ArrayList<>();
        for (String name : List.of("a", "same", "same", "b")) {
            callers.add(new Caller(() -> DbTest.insert(db, name)));
        }

        runAsOneBatch(callers);

        assertThat(callers.stream().filter(caller -> caller.failure != null)).hasSize(1);
        assertThat(DbTest.names(db)).containsExactly("a", "b", "same");
    }

    @Test
    void batchWhenTheDiskIsFullThenWhatWasAcknowledgedIsThereAndTheRestIsNot() throws Exception {
        db.inTransaction(() -> setMostPages(pages() + 40));
        List<Caller> callers = IntStream.range(0, 60)
                .mapToObj(i -> new Caller(() -> DbTest.insert(db, i + "x".repeat(6_000))))
                .toList();

        runAsOneBatch(callers);

        List<Caller> failed =
                callers.stream().filter(caller -> caller.failure != null).toList();
        assertThat(failed).isNotEmpty().allMatch(caller -> caller.failure instanceof StoreUnavailable);
        assertThat(DbTest.names(db)).hasSize(callers.size() - failed.size());

        db.inTransaction(() -> setMostPages(1_000_000));
        db.inTransaction(() -> DbTest.insert(db, "room again"));
        assertThat(DbTest.names(db)).contains("room again");
    }

    @Test
    void workWhenItGoesOnAfterTheDatabaseFailedThenItFailsAllTheSame() {
        db.inTransaction(() -> setMostPages(pages()));

        assertThatThrownBy(() -> db.inTransaction(() -> {
                    try {
                        DbTest.insert(db, "x".repeat(60_000));
                    } catch (DataAccessException e) {
                        // What a careless caller does.
                    }
                }))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(DbTest.names(db)).isEmpty();
    }

    @Test
    void commandWhenItFailedBeforeThenItWorksAgain() throws SQLException {
        try (SqliteConnection connection = SqliteConnection.writing(Databases.SQLITE.migrated())) {
            for (int time = 0; time < 3; time++) {
                assertThatThrownBy(() -> connection.run("commit")).hasMessageContaining("no transaction is active");
            }

            connection.run("begin immediate");
            connection.run("commit");
            connection.run("begin immediate");
            connection.run("commit");
        }
    }

    @Test
    void writeWhenTheFileIsReadOnlyThenTheStoreIsUnavailableAndReadsGoOn() {
        db.inTransaction(() -> DbTest.insert(db, "before"));
        db.inTransaction(() -> command("pragma query_only = on"));

        assertThatThrownBy(() -> db.inTransaction(() -> DbTest.insert(db, "during")))
                .isInstanceOf(StoreUnavailable.class);
        assertThat(DbTest.names(db)).containsExactly("before");
    }

    @Test
    void writeWhenTheFileWasDeletedThenNothingIsAcknowledged() throws IOException {
        DatabaseSettings settings = Databases.SQLITE.migrated();
        Db other = Databases.SQLITE.open(settings);
        other.inTransaction(() -> DbTest.insert(other, "before"));
        Files.delete(settings.file());

        assertThatThrownBy(() -> other.inTransaction(() -> DbTest.insert(other, "during")))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("deleted");

        Files.createFile(settings.file());
        assertThatThrownBy(() -> other.inTransaction(() -> DbTest.insert(other, "during")))
                .isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void fileWhenMadeThenItAndItsLogAreTheOwnersOnly() throws IOException {
        DatabaseSettings settings = Databases.SQLITE.empty();
        try (Db made = Db.open(settings);
                Stream<Path> files = Files.list(settings.dataFolder())) {
            made.inTransaction(() -> DbTest.insert(made, "one"));
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void callerWhenInterruptedThenItsWorkIsDoneAndTheInterruptKept() {
        Thread.currentThread().interrupt();
        db.inTransaction(() -> DbTest.insert(db, "one"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(DbTest.names(db)).containsExactly("one");
    }

    @Test
    void workWhenItEndsInAnErrorThenTheCallerHasItAndTheWriterGoesOn() {
        assertThatThrownBy(() -> db.inTransaction(() -> {
                    throw new StackOverflowError("deep");
                }))
                .isInstanceOf(StackOverflowError.class);

        db.inTransaction(() -> DbTest.insert(db, "one"));
        assertThat(DbTest.names(db)).containsExactly("one");
    }

    @Test
    void virtualThreadsWhenManyWriteAndReadAtOnceThenAllAreServed() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 64; i++) {
            int number = i;
            threads.add(Thread.ofVirtual()
                    .uncaughtExceptionHandler((thread, e) -> failures.add(e))
                    .start(() -> {
                        for (int turn = 0; turn < 20; turn++) {
                            String name = number + "-" + turn;
                            db.inTransaction(() -> DbTest.insert(db, name));
                            assertThat(DbTest.names(db)).contains(name);
                        }
                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(DbTest.names(db)).hasSize(64 * 20);
    }

    @Test
    void statementWhenRunInsideItselfThenBothHaveTheirOwnRows() {
        db.inTransaction(() -> {
            DbTest.insert(db, "a");
            DbTest.insert(db, "b");
        });

        List<String> pairs = db.read(() -> db.sql()
                .sql("select subject from throttle_day order by subject")
                .query((row, number) -> row.getString(1) + DbTest.names(db))
                .list());

        assertThat(pairs).containsExactly("a[a, b]", "b[a, b]");
    }

    @Test
    void statementsWhenMoreThanAreKeptThenAllStillRun() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 300; i++) {
                int number = i;
                int answer = db.read(() -> db.sql()
                        .sql("select " + number + " + ?")
                        .param(1)
                        .query(Integer.class)
                        .single());
                assertThat(answer).isEqualTo(number + 1);
            }
        }
    }

    /// Holds the writer until all callers wait in its queue, so that it takes them as one batch.
    private void runAsOneBatch(List<Caller> callers) throws InterruptedException {
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Caller holder = new Caller(() -> {
            holding.countDown();
            awaitQuietly(letGo);
        });
        Thread first = Thread.ofPlatform().start(() -> db.inTransaction(holder.work));
        holding.await();
        List<Thread> threads = new ArrayList<>();
        for (Caller caller : callers) {
            Thread thread = Thread.ofPlatform().start(() -> caller.run(db));
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            threads.add(thread);
        }
        letGo.countDown();
        first.join();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String pragma(String name) {
        return db.inTransaction(
                () -> db.sql().sql("pragma " + name).query(String.class).single());
    }

    private int pages() {
        return db.sql().sql("pragma page_count").query(Integer.class).single();
    }

    private void setMostPages(int most) {
        assertThat(db.sql()
                        .sql("pragma max_page_count = " + most)
                        .query(Integer.class)
                        .single())
                .isEqualTo(most);
    }

    private void command(String sql) {
        db.sql().sql(sql).update();
    }

    private static final class Caller {
        private final Runnable work;
        private volatile @Nullable Throwable failure;

        Caller(Runnable work) {
            this.work = work;
        }

        void run(Db db) {
            try {
                db.inTransaction(work);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
    }
}
