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
        var _ = thread.scheduleWithFixedDelay(this::tell, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        thread.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void tell() {
        try {
            apps.getObject().logoutMessages().find();
            apps.getObject().logoutMessages().tell(delivery.getObject());
        } catch (RuntimeException e) {
            LOG.warn("apps could not be told of sessions that ended: {}", e.getMessage());
        }
    }
}
