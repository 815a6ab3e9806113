package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// Second steps over HTTP, each on an account of its own, beside the bare store doing the same statements.
final class SecondStep implements Section {
    private static final int[] WORKERS = {1, 8, 32};

    @Override
    public void run(Stage stage) throws Exception {
        stage.report()
                .title("Second-step verifications, each on its own account, beside the bare store's same statements");
        int count = stage.pick(6_000, 30_000);
        Seeds seeds = Seeds.make(stage.folder(), count, Seeds.CHEAP);
        double[] rates = new double[WORKERS.length];
        double[] cpu = new double[WORKERS.length];
        try (Server server = Server.start(Setup.of(seeds.folder()).cheapHash())) {
            Load load = new Load(server);
            SignInCost.warmUp(load, seeds, stage.pick(16_000, 60_000), (http, n) -> SignIn.api(http, new Person(n)));
            for (int i = 0; i < WORKERS.length; i++) {
                Load.Window window = verify(load, seeds, WORKERS[i]);
                stage.report().window("POST …/challenge/verify", window);
                rates[i] = window.rate();
                cpu[i] = window.serverMillis();
            }
        }
        double least = Double.MAX_VALUE;
        for (int i = 0; i < WORKERS.length; i++) {
            seeds.forgetUsedCodes();
            List<Double> bare = InProcess.child(
                    "store", seeds.folder().toString(), String.valueOf(WORKERS[i]), String.valueOf(count));
            double byClock = rates[i] / bare.get(0);
            stage.report()
                    .line(
                            "%-34s %2d threads %9.1f/s         CPU %8.3f ms each   (%.0f statements; the journey without HTTP %.1f/s, %.3f ms)",
                            "the bare store",
                            WORKERS[i],
                            bare.get(0),
                            bare.get(1),
                            bare.get(4),
                            bare.get(2),
                            bare.get(3));
            stage.report()
                    .line(
                            "%-34s %.0f %% by the clock, %.0f %% by CPU",
                            "second steps reach of it", 100 * byClock, 100 * bare.get(1) / cpu[i]);
            if (WORKERS[i] == 32) {
                least = byClock;
            }
        }
        stage.report().atLeast("second steps at 32 workers, of the bare store's rate", least * 100, 60, "%");
    }

    private static Load.Window verify(Load load, Seeds seeds, int workers) throws Exception {
        int count = seeds.accounts();
        AtomicReferenceArray<String> challenges = new AtomicReferenceArray<>(count);
        load.run(8, count, (http, n) -> challenges.set(n, SignIn.challenge(http, new Person(n))));
        seeds.forgetUsedCodes();
        load.settle();
        return load.run(workers, count, (http, n) -> SignIn.verify(http, new Person(n), challenges.get(n)));
    }
}
