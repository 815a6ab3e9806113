package dev.countersign.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A number of workers that do one thing after another until a count is reached, and what that took.
final class Load {
    private static final long LONGEST_SETTLING = 60_000_000_000L;
    private static final long IDLE = 20_000_000L;
    /// With less than this share of the server's CPU, the compiler has next to nothing left to do.
    private static final double COMPILED = 0.03;

    private final Server server;
    private final int port;

    Load(Server server) {
        this(server, server.port());
    }

    /// The same through something that stands before the server on another port.
    Load(Server server, int port) {
        this.server = server;
        this.port = port;
    }

    /// One thing to do, over the worker's own connection.
    interface Journey {
        void go(Http http, int number) throws Exception;
    }

    /// What was measured. `others` is how many processors other processes kept busy meanwhile.
    record Window(
            int workers,
            int count,
            long wallNanos,
            long serverNanos,
            long driverNanos,
            double others,
            Threads.Sum threads) {
        double rate() {
            return count * 1e9 / wallNanos;
        }

        double serverMillis() {
            return serverNanos / 1e6 / count;
        }

        /// The compiler's share of the server's CPU.
        double compiling() {
            return threads.millis("Compiler") * 1e6 * count / serverNanos;
        }

        /// Whether the compiler has next to nothing left to do.
        boolean compiled() {
            return compiling() < COMPILED;
        }

        double serverMicros() {
            return serverNanos / 1e3 / count;
        }
    }

    /// Waits until the server has nothing left to do, such as to compile what the warm-up made hot.
    void settle() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_SETTLING;
        long before = server.cpu();
        for (boolean busy = true; busy && System.nanoTime() < end; ) {
            Thread.sleep(400);
            long now = server.cpu();
            busy = now - before > IDLE;
            before = now;
        }
    }

    /// All of these in turns, until the compiler has next to nothing left to do in two rounds, or each was done that
    /// often. What is to be compared is warmed up together: the compiler has to meet all of it first.
    void warmUp(int round, int atMost, Journey... journeys) throws Exception {
        int steady = 0;
        for (int done = 0; done < atMost && steady < 2; done += round) {
            boolean compiled = true;
            for (Journey journey : journeys) {
                compiled &= run(8, round, journey).compiled();
            }
            steady = compiled ? steady + 1 : 0;
        }
        settle();
    }

    Window run(int workers, int count, Journey journey) throws Exception {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
        Threads before = Threads.of(server.pid());
        long all = Proc.allCpu();
        long driver = Proc.cpu(ProcessHandle.current().pid());
        long cpu = server.cpu();
        long wall = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            threads.add(Thread.ofPlatform().start(() -> work(next, count, journey, failed)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        wall = System.nanoTime() - wall;
        cpu = server.cpu() - cpu;
        driver = Proc.cpu(ProcessHandle.current().pid()) - driver;
        all = Proc.allCpu() - all;
        Exception failure = failed.get();
        if (failure != null) {
            throw failure;
        }
        Threads.Sum by = Threads.of(server.pid()).since(before, count);
        return new Window(workers, count, wall, cpu, driver, Math.max(0, (double) (all - cpu - driver) / wall), by);
    }

    private void work(AtomicInteger next, int count, Journey journey, AtomicReference<@Nullable Exception> failed) {
        try (Http http = new Http(port)) {
            for (int i = next.getAndIncrement(); i < count && failed.get() == null; i = next.getAndIncrement()) {
                journey.go(http, i);
            }
        } catch (Exception e) {
            failed.compareAndSet(null, e);
        }
    }
}
