package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import java.util.ArrayList;
import java.util.List;

/// `GET /api/v1/me` beside a handler that does nothing, in the same server.
final class Me implements Section {
    private static final int SESSIONS = 200;

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("GET /api/v1/me beside an empty handler behind the same filters");
        Seeds seeds = Seeds.make(stage.folder(), 1_000, Seeds.CHEAP);
        try (Server server = Server.start(Setup.of(seeds.folder()).cheapHash().withBenchHandlers())) {
            List<String> bearers = new ArrayList<>();
            try (Http http = new Http(server.port())) {
                for (int i = 0; i < SESSIONS; i++) {
                    bearers.add("Authorization: Bearer " + SignIn.api(http, new Person(i)) + "\r\n");
                }
            }
            Load load = new Load(server);
            Load.Journey me = (http, n) -> get(http, "/api/v1/me", bearers.get(n % SESSIONS));
            Load.Journey empty = (http, n) -> get(http, "/api/v1/bench-empty", bearers.get(n % SESSIONS));
            load.warmUp(20_000, stage.pick(100_000, 400_000), me, empty);
            double worst = 0;
            for (int workers : new int[] {1, 8, 32}) {
                Load.Window nothing = load.run(workers, stage.pick(20_000, 60_000), empty);
                Load.Window something = load.run(workers, stage.pick(20_000, 60_000), me);
                stage.report().window("empty handler", nothing);
                stage.report().window("GET /api/v1/me", something);
                worst = Math.max(worst, something.serverMicros() / nothing.serverMicros());
            }
            stage.report().atMost("CPU of GET /me, times that of an empty handler", worst, 2.5, "x");
        }
    }

    private static void get(Http http, String path, String headers) throws Exception {
        Http.Reply reply = http.get(path, headers);
        if (reply.status() != 200) {
            throw new IllegalStateException("unexpected answer: " + reply);
        }
    }
}
