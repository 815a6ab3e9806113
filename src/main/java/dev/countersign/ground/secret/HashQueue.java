package dev.countersign.ground.secret;

import dev.countersign.ground.secret.SlowHashes.Busy;
import dev.countersign.ground.secret.SlowHashes.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A few threads that hash, and the queue in front of them: known devices first, then in order of arrival. A turn
/// that has not begun in time is given up, and its caller is told so. Hashing on the callers' virtual threads
/// instead would hold the threads that carry them all.
final class HashQueue implements AutoCloseable {
    private final ThreadPoolExecutor threads;
    private final Duration longestWait;
    private final AtomicLong arrivals = new AtomicLong();

    HashQueue(int permits, Duration longestWait) {
        this.longestWait = longestWait;
        this.threads = new ThreadPoolExecutor(
                permits,
                permits,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                Thread.ofPlatform().name("hash-", 0).daemon().factory());
    }

    <T> T run(Lane lane, Supplier<T> work) {
        return await(submit(lane, work));
    }

    <T> List<T> runAll(Lane lane, List<Supplier<T>> works) {
        List<Turn<T>> turns = works.stream().map(work -> submit(lane, work)).toList();
        List<T> results = new ArrayList<>();
        for (Turn<T> turn : turns) {
            results.add(await(turn));
        }
        return List.copyOf(results);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private <T> Turn<T> submit(Lane lane, Supplier<T> work) {
        Turn<T> turn = new Turn<>(lane, arrivals.incrementAndGet(), work);
        threads.execute(turn);
        return turn;
    }

    private <T> T await(Turn<T> turn) {
        try {
            turn.begun.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            if (turn.taken.compareAndSet(false, true)) {
                threads.remove(turn);
                throw new Busy(longestWait);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw interrupted(e);
        }
        try {
            return turn.result.get();
        } catch (InterruptedException | ExecutionException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("the hash was not computed", e);
    }

    private static final class Turn<T> implements Runnable, Comparable<Turn<?>> {
        private final Lane lane;
        private final long arrival;
        private final Supplier<T> work;
        private final AtomicBoolean taken = new AtomicBoolean();
        private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Turn(Lane lane, long arrival, Supplier<T> work) {
            this.lane = lane;
            this.arrival = arrival;
            this.work = work;
        }

        @Override
        public void run() {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            begun.complete(null);
            try {
                result.complete(work.get());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        }

        @Override
        public int compareTo(Turn<?> other) {
            return lane == other.lane ? Long.compare(arrival, other.arrival) : lane.compareTo(other.lane);
        }
    }
}
