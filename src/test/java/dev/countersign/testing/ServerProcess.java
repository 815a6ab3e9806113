package dev.countersign.testing;

import dev.countersign.Main;
import dev.countersign.ground.store.DatabaseSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The server in a process of its own, as an operator runs it, so that it can be killed.
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final String address;

    private ServerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// Starts it on that database, and waits until it says that it is ready.
    public static ServerProcess start(DatabaseSettings store) {
        int port = RunningServer.freePort();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
        RunningServer.settings(store, port).forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            await(process);
            return new ServerProcess(process, "http://localhost:" + port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What it says after that is read and dropped, so that it never waits for a reader.
    private static void await(Process process) throws IOException {
        BufferedReader output = process.inputReader();
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("Countersign is ready")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
                return;
            }
        }
        throw new AssertionError("The server did not start: " + String.join("\n", said));
    }

    public String address() {
        return address;
    }

    /// SIGKILL: it cannot finish anything.
    public void kill() {
        try {
            int status = process.destroyForcibly().waitFor();
            if (status != 128 + 9) {
                throw new AssertionError("ended by itself, with status " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
