package dev.countersign.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The packaged server as a process of its own, run as `script/countersign` runs it.
final class Server implements AutoCloseable {
    private static final Path APP = Path.of("target/app").toAbsolutePath();
    private static final Path BENCH_JAR = Path.of("target/bench/bench.jar").toAbsolutePath();

    private final Process process;
    private final int port;
    private final long startNanos;

    private Server(Process process, int port, long startNanos) {
        this.process = process;
        this.port = port;
        this.startNanos = startNanos;
    }

    /// How the server is run: with which data folder, extra `-D` or `-X` options, and whether the bench's handlers
    /// are put behind its class path.
    record Setup(Path data, List<String> options, boolean benchHandlers) {
        static Setup of(Path data) {
            return new Setup(data, List.of(), false);
        }

        /// The password hash made negligible: the smallest that the settings take.
        Setup cheapHash() {
            List<String> more = new ArrayList<>(options);
            more.add("-Dcountersign.password.memory-kib=" + Seeds.CHEAP.memoryKib());
            more.add("-Dcountersign.password.iterations=" + Seeds.CHEAP.iterations());
            return new Setup(data, List.copyOf(more), benchHandlers);
        }

        Setup with(String option) {
            List<String> more = new ArrayList<>(options);
            more.add(option);
            return new Setup(data, List.copyOf(more), benchHandlers);
        }

        Setup withBenchHandlers() {
            return new Setup(data, options, true);
        }
    }

    /// Starts it and waits for the first 200 of `/health`.
    static Server start(Setup setup) throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(command(setup));
        builder.environment().keySet().removeIf(name -> name.matches("(COUNTERSIGN|SERVER|SPRING|LOGGING)_.*|JAVA_.*"));
        builder.environment().put("COUNTERSIGN_DATA", setup.data().toString());
        builder.environment().put("SERVER_PORT", String.valueOf(port));
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.INHERIT);
        long before = System.nanoTime();
        Process process = builder.start();
        while (!healthy(port)) {
            if (!process.isAlive() || System.nanoTime() - before > TimeUnit.MINUTES.toNanos(2)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not start");
            }
            Thread.sleep(2);
        }
        return new Server(process, port, System.nanoTime() - before);
    }

    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + APP.resolve("jvm.options"));
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    double startSeconds() {
        return startNanos / 1e9;
    }

    long cpu() {
        return Proc.cpu(pid());
    }

    double residentMib() {
        return Proc.residentMib(pid());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> command(Setup setup) {
        List<String> command = new ArrayList<>(java());
        command.add("-XX:AOTCache=" + APP.resolve("countersign.aot"));
        command.addAll(setup.options());
        // For experiments: BENCH_SERVER_OPTS="-XX:StartFlightRecording=filename=/tmp/bench.jfr,settings=profile"
        command.addAll(Arrays.stream(
                        System.getenv().getOrDefault("BENCH_SERVER_OPTS", "").split(" ", -1))
                .filter(option -> !option.isBlank())
                .toList());
        Path jar = APP.resolve("countersign.jar");
        if (setup.benchHandlers()) {
            command.addAll(
                    List.of("-cp", jar + ":" + BENCH_JAR, "dev.countersign.bench.server.ServerWithBenchHandlers"));
        } else {
            command.addAll(List.of("-jar", jar.toString()));
        }
        return command;
    }

    private static boolean healthy(int port) {
        try (Http http = new Http(port)) {
            return http.get("/health", "").status() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
