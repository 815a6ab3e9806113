package dev.countersign.bench;

import dev.countersign.bench.Bench.Section;
import dev.countersign.bench.Bench.Stage;
import dev.countersign.bench.Server.Setup;
import dev.countersign.ground.secret.Token;
import dev.countersign.ground.secret.Tokens;
import dev.countersign.ground.store.DatabaseSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a proxy's question costs: asked directly beside a handler that does nothing, and through nginx beside an
/// auth endpoint that always says yes.
final class Forward implements Section {
    private static final int PEOPLE = 200;
    private static final String SITE = "https://wiki.example";

    /// The site, and the cookies of people who are in.
    private record Site(String secret, List<String> cookies) {
        String question(int number) {
            return "X-Countersign-Proxy: " + secret + "\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Proto: https\r\n"
                    + "X-Forwarded-Host: wiki.example\r\nX-Forwarded-Uri: /wiki/page?x=1\r\n" + browser(number);
        }

        /// As many bytes, without the header that makes a request a proxy's wherever it goes.
        String asNobody(int number) {
            return question(number).replace("X-Countersign-Proxy", "X-Countersign-Bench");
        }

        /// What the person's browser sends.
        String browser(int number) {
            return "Cookie: " + cookies.get(number % PEOPLE) + "\r\nAccept: text/html\r\n";
        }
    }

    @Override
    public void run(Stage stage) throws Exception {
        stage.report().title("forward-auth: a proxy asks about a request of somebody who is signed in");
        Seeds seeds = Seeds.make(stage.folder(), 1_000, Seeds.CHEAP);
        try (Server server = Server.start(Setup.of(seeds.folder()).cheapHash().withBenchHandlers())) {
            Site site = site(server, seeds);
            directly(stage, server, site);
            throughNginx(stage, server, site);
        }
    }

    private static Site site(Server server, Seeds seeds) throws Exception {
        try (Http http = new Http(server.port())) {
            String owner = "Authorization: Bearer " + SignIn.api(http, new Person(0)) + "\r\n";
            for (int i = 1; i < PEOPLE; i++) {
                SignIn.api(http, new Person(i));
            }
            Http.Reply made = http.post("/api/v1/organisations", owner, "application/json", "{\"name\":\"Linden\"}");
            SignIn.expect(made, 201, "\"id\"");
            String organisation = SignIn.between(made.body(), "\"id\":\"", "\"");
            Http.Reply site = http.post(
                    "/api/v1/organisations/" + organisation + "/sites",
                    owner,
                    "application/json",
                    "{\"name\":\"Wiki\",\"origins\":[\"" + SITE + "\",\"http://localhost:1\"],\"rules\":["
                            + "{\"path\":\"/public\",\"who\":\"anyone\"},{\"path\":\"/admin\",\"who\":\"owners\",\"freshMinutes\":10},"
                            + "{\"path\":\"/wiki\",\"who\":\"members\"}]}");
            SignIn.expect(site, 201, "\"secret\"");
            String id = SignIn.between(site.body(), "\"id\":\"", "\"");
            String secret = SignIn.between(site.body(), "\"secret\":\"", "\"");
            return new Site(secret, let(seeds, organisation, id));
        }
    }

    // As their tickets would: a way of each person over the pages would be measured by nobody.
    private static List<String> let(Seeds seeds, String organisation, String site) throws SQLException {
        List<String> cookies = new ArrayList<>();
        Tokens tokens = new Tokens();
        String url = "jdbc:sqlite:" + DatabaseSettings.sqlite(seeds.folder()).file();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < PEOPLE; i++) {
                String account = new Person(i).id();
                if (i > 0) {
                    update(connection, """
                            insert into membership (account_id, organisation_id, role, managing, since, role_since)
                            values (?, ?, 'member', 0, 0, 0)""", account, organisation);
                }
                String token = tokens.newToken(Token.Kind.SITE_SESSION).text();
                update(connection, """
                        insert into site_session (account_id, session_id, site_id, origin, token_hash, created_at)
                        select account_id, id, ?, ?, ?, 0 from session where account_id = ?""", site, SITE, Token.hash(token), account);
                cookies.add("__Host-countersign_site-" + site.substring(24) + "=" + token);
            }
            connection.commit();
        }
        return cookies;
    }

    private static void update(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static void directly(Stage stage, Server server, Site site) throws Exception {
        Load load = new Load(server);
        Load.Journey check = (http, n) -> get(http, "/forward-auth", site.question(n));
        Load.Journey nothing = (http, n) -> get(http, "/bench-nothing", site.asNobody(n));
        Load.Journey empty = (http, n) -> get(http, "/api/v1/bench-empty", site.asNobody(n));
        load.warmUp(20_000, stage.pick(400_000, 800_000), check, nothing, empty);
        double worst = 0;
        double best = 0;
        for (int workers : new int[] {8, 32}) {
            List<Double> times = new ArrayList<>();
            // Turn about, since others on the machine come and go.
            for (int round = 0; round < 3; round++) {
                Load.Window none = load.run(workers, stage.pick(40_000, 120_000), nothing);
                Load.Window checks = load.run(workers, stage.pick(40_000, 120_000), check);
                stage.report().window("empty handler at the same place", none);
                stage.report().window("check", checks);
                times.add(checks.serverMicros() / none.serverMicros());
                best = Math.max(best, checks.rate());
            }
            times.sort(null);
            worst = Math.max(worst, times.get(1));
        }
        stage.report().window("empty handler behind the framework", load.run(32, stage.pick(20_000, 60_000), empty));
        stage.report().atMost("CPU of a check, times that of an empty handler at the same place", worst, 1.5, "x");
        stage.report().atLeast("checks a second, asked directly", best, 15_000, "/s");
    }

    private static void throughNginx(Stage stage, Server server, Site site) throws Exception {
        int port = freePort();
        Path home = Files.createDirectories(stage.folder().resolve("nginx"));
        Files.writeString(home.resolve("nginx.conf"), configuration(server.port(), port, site.secret()));
        Process nginx = new ProcessBuilder("nginx", "-p", home.toString(), "-c", "nginx.conf")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
        try {
            await(port);
            Load load = new Load(server, port);
            Load.Journey checked = (http, n) -> get(http, "/checked", site.browser(n));
            Load.Journey yes = (http, n) -> get(http, "/yes", site.browser(n));
            Load.Journey own = (http, n) -> get(http, "/own", site.browser(n));
            load.warmUp(10_000, stage.pick(100_000, 200_000), checked, yes, own);
            List<Double> shares = new ArrayList<>();
            // Turn about, since others on the machine come and go.
            for (int round = 0; round < 3; round++) {
                Load.Window always = load.run(16, stage.pick(20_000, 60_000), yes);
                Load.Window asked = load.run(16, stage.pick(20_000, 60_000), checked);
                stage.report().window("nginx, an auth endpoint of this server that always says yes", always);
                stage.report().window("nginx, forward-auth", asked);
                shares.add(asked.rate() / always.rate() * 100);
            }
            stage.report()
                    .window(
                            "nginx, its own `return 204` as auth endpoint",
                            load.run(16, stage.pick(20_000, 60_000), own));
            shares.sort(null);
            stage.report().atLeast("through nginx, of an endpoint that always says yes", shares.get(1), 80, " %");
        } finally {
            nginx.destroy();
            nginx.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static String configuration(int server, int port, String secret) {
        String ask = """
                internal; proxy_http_version 1.1; proxy_pass_request_body off;
                proxy_set_header Connection ""; proxy_set_header Content-Length "";
                proxy_set_header X-Countersign-Proxy %s;
                proxy_set_header X-Original-URL https://wiki.example$request_uri;
                proxy_set_header X-Original-Method $request_method;
                """.formatted(secret);
        return """
                daemon off; pid nginx.pid; error_log stderr warn; worker_processes 1;
                events { worker_connections 1024; }
                http {
                  access_log off; keepalive_requests 1000000;
                  upstream countersign { server 127.0.0.1:%1$d; keepalive 64; }
                  server {
                    listen 127.0.0.1:%2$d;
                    location = /checked { auth_request /ask; try_files /none =204; }
                    location = /yes { auth_request /always; try_files /none =204; }
                    location = /own { auth_request /nothing; try_files /none =204; }
                    location = /ask { proxy_pass http://countersign/forward-auth/nginx; %3$s }
                    location = /always { proxy_pass http://countersign/bench-nothing; %4$s }
                    location = /nothing { internal; return 204; }
                  }
                }
                """.formatted(server, port, ask, ask.replace("X-Countersign-Proxy", "X-Countersign-Bench"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void await(int port) throws Exception {
        for (int tries = 0; tries < 200; tries++) {
            try (Http http = new Http(port)) {
                http.get("/", "");
                return;
            } catch (IOException notYet) {
                Thread.sleep(25);
            }
        }
        throw new IllegalStateException("nginx does not listen");
    }

    private static void get(Http http, String path, String headers) throws Exception {
        Http.Reply reply = http.get(path, headers);
        if (reply.status() != 200 && reply.status() != 204) {
            throw new IllegalStateException("unexpected answer: " + reply);
        }
    }
}
