package dev.countersign.doors.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The checks of `countersign doctor`, each with what to do about it. None takes longer than a few seconds, and those
/// over the network run at once.
final class Health {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration CLOCK_WARN = Duration.ofSeconds(1);
    private static final Duration CLOCK_FAIL = Duration.ofSeconds(10);
    private static final long DISK_WARN_MB = 1024;
    private static final long DISK_FAIL_MB = 100;
    private static final Duration BACKLOG_WARN = Duration.ofMinutes(5);
    private static final Duration BACKLOG_FAIL = Duration.ofHours(1);
    private static final long CERTIFICATE_WARN_DAYS = 21;
    private static final long CERTIFICATE_FAIL_DAYS = 7;

    private final Cli.Care care;

    Health(Cli.Care care) {
        this.care = care;
    }

    /// How one thing is.
    enum Level {
        OK("OK"),
        WARN("warn"),
        FAIL("fail");

        private final String word;

        Level(String word) {
            this.word = word;
        }
    }

    /// One line: what was looked at, how it is, and what to do.
    record Line(Level level, String what, String said) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%-5s %-12s %s", level.word, what, said);
        }
    }

    List<Line> all() {
        List<Line> lines = new ArrayList<>();
        // Without good settings and keys nothing runs that could be asked.
        lines.add(new Line(Level.OK, "settings", "read and checked"));
        lines.add(new Line(Level.OK, "keys", "the master key opens this database"));
        lines.add(safely("clock", this::clock));
        lines.add(safely("database", this::database));
        lines.add(safely(
                "schema",
                () -> new Line(Level.OK, "schema", "V" + care.database().schema())));
        lines.add(safely("disk", this::disk));
        lines.add(safely("outbox", this::outbox));
        lines.addAll(overTheNetwork());
        return lines;
    }

    private Line clock() {
        Duration ahead = care.database().clockAhead().abs();
        String said = "differs from the database's by " + ahead.toMillis() + " ms";
        if (ahead.compareTo(CLOCK_WARN) < 0) {
            return new Line(Level.OK, "clock", said);
        }
        return new Line(
                ahead.compareTo(CLOCK_FAIL) < 0 ? Level.WARN : Level.FAIL,
                "clock",
                said + "; run NTP on both machines, or codes from authenticator apps are refused");
    }

    private Line database() {
        Instant before = care.clock().instant();
        care.database().write();
        long millis = Duration.between(before, care.clock().instant()).toMillis();
        return new Line(
                millis < 1000 ? Level.OK : Level.WARN,
                "database",
                "wrote in " + millis + " ms" + (millis < 1000 ? "" : "; look for a slow disk or a long transaction"));
    }

    private Line disk() throws IOException {
        FileStore store = Files.getFileStore(care.folder());
        long free = store.getUsableSpace() / (1024 * 1024);
        String said = free + " MB are free at " + care.folder();
        if (free >= DISK_WARN_MB) {
            return new Line(Level.OK, "disk", said);
        }
        return new Line(free >= DISK_FAIL_MB ? Level.WARN : Level.FAIL, "disk", said + "; make room");
    }

    private Line outbox() {
        int waiting = care.outbox().waiting();
        Duration oldest = care.outbox()
                .oldestWaiting()
                .map(since -> Duration.between(since, care.clock().instant()))
                .orElse(Duration.ZERO);
        String said = waiting + " messages wait";
        if (oldest.compareTo(BACKLOG_WARN) < 0) {
            return new Line(Level.OK, "outbox", said);
        }
        return new Line(
                oldest.compareTo(BACKLOG_FAIL) < 0 ? Level.WARN : Level.FAIL,
                "outbox",
                said + ", the oldest for " + oldest.toMinutes()
                        + " min; is the server running, and do its gateways take them? See its log");
    }

    private List<Line> overTheNetwork() {
        List<Callable<Line>> checks = new ArrayList<>();
        if (care.gateways().isEmpty()) {
            checks.add(() -> new Line(
                    Level.WARN,
                    "gateways",
                    "none is configured: no mail and no text is sent; set countersign.mail.host"));
        }
        for (Cli.Reach gateway : care.gateways()) {
            checks.add(() -> safely(gateway.name(), () -> reach(gateway)));
        }
        checks.add(() -> safely("base-url", this::baseUrl));
        if ("https".equals(care.installation().baseUrl().getScheme())) {
            checks.add(() -> safely("certificate", this::certificate));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Line> lines = new ArrayList<>();
            for (Future<Line> line : threads.invokeAll(checks)) {
                lines.add(line.get());
            }
            return lines;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(new Line(Level.FAIL, "network", "was interrupted; run it again"));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Line reach(Cli.Reach gateway) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(gateway.host(), gateway.port()), (int) PATIENCE.toMillis());
            return new Line(Level.OK, gateway.name(), gateway.host() + ":" + gateway.port() + " answers");
        }
    }

    private Line baseUrl() throws IOException, InterruptedException {
        URI health = care.installation().baseUrl().resolve("/health");
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            int status = client.send(
                            HttpRequest.newBuilder(health).timeout(PATIENCE).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            return status == 200
                    ? new Line(Level.OK, "base-url", care.installation().baseUrl() + " reaches a ready server")
                    : new Line(
                            Level.FAIL,
                            "base-url",
                            health + " answers " + status
                                    + "; does the proxy lead here, and is countersign.base-url right?");
        }
    }

    private Line certificate() throws IOException {
        URI url = care.installation().baseUrl();
        int port = url.getPort() < 0 ? 443 : url.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(url.getHost(), port), (int) PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            SSLSocketFactory tls = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket socket = (SSLSocket) tls.createSocket(plain, url.getHost(), port, true)) {
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
                return certificate(leaf.getNotAfter().toInstant(), care.clock().instant());
            }
        }
    }

    static Line certificate(Instant until, Instant now) {
        long days = Duration.between(now, until).toDays();
        String said = "good for " + days + " days";
        if (days >= CERTIFICATE_WARN_DAYS) {
            return new Line(Level.OK, "certificate", said);
        }
        return new Line(
                days >= CERTIFICATE_FAIL_DAYS ? Level.WARN : Level.FAIL,
                "certificate",
                said + "; renew it, and see why that is not done by itself");
    }

    private interface Check {
        Line look() throws IOException, InterruptedException;
    }

    private static Line safely(String what, Check check) {
        try {
            return check.look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Line(Level.FAIL, what, "was interrupted; run it again");
        } catch (IOException | RuntimeException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new Line(Level.FAIL, what, OperatorCommands.plain(why) + "; check the address and the network");
        }
    }
}
