package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import dev.countersign.ground.store.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The pages of an organisation with ten thousand members and a million events, one request after the other, on both
/// databases; and its log read out whole.
final class Organisation implements Section {
    private static final int WARM = 15;

    @Override
    public void run(Stage stage) throws Exception {
        int events = stage.pick(200_000, 1_000_000);
        stage.report()
                .title("An organisation with %,d members and %,d events".formatted(OrganisationSeeds.MEMBERS, events));
        Path folder = stage.folder().resolve("organisation");
        measure(stage, "SQLite", DatabaseSettings.sqlite(folder.resolve("sqlite")), events);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("shared_buffers", "256MB")
                .start()) {
            DatabaseSettings settings = new DatabaseSettings(
                    postgres.getJdbcUrl("postgres", "postgres"), "postgres", "", folder.resolve("postgresql"), 4);
            measure(stage, "PostgreSQL", settings, events);
        }
    }

    private static void measure(Stage stage, String name, DatabaseSettings settings, int events) throws Exception {
        OrganisationSeeds.make(settings, events);
        Setup setup = Setup.of(settings.dataFolder()).cheapHash();
        if (settings.url() != null) {
            setup = setup.with("-Dcountersign.database.url=" + settings.url())
                    .with("-Dcountersign.database.user=postgres");
        }
        try (Server server = Server.start(setup);
                Http http = new Http(server.port())) {
            String cookies = SignIn.browse(http, OrganisationSeeds.OWNER);
            double slowest = 0;
            for (Map.Entry<String, String> page : pages().entrySet()) {
                slowest = Math.max(
                        slowest, time(stage, server, http, name + " " + page.getKey(), page.getValue(), cookies));
            }
            stage.report().atMost(name + ": the slowest page, median", slowest, 100, "ms");
            export(stage, server, name, cookies, events);
        }
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        String member = "01980000-0000-7000-8000-200000000042";
        pages.put("users", "/organisation/users");
        pages.put("users, not set up", "/organisation/users?status=not-set-up");
        pages.put("users, locked", "/organisation/users?status=locked");
        pages.put("users, search", "/organisation/users?q=9999");
        pages.put("users, no way back", "/organisation/users?status=no-way-back");
        pages.put("audit log", "/organisation/audit");
        pages.put(
                "audit log, half a year in",
                "/organisation/audit?after=" + (System.currentTimeMillis() - 180L * 86_400_000)
                        + "-01980000-0000-7000-8000-000000000000");
        pages.put("audit log, resets", "/organisation/audit?type=two-step-reset");
        pages.put("audit log, a kind", "/organisation/audit?type=failure");
        pages.put("audit log, a kind in a year", "/organisation/audit?type=rescue&from=2020-01-01&to=2040-01-01");
        pages.put("audit log, one person", "/organisation/audit?member=" + member);
        pages.put("audit log, a person's name", "/organisation/audit?person=m109999%40example.net");
        pages.put("overview", "/organisation/overview");
        pages.put("overview, a year", "/organisation/overview?days=365");
        return pages;
    }

    /// The median in ms, by the clock of whoever asks.
    private static double time(Stage stage, Server server, Http http, String what, String path, String cookies)
            throws IOException {
        int count = stage.pick(31, 101);
        long[] times = new long[count];
        for (int i = 0; i < WARM; i++) {
            get(http, path, cookies);
        }
        long cpu = server.cpu();
        for (int i = 0; i < count; i++) {
            long before = System.nanoTime();
            get(http, path, cookies);
            times[i] = System.nanoTime() - before;
        }
        double used = (server.cpu() - cpu) / 1e6 / count;
        Arrays.sort(times);
        double median = times[count / 2] / 1e6;
        stage.report()
                .line(
                        "%-44s median %6.1f ms, of 20 the slowest %6.1f ms, server CPU %6.1f ms",
                        what, median, times[count * 19 / 20] / 1e6, used);
        return median;
    }

    private static void get(Http http, String path, String cookies) throws IOException {
        Http.Reply reply = http.get(path, cookies);
        if (reply.status() != 200) {
            throw new IllegalStateException("unexpected answer to " + path + ": " + reply.status());
        }
    }

    /// The whole log as CSV, read as it comes. The server has 256 MiB; the file is larger.
    private static void export(Stage stage, Server server, String name, String cookies, int events) throws IOException {
        double before = server.residentMib();
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://localhost:" + server.port() + "/organisation/audit.csv")
                        .toURL()
                        .openConnection();
        for (String line : cookies.split("\r\n", -1)) {
            if (!line.isEmpty()) {
                connection.setRequestProperty(
                        line.substring(0, line.indexOf(':')), line.substring(line.indexOf(':') + 2));
            }
        }
        long start = System.nanoTime();
        long lines = 0;
        long bytes = 0;
        double highest = before;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines++;
                bytes += line.length();
                if (lines % 50_000 == 0) {
                    highest = Math.max(highest, server.residentMib());
                }
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        if (lines <= events) {
            throw new IllegalStateException("the export has only " + lines + " lines");
        }
        stage.report()
                .line(
                        "%-44s %,d lines, %.0f MB in %.1f s (%,.0f a second); resident %.0f MiB before, %.0f at most",
                        name + " export", lines, bytes / 1e6, seconds, lines / seconds, before, highest);
        stage.report().atMost(name + ": memory that the export adds", highest - before, 128, "MiB");
    }
}
