package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;

/// Two-step sign-ins with the default hash, beside the same hash alone in a process of its own.
final class HashShare implements Section {
    private static final int[] WORKERS = {1, 8, 32};

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Two-step sign-ins, default hash (Argon2id, 19 MiB, 2 passes)");
        Seeds seeds = Seeds.make(stage.folder(), 1_000, Seeds.DEFAULT);
        try (Server server = Server.start(Setup.of(seeds.folder()))) {
            Load load = new Load(server);
            // What is outside the hash gets warm by calls that need no hash of a password that is right.
            SignInCost.warmUp(load, seeds, stage.pick(100, 400), (http, n) -> SignIn.api(http, new Person(n)));
            double least = 1;
            for (int workers : WORKERS) {
                least = Math.min(least, measure(stage, load, seeds, workers));
            }
            stage.report().line("resident memory after this load: %.0f MiB", server.residentMib());
            stage.report().atLeast("sign-ins with the default hash, of the bare hash rate", least * 100, 95, "%");
        }
    }

    /// The hash alone before and after, so that a machine that gets busier meanwhile counts for both.
    private static double measure(Stage stage, Load load, Seeds seeds, int workers) throws Exception {
        int seconds = stage.pick(2, 6);
        InProcess.Hashes before = InProcess.hashes(workers, seconds);
        seeds.forgetUsedCodes();
        load.settle();
        Load.Window window =
                load.run(workers, (int) (seconds * 2 * before.rate()), (http, n) -> SignIn.api(http, new Person(n)));
        InProcess.Hashes after = InProcess.hashes(workers, seconds);
        stage.report().window("by the API", window);
        double rate = (before.rate() + after.rate()) / 2;
        double cpu = (before.cpuMillis() + after.cpuMillis()) / 2;
        double share = cpu / window.serverMillis();
        stage.report()
                .line(
                        "%-34s %2d threads %9.1f/s         CPU %8.3f ms each   sign-ins reach %.1f %% of it by the clock, %.1f %% by CPU",
                        "the hash alone", workers, rate, cpu, 100 * window.rate() / rate, 100 * share);
        return Math.max(share, window.rate() / rate);
    }
}
