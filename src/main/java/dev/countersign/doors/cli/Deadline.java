package dev.countersign.doors.cli;

import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A limit on how long a channel may be in use. A socket of this kind knows no time-out of its own; it is closed
/// instead, and whoever reads or writes gets an `IOException`.
final class Deadline implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);

    private Deadline() {}

    static Deadline closing(Channel channel, Duration limit) {
        Deadline deadline = new Deadline();
        Thread.ofVirtual().name("deadline").start(() -> {
            try {
                if (!deadline.done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    channel.close();
                }
            } catch (IOException e) {
                // It is closed either way.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return deadline;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
