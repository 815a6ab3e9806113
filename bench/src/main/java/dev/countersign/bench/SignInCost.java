package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;

/// Whole two-step sign-ins with the hash made negligible: by the API and through the pages.
final class SignInCost implements Section {
    private static final int[] WORKERS = {1, 8, 32};

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Two-step sign-ins, hash made negligible");
        Seeds seeds = Seeds.make(stage.folder(), 20_000, Seeds.CHEAP);
        try (Server server = Server.start(Setup.of(seeds.folder()).cheapHash())) {
            double afterStart = server.residentMib();
            Load load = new Load(server);
            Cost api = measure(stage, load, seeds, "by the API", (http, n) -> SignIn.api(http, new Person(n)));
            Cost pages =
                    measure(stage, load, seeds, "through the pages", (http, n) -> SignIn.pages(http, new Person(n)));
            stage.report()
                    .line(
                            "resident memory: %.0f MiB after start, %.0f MiB after this load",
                            afterStart, server.residentMib());
            stage.report()
                    .atMost("server CPU of a sign-in by the API, outside the hash, alone", api.alone(), 1.5, "ms");
            stage.report()
                    .atMost("server CPU of a sign-in by the API, outside the hash, in use", api.inUse(), 1.5, "ms");
            stage.report().atMost("server CPU of a sign-in through the pages, alone", pages.alone(), 3, "ms");
            stage.report().atMost("server CPU of a sign-in through the pages, in use", pages.inUse(), 3, "ms");
        }
    }

    /// Milliseconds for each sign-in: one after the other, with a processor that goes to sleep in between and no
    /// commit to share; and with 8 and 32 at once, the dearer of the two.
    private record Cost(double alone, double inUse) {}

    private static Cost measure(Stage stage, Load load, Seeds seeds, String name, Load.Journey journey)
            throws Exception {
        warmUp(load, seeds, stage.pick(20_000, 60_000), journey);
        double alone = 0;
        double inUse = 0;
        for (int workers : WORKERS) {
            seeds.forgetUsedCodes();
            load.settle();
            Load.Window window = load.run(workers, stage.pick(2_000, workers == 1 ? 5_000 : 15_000), journey);
            stage.report().window(name, window);
            if (workers == 1) {
                alone = window.serverMillis();
            } else {
                inUse = Math.max(inUse, window.serverMillis());
            }
        }
        return new Cost(alone, inUse);
    }

    /// Until the compiler has next to nothing left to do, or that count is reached.
    static void warmUp(Load load, Seeds seeds, int atMost, Load.Journey journey) throws Exception {
        int round = Math.min(2_000, seeds.accounts());
        int steady = 0;
        for (int done = 0; done < atMost && steady < 2; done += round) {
            seeds.forgetUsedCodes();
            steady = load.run(8, round, journey).compiled() ? steady + 1 : 0;
        }
    }
}
