package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;

/// The cost of a sign-in with few accounts and with many.
final class Scale implements Section {
    private static final int FEW = 1_000;

    // Prime, so that going up by it meets every account once, far from the one before.
    private static final int STRIDE = 611_953;

    @Override
    public void run(Stage stage) throws Exception {
        int many = stage.pick(100_000, 1_000_000);
        stage.report()
                .title("Cost of a sign-in by the API with %,d and with %,d accounts, hash made negligible"
                        .formatted(FEW, many));
        double few = cost(stage, FEW);
        double more = cost(stage, many);
        stage.report().atMost("cost with %,d accounts, times that with %,d".formatted(many, FEW), more / few, 1.3, "x");
    }

    private static double cost(Stage stage, int accounts) throws Exception {
        long before = System.nanoTime();
        Seeds seeds = Seeds.make(stage.folder(), accounts, Seeds.CHEAP);
        stage.report().line("%,d accounts written in %.0f s", accounts, (System.nanoTime() - before) / 1e9);
        try (Server server = Server.start(Setup.of(seeds.folder()).cheapHash())) {
            Load load = new Load(server);
            int rounds = stage.pick(6, 16);
            int warm = stage.pick(4, 10);
            long cpu = 0;
            long wall = 0;
            int count = 0;
            for (int round = 0; round < warm + rounds; round++) {
                if (accounts == FEW) {
                    seeds.forgetUsedCodes();
                }
                long offset = (long) round * FEW;
                Load.Window window = load.run(
                        8, FEW, (http, n) -> SignIn.api(http, new Person((int) ((offset + n) * STRIDE % accounts))));
                if (round >= warm) {
                    cpu += window.serverNanos();
                    wall += window.wallNanos();
                    count += window.count();
                }
            }
            stage.report()
                    .line(
                            "%,9d accounts   8 workers %9.1f/s  server CPU %8.3f ms each",
                            accounts, count * 1e9 / wall, cpu / 1e6 / count);
            return (double) cpu / count;
        }
    }
}
