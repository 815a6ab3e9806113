package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;

/// Two-step sign-ins with the default hash, beside the same hash alone: in the same server behind a handler that
/// does nothing else, and in a process of its own.
final class HashShare implements Section {
    private static final int[] WORKERS = {1, 8, 32};

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Two-step sign-ins, default hash (Argon2id, 19 MiB, 2 passes)");
        Seeds seeds = Seeds.make(stage.folder(), 1_000, Seeds.DEFAULT);
        try (Server server = Server.start(Setup.of(seeds.folder()).withBenchHandlers())) {
            Load load = new Load(server);
            SignInCost.warmUp(load, seeds, stage.pick(1_000, 4_000), (http, n) -> SignIn.api(http, new Person(n)));
            double least = 1;
            for (int workers : WORKERS) {
                double share = measure(stage, load, seeds, workers);
                // One worker waits for its hash and its commits in turn: no rate that anything could share.
                least = workers == 1 ? least : Math.min(least, share);
            }
            stage.report().line("resident memory after this load: %.0f MiB", server.residentMib());
            stage.report().atLeast("sign-ins with the default hash, of the bare hash rate", least * 100, 95, "%");
        }
    }

    /// In turns, so that a machine that gets faster or slower meanwhile counts for both.
    private static double measure(Stage stage, Load load, Seeds seeds, int workers) throws Exception {
        int count = stage.pick(150, 400);
        int turns = 3;
        double signIns = 0;
        double hashes = 0;
        for (int turn = 0; turn < turns; turn++) {
            seeds.forgetUsedCodes();
            load.settle();
            Load.Window hash = load.run(workers, count, (http, n) -> hash(http));
            Load.Window signIn = load.run(workers, count, (http, n) -> SignIn.api(http, new Person(n)));
            stage.report().window("by the API", signIn);
            stage.report().window("the hash alone, in the same server", hash);
            signIns += signIn.rate() / turns;
            hashes += hash.rate() / turns;
        }
        InProcess.Hashes apart = InProcess.hashes(workers, stage.pick(3, 6));
        stage.report()
                .line(
                        "%-34s %2d threads %9.1f/s         CPU %8.3f ms each",
                        "the hash in a process of its own", workers, apart.rate(), apart.cpuMillis());
        stage.report()
                .line(
                        "  sign-ins reach %.1f %% of the rate of the hash in the same server, %.1f %% of that apart",
                        100 * signIns / hashes, 100 * signIns / apart.rate());
        return signIns / hashes;
    }

    private static void hash(Http http) throws Exception {
        if (http.get("/api/v1/bench-hash", "").status() != 200) {
            throw new IllegalStateException("no hash");
        }
    }
}
