package dev.countersign.wiring;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.LogoutDelivery;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Tells apps every second whose session has ended. It has a thread of its own, since an app may be slow to answer.
@Component
class LogoutJob implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(LogoutJob.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int SHARE = 10;

    private final ObjectProvider<AppRooms> apps;
    private final ObjectProvider<LogoutDelivery> delivery;
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("logout").daemon().factory());
    private volatile boolean running;

    LogoutJob(ObjectProvider<AppRooms> apps, ObjectProvider<LogoutDelivery> delivery) {
        this.apps = apps;
        this.delivery = delivery;
    }

    @Override
    public void start() {
        running = true;
        again(EVERY.toNanos());
    }

    private void again(long nanoseconds) {
        if (running) {
            var _ = thread.schedule(this::tell, nanoseconds, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    // Looking for ended sessions takes longer the more people are signed in to apps: it never takes more than a tenth
    // of the time. How long the apps take to answer does not count.
    private void tell() {
        long begun = System.nanoTime();
        long looked = 0;
        try {
            apps.getObject().logoutMessages().find();
            looked = System.nanoTime() - begun;
            apps.getObject().logoutMessages().tell(delivery.getObject());
        } catch (RuntimeException e) {
            LOG.warn("apps could not be told of sessions that ended: {}", e.getMessage());
        }
        again(Math.max(EVERY.toNanos(), SHARE * looked));
    }
}
