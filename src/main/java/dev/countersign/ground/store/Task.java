package dev.countersign.ground.store;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Work handed to another thread, and its outcome coming back to the thread that waits for it.
final class Task<T extends @Nullable Object> {
    private final Supplier<T> work;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private @Nullable Throwable failure;

    Task(Supplier<T> work) {
        this.work = work;
    }

    /// Runs the work and keeps what it returns; the waiting thread learns of it only by [#succeed].
    void run() {
        result = work.get();
    }

    void succeed() {
        done.countDown();
    }

    /// Lets the waiting thread go on with this failure, unless it was answered before.
    void fail(Throwable e) {
        if (done.getCount() > 0) {
            failure = e;
            done.countDown();
        }
    }

    /// Waits for the outcome, through interrupts: a caller that stopped waiting would not know whether its work was
    /// committed.
    T outcome() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        return value();
    }

    // `result` is null only where T itself may be null.
    @SuppressWarnings("NullAway")
    private T value() {
        return result;
    }
}
