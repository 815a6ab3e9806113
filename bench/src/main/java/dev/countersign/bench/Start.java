package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import java.util.ArrayList;
import java.util.List;

/// From the start of the process to the first 200 of `/health`, and resident memory then.
final class Start implements Section {
    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Start of the packaged server (start-up cache, ahead-of-time context, 256 MB heap)");
        Setup setup = Setup.of(Seeds.make(stage.folder(), 1_000, Seeds.DEFAULT).folder());
        Server.start(setup).close(); // files into the page cache
        List<Double> seconds = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        for (int i = 0; i < stage.pick(3, 7); i++) {
            try (Server server = Server.start(setup)) {
                seconds.add(server.startSeconds());
                cpu.add(server.cpu() / 1e9);
                resident.add(server.residentMib());
                stage.report()
                        .threads(Threads.of(server.pid())
                                .since(Threads.none(), 1)
                                .toString());
            }
        }
        stage.report()
                .line(
                        "%d starts: median %.2f s, best %.2f s; CPU %.2f s; resident %.0f MiB",
                        seconds.size(), median(seconds), best(seconds), median(cpu), median(resident));
        stage.report().atMost("start to the first 200 of /health", median(seconds), 2.5, "s");
        stage.report().atMost("resident after start", median(resident), 200, "MiB");
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static double best(List<Double> values) {
        return values.stream().min(Double::compare).orElseThrow();
    }
}
