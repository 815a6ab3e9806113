package dev.countersign.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.testing.RunningServer;
import dev.countersign.testing.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// An example of `examples/` as it stands, started as its page of the documents says.
enum AppParty {
    APACHE("/oidc", "/bye.html", "/oidc?logout=backchannel", "ES256"),
    SPRING_BOOT("/login/oauth2/code/countersign", "/bye", "/logout/connect/back-channel/countersign", "RS256");

    final String back;
    final String bye;
    final String told;
    final String algorithm;

    AppParty(String back, String bye, String told, String algorithm) {
        this.back = back;
        this.bye = bye;
        this.told = told;
        this.algorithm = algorithm;
    }

    /// Builds what has to be built. It takes long; of several processes that want it, one does it.
    void prepare() throws IOException, InterruptedException {
        if (this == SPRING_BOOT) {
            Path home = Files.createDirectories(Path.of("target", "spring-boot"));
            try (FileChannel channel = FileChannel.open(
                            home.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                Process maven = new ProcessBuilder(
                                List.of("mvn", "-q", "-B", "-ntp", "-f", "examples/spring-boot/pom.xml", "package"))
                        .redirectErrorStream(true)
                        .start();
                String said = new String(maven.getInputStream().readAllBytes(), UTF_8);
                assertThat(maven.waitFor()).as(said).isZero();
            }
        }
    }

    /// Starts it, and waits until it listens.
    Running start(RunningServer server, int port, String client, String secret) throws IOException {
        Path home = TemporaryFolder.make();
        Map<String, String> environment = new LinkedHashMap<>(
                Map.of("ISSUER", server.address(), "CLIENT_ID", client, "CLIENT_SECRET", secret, "PORT", "" + port));
        List<String> command = switch (this) {
            case APACHE -> {
                Path here = Path.of("examples/apache").toAbsolutePath();
                environment.putAll(Map.of("HERE", here.toString(), "RUN", home.toString(), "PASSPHRASE", secret));
                yield List.of(
                        "apache2", "-X", "-f", here.resolve("apache2.conf").toString());
            }
            case SPRING_BOOT ->
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        "examples/spring-boot/target/app.jar");
        };
        Path log = home.resolve("log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return new Running(builder.start(), log, port).listening();
    }

    /// A process that was started.
    record Running(Process process, Path log, int port) implements AutoCloseable {
        private Running listening() throws IOException {
            for (int tries = 0; tries < 1_200 && process.isAlive(); tries++) {
                try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    return this;
                } catch (IOException _) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
                }
            }
            close();
            throw new AssertionError("it does not listen: " + said());
        }

        /// What it has said so far.
        String said() throws IOException {
            return Files.readString(log);
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
}
