package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Whether the time of an answer says that an address has an account: sign-up, forgotten password and a wrong
/// password, turn about for an address that has one and one that has none, with the default hash. A difference counts
/// when it repeats: twice the same sign. Each call comes from a network of its own, so that no limit answers.
final class Silence implements Section {
    private static final int CALLS = 40;
    private static final int WARM = 15;
    private static final double MOST = 1.10;

    private int networks;
    private int addresses;

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("Known and unknown addresses: medians of " + CALLS + " calls each, turn about, twice");
        Seeds seeds = Seeds.make(stage.folder(), 1_000, Seeds.DEFAULT);
        try (Server server = Server.start(Setup.of(seeds.folder()).with("-Dcountersign.trusted-proxies=127.0.0.1"))) {
            measure(stage.report(), server.port());
        }
    }

    void measure(Report report, int port) throws Exception {
        try (Http http = new Http(port)) {
            String password = ",\"password\":\"seven purple lanterns\"";
            compare(report, http, "sign-up", "/api/v1/accounts", 201, password + ",\"name\":\"Ada\"");
            compare(report, http, "forgotten password", "/api/v1/password-resets", 202, "");
            compare(report, http, "wrong password", "/api/v1/sign-in", 401, password);
        }
    }

    private void compare(Report report, Http http, String name, String path, int status, String more) throws Exception {
        round(http, path, status, more, WARM);
        double[] first = round(http, path, status, more, CALLS);
        double[] second = round(http, path, status, more, CALLS);
        for (double[] each : List.of(first, second)) {
            report.line(
                    "%-20s known %8.2f ms   unknown %8.2f ms   ratio %.3f", name, each[0], each[1], each[0] / each[1]);
        }
        double one = Math.log(first[0] / first[1]);
        double other = Math.log(second[0] / second[1]);
        double repeats = one * other > 0 ? Math.min(Math.abs(one), Math.abs(other)) : 0;
        report.atMost(name + ", known or unknown: what repeats", Math.exp(repeats), MOST, "x");
    }

    /// The medians for addresses that have an account, and that have none.
    private double[] round(Http http, String path, int status, String more, int calls) throws Exception {
        List<Double> known = new ArrayList<>();
        List<Double> unknown = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String has = new Person(addresses).email();
            String none = "stranger" + addresses + "@example.com";
            addresses++;
            // Whoever comes second may find the processor warm: they change places.
            if (i % 2 == 0) {
                known.add(call(http, path, status, has, more));
                unknown.add(call(http, path, status, none, more));
            } else {
                unknown.add(call(http, path, status, none, more));
                known.add(call(http, path, status, has, more));
            }
        }
        return new double[] {median(known), median(unknown)};
    }

    private double call(Http http, String path, int status, String email, String more)
            throws IOException, InterruptedException {
        // What is done after the answer to the call before is not part of this one.
        Thread.sleep(20);
        networks++;
        String from = String.format(Locale.ROOT, "X-Forwarded-For: 10.%d.%d.7\r\n", networks / 250, networks % 250);
        long before = System.nanoTime();
        Http.Reply reply = http.post(path, from, "application/json", "{\"email\":\"" + email + "\"" + more + "}");
        long after = System.nanoTime();
        if (reply.status() != status) {
            throw new IllegalStateException("unexpected answer: " + reply);
        }
        return (after - before) / 1e6;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
    }
}
