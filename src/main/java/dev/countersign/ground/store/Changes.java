package dev.countersign.ground.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What may have taken something away from people, told to this process by the database, whoever changed it: this
/// process, another node, or the command line. Whoever remembers what the database said asks [#current()] first: it
/// is false as soon as this process may have missed something, and then only the database knows.
///
/// Nothing runs until somebody asks, and it stops a minute after the last one did.
public final class Changes implements AutoCloseable {
    /// Told in place of one account's id: it is about everybody.
    public static final String EVERYBODY = "*";

    /// For how long what was heard last counts. With the beat below it keeps what people lose under a second.
    static final Duration CURRENT = Duration.ofMillis(600);

    /// How often the database is asked whether it still tells.
    static final Duration BEAT = Duration.ofMillis(150);

    private static final Duration AWAKE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final Source source;
    private final Consumer<String> told;
    private final Thread thread;
    private volatile long heardAt;
    private volatile boolean heard;
    private volatile long askedAt;
    private volatile boolean asleep = true;
    private volatile boolean closed;
    private boolean begun;

    /// Where changes come from.
    interface Source extends AutoCloseable {
        /// Begins anew: what was told before is of no use.
        void open() throws Exception;

        /// Listens for a beat and tells whose things changed.
        ///
        /// @return whether everything that was committed before the call has been told
        boolean next(Consumer<String> told) throws Exception;

        @Override
        void close();
    }

    /// @param told is called with an account's id, or with [#EVERYBODY]
    public Changes(Db db, DatabaseSettings settings, Consumer<String> told) {
        this(settings.dialect() == Dialect.SQLITE ? new SqliteChanges(db) : new PostgresChanges(settings), told);
    }

    Changes(Source source, Consumer<String> told) {
        this.source = source;
        this.told = told;
        this.thread = Thread.ofPlatform().name("changes").daemon().unstarted(this::listen);
    }

    /// Whether everything that was committed a moment ago has been told. Keeps the listening alive.
    public boolean current() {
        long now = System.nanoTime();
        if (now - askedAt > BEAT.toNanos() || asleep) {
            askedAt = now;
            wake();
        }
        return heard && now - heardAt < CURRENT.toNanos();
    }

    private void wake() {
        if (asleep) {
            begin();
            LockSupport.unpark(thread);
        }
    }

    private synchronized void begin() {
        if (!begun && !closed) {
            begun = true;
            askedAt = System.nanoTime();
            thread.start();
        }
    }

    private void listen() {
        while (!closed) {
            try (source) {
                asleep = false;
                source.open();
                // Whatever was remembered before may have changed while nobody listened.
                told.accept(EVERYBODY);
                hear();
            } catch (Exception e) {
                LOG.warn("What changes is not told, so the database is asked each time: {}", e.getMessage());
                pause();
            }
            sleep();
        }
    }

    private void hear() throws Exception {
        while (!closed && awake()) {
            long before = System.nanoTime();
            if (source.next(told)) {
                heardAt = before;
                heard = true;
            }
        }
    }

    private boolean awake() {
        return System.nanoTime() - askedAt < AWAKE.toNanos();
    }

    private void sleep() {
        if (!awake()) {
            heard = false;
            asleep = true;
        }
        while (!closed && !awake()) {
            LockSupport.parkNanos(this, AWAKE.toNanos());
        }
    }

    private void pause() {
        heard = false;
        if (!closed) {
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        heard = false;
        LockSupport.unpark(thread);
        if (begun) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
