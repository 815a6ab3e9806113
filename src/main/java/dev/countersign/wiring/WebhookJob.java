package dev.countersign.wiring;

import dev.countersign.journeys.organisation.WebhookDeliveries;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Delivers what waits for webhooks. Each webhook has one call at a time on this node, and so many are called at once
/// at most, so that one whose other side is slow holds up no other.
@Component
class WebhookJob implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookJob.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int AT_ONCE = 64;
    /// After so many messages a webhook makes room for another that waits.
    private static final int IN_A_ROW = 20;

    private final WebhookDeliveries deliveries;
    private final Set<String> calling = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(AT_ONCE);
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("webhooks").daemon().factory());
    private volatile boolean running;

    WebhookJob(WebhookDeliveries deliveries) {
        this.deliveries = deliveries;
    }

    @Override
    public void start() {
        running = true;
        var _ = thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
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

    private void look() {
        try {
            // As many more as are being called: those may be due, too.
            for (String id : deliveries.due(AT_ONCE + calling.size())) {
                if (running && !calling.contains(id) && room.tryAcquire()) {
                    calling.add(id);
                    Thread.ofVirtual().name("webhook").start(() -> call(id));
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("webhooks could not be looked for: {}", e.getMessage());
        }
    }

    private void call(String id) {
        try {
            for (int i = 0; i < IN_A_ROW && running && deliveries.deliver(id); i++) {
                // One after the other.
            }
        } catch (RuntimeException e) {
            LOG.warn("webhook {} could not be told: {}", id, e.getMessage());
        } finally {
            calling.remove(id);
            room.release();
        }
    }
}
