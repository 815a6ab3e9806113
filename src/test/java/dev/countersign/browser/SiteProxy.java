package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.people.site.ProxyKind;
import dev.countersign.testing.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// nginx or Caddy as they are installed, with the example of the documents as it stands and the configuration that
/// the page of a site shows, in which only the address of the application is another.
final class SiteProxy implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    private SiteProxy(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    static SiteProxy started(ProxyKind kind, String configuration, URI origin, SiteApp app) throws IOException {
        Path home = TemporaryFolder.make();
        boolean nginx = kind == ProxyKind.NGINX;
        String main = nginx ? "nginx.conf" : "Caddyfile";
        Files.copy(Path.of("examples", kind.word(), main), home.resolve(main));
        Files.writeString(
                home.resolve(nginx ? "site.conf" : "site.caddy"),
                configuration.replace(ProxyKind.APPLICATION, app.authority()));
        Path log = home.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        nginx
                                ? List.of("nginx", "-p", home.toString(), "-c", main)
                                : List.of("caddy", "run", "--config", main, "--adapter", "caddyfile"))
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_DATA_HOME", home.toString());
        SiteProxy proxy = new SiteProxy(builder.start(), origin.getPort(), log);
        proxy.awaitListening();
        return proxy;
    }

    private void awaitListening() throws IOException {
        for (int tries = 0; tries < 300; tries++) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    break;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
        throw new AssertionError("The proxy does not listen: " + said());
    }

    String said() throws IOException {
        return Files.readString(log, UTF_8);
    }

    /// A request letter by letter, and the whole answer: no client mends what is strange in it.
    String raw(String firstLine, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            StringBuilder request = new StringBuilder(firstLine).append(" HTTP/1.1\r\nHost: localhost:");
            request.append(port).append("\r\nConnection: close\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
