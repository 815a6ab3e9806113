package dev.countersign.bench;

import dev.countersign.ground.secret.SlowHashes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Parts of the server on their own, each in a fresh process with the server's Java options.
final class InProcess {
    private InProcess() {}

    /// What a number of threads got out of the hash alone.
    record Hashes(double rate, double cpuMillis) {}

    static Hashes hashes(int threads, int seconds) throws Exception {
        List<Double> figures = child("hash", String.valueOf(threads), String.valueOf(seconds));
        return new Hashes(figures.get(0), figures.get(1));
    }

    /// Runs `main` of this class in a process of its own and reads the figures it prints.
    static List<Double> child(String... arguments) throws Exception {
        Path app = Path.of("target/app").toAbsolutePath();
        List<String> command = new ArrayList<>(Server.java());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                app.resolve("countersign.jar") + ":"
                        + Path.of("target/bench/classes").toAbsolutePath(),
                InProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + " failed: " + said);
        }
        return said.strip().lines().map(Double::valueOf).toList();
    }

    static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "hash" -> hash(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            case "store" ->
                BareStore.main(Path.of(arguments[1]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "outbox" ->
                OutboxDrain.main(
                        Path.of(arguments[1]), arguments[2], URI.create(arguments[3]), Integer.parseInt(arguments[4]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.exit(0);
    }

    private static void hash(int threads, int seconds) throws InterruptedException {
        int permits = Runtime.getRuntime().availableProcessors();
        SlowHashes hashes = new SlowHashes(Seeds.DEFAULT, permits, Duration.ofSeconds(30));
        String hash = hashes.hash(Person.PASSWORD, SlowHashes.Lane.KNOWN);
        hashFor(hashes, hash, threads, 2);
        long cpu = Proc.cpu(ProcessHandle.current().pid());
        long wall = System.nanoTime();
        long count = hashFor(hashes, hash, threads, seconds);
        wall = System.nanoTime() - wall;
        cpu = Proc.cpu(ProcessHandle.current().pid()) - cpu;
        System.out.println(count * 1e9 / wall);
        System.out.println(cpu / 1e6 / count);
    }

    private static long hashFor(SlowHashes hashes, String hash, int threads, int seconds) throws InterruptedException {
        AtomicLong count = new AtomicLong();
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < end) {
                    hashes.matches(hash, Person.PASSWORD, SlowHashes.Lane.UNKNOWN);
                    count.incrementAndGet();
                }
            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        return count.get();
    }
}
