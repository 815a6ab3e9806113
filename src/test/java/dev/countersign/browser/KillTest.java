package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.testing.Databases;
import dev.countersign.testing.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The power goes while many people enrol, use codes and sign out: what they were told has to hold afterwards.
class KillTest {
    private static final int THREADS = 6;
    /// How much has been acknowledged when the process is killed.
    private static final int ACKNOWLEDGED = 40;

    @ParameterizedTest
    @EnumSource
    void serverWhenKilledThenAllThatWasAcknowledgedHolds(Databases database) throws Exception {
        DatabaseSettings store = database.migrated();
        List<Witness> witnesses = new ArrayList<>();
        int rounds = database == Databases.SQLITE ? 2 : 1; // PostgreSQL is not what is killed
        for (int round = 0; round < rounds; round++) {
            witnesses.addAll(killedUnderLoad(store, round));
        }
        assertThat(witnesses.stream().mapToInt(Witness::signOuts).sum()).isGreaterThan(THREADS);
        try (ServerProcess server = ServerProcess.start(store)) {
            Http http = new Http(server.address());
            assertThat(http.get("/health", java.util.Map.of()).status()).isEqualTo(200);
            for (Witness witness : witnesses) {
                witness.check(http);
            }
        }
    }

    private static List<Witness> killedUnderLoad(DatabaseSettings store, int round) throws Exception {
        Semaphore acknowledged = new Semaphore(0);
        try (ServerProcess server = ServerProcess.start(store);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Http http = new Http(server.address());
            List<Future<List<Witness>>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String name = "kill-%d-%d".formatted(round, thread);
                all.add(threads.submit(() -> load(http, name, acknowledged)));
            }
            acknowledged.acquire(ACKNOWLEDGED);
            server.kill();
            List<Witness> witnesses = new ArrayList<>();
            for (Future<List<Witness>> each : all) {
                witnesses.addAll(each.get());
            }
            return witnesses;
        }
    }

    // Ends when the server does. Two people for each thread and round: a network may make 30 accounts at once.
    private static List<Witness> load(Http http, String name, Semaphore acknowledged) {
        List<Witness> witnesses = new ArrayList<>();
        try {
            for (int person = 0; person < 2; person++) {
                Witness witness = new Witness("%s-%d@example.com".formatted(name, person), acknowledged);
                witnesses.add(witness);
                witness.enrol(http);
                while (witness.hasCodes()) {
                    witness.signInAndOut(http);
                }
            }
        } catch (IOException killed) {
            return witnesses;
        }
        return witnesses;
    }
}
