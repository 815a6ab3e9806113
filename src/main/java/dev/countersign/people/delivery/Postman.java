package dev.countersign.people.delivery;

import dev.countersign.ground.store.Db;
import dev.countersign.people.delivery.OutboxStore.Claimed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Empties the outbox: takes what is due, puts it into words, and hands it to the gateways in their order. Several
/// servers on one database share the work. A message that carries a code goes out at most once, any other at least
/// once.
public final class Postman implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("delivery");
    private static final int AT_ONCE = 32;
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofSeconds(35);

    /// Longer than a whole round through the gateways can take, so that no other server takes over what is still
    /// being handed over.
    static final Duration LEASE = Duration.ofMinutes(5);

    private final Db db;
    private final OutboxStore store;
    private final Letters letters;
    private final Routes routes;
    private final InstantSource clock;
    private final String server;
    private final Semaphore work = new Semaphore(0);
    private final Semaphore slots = new Semaphore(AT_ONCE);
    private final AtomicBoolean stopping = new AtomicBoolean();
    private @Nullable Thread thread;

    /// @param server a name that no other server on this database has, and none had before
    public Postman(Db db, Outbox outbox, Letters letters, List<Gateway> gateways, InstantSource clock, String server) {
        this.db = db;
        this.store = outbox.store();
        this.letters = letters;
        this.routes = new Routes(gateways, clock);
        this.clock = clock;
        this.server = server;
        outbox.onPut(this::wake);
        outbox.askWhetherDown(routes::down);
    }

    /// Begins to work, on a thread of its own.
    public void start() {
        thread = Thread.ofPlatform().name("postman").daemon().start(this::runUntilStopped);
    }

    /// Takes no more, and waits for what is being handed over.
    @Override
    public void close() {
        stopping.set(true);
        wake();
        try {
            Thread running = thread;
            if (running != null) {
                running.join(PATIENCE.toMillis());
            }
            if (slots.tryAcquire(AT_ONCE, PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                slots.release(AT_ONCE);
            } else {
                LOG.warn("stopped while messages were being handed over");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Hands over everything that is due, on the caller's thread, and returns when nothing is left to do.
    public void deliverAllDue() {
        for (List<Claimed> batch = take(AT_ONCE); !batch.isEmpty(); batch = take(AT_ONCE)) {
            batch.forEach(this::deliver);
        }
    }

    private void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    private void runUntilStopped() {
        while (!stopping.get()) {
            try {
                if (!round()) {
                    var _ = work.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("the outbox could not be read: {}", e.getMessage());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes as many as there are free hands; false when nothing was due.
    private boolean round() throws InterruptedException {
        slots.acquire();
        int free = 1 + slots.drainPermits();
        List<Claimed> batch = List.of();
        try {
            batch = take(free);
        } finally {
            slots.release(free - batch.size());
        }
        for (Claimed claimed : batch) {
            Thread.ofVirtual().name("delivery-" + claimed.message().id()).start(() -> {
                try {
                    deliver(claimed);
                } finally {
                    slots.release();
                }
            });
        }
        return !batch.isEmpty();
    }

    private List<Claimed> take(int most) {
        Instant now = clock.instant();
        // Only a read, unless there is something to do: an idle server writes nothing.
        boolean due = db.read(store::nextDue).filter(at -> !at.isAfter(now)).isPresent();
        boolean stale = db.read(() -> store.stale(now));
        if (!due && !stale) {
            return List.of();
        }
        return db.inTransaction(() -> {
            store.reclaim(now);
            store.expire(now);
            return store.claim(server, most, now, LEASE);
        });
    }

    private void deliver(Claimed claimed) {
        Message message = claimed.message();
        try {
            Letter letter = letters.write(message);
            if (!clock.instant().isBefore(claimed.until())) {
                // This server stood still meanwhile. What is then to be done is no longer its to say.
                LOG.warn("message={} was not handed over in time", message.id());
                return;
            }
            Routes.Way way = routes.send(message, letter);
            settle(claimed, way);
        } catch (RuntimeException e) {
            // The claim runs out by itself, and says what is then to be done.
            LOG.error(
                    "message={} kind={} could not be handled",
                    message.id(),
                    message.kind().word(),
                    e);
        }
    }

    private void settle(Claimed claimed, Routes.Way way) {
        Message message = claimed.message();
        Instant now = clock.instant();
        switch (way.handed()) {
            case Handed.Taken(String reference) -> settle(message, Status.SENT, way.gateway(), reference, null, now);
            case Handed.RefusedRequest(String reason) ->
                settle(message, Status.FAILED, way.gateway(), null, reason, now);
            case Handed.Fraud(String reason) -> settle(message, Status.FAILED, way.gateway(), null, reason, now);
            case Handed.Unknown(String reason) -> {
                if (message.kind().carriesCode()) {
                    settle(message, Status.UNKNOWN, way.gateway(), null, reason, now);
                } else {
                    retry(claimed, null, reason, now);
                }
            }
            case Handed.RateLimited(String reason, Duration after) -> retry(claimed, after, reason, now);
            case Handed.RefusedTransport(String reason) -> retry(claimed, null, reason, now);
            case Handed.Unavailable(String reason) -> retry(claimed, null, reason, now);
        }
    }

    private void settle(
            Message message,
            Status status,
            String gateway,
            @Nullable String reference,
            @Nullable String reason,
            Instant now) {
        db.inTransaction(() -> store.settle(message.id(), server, status, gateway, reference, reason, now));
        LOG.info(
                "message={} kind={} channel={} status={} gateway={}{}",
                message.id(),
                message.kind().word(),
                message.channel().word(),
                status.word(),
                gateway,
                reason == null ? "" : " reason=\"" + reason + "\"");
    }

    private void retry(Claimed claimed, @Nullable Duration asked, String reason, Instant now) {
        Message message = claimed.message();
        // Who asks to be tried again at once, refusing all the while, would be tried without end.
        Duration wait = asked == null || asked.compareTo(FIRST_WAIT) < 0 ? backOff(claimed.attempts()) : asked;
        db.inTransaction(() -> store.retry(message.id(), server, now.plus(wait), reason));
        LOG.warn(
                "message={} kind={} channel={} status=waiting tries={} reason=\"{}\"",
                message.id(),
                message.kind().word(),
                message.channel().word(),
                claimed.attempts(),
                reason);
    }

    /// 2 s doubling to 15 min, each up to a quarter longer, so that what failed together is not tried together.
    static Duration backOff(int attempts) {
        long millis = Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(attempts - 1, 20));
        return Duration.ofMillis(millis + ThreadLocalRandom.current().nextLong(millis / 4 + 1));
    }
}
