package dev.countersign.doors.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.springframework.stereotype.Component;

/// The pages that ask a person to wait, each saying how long and until when.
@Component
final class Waits {
    private final Pages pages;
    private final InstantSource clock;

    Waits(Pages pages, InstantSource clock) {
        this.pages = pages;
        this.clock = clock;
    }

    /// Too many wrong passwords from here; nobody is known yet, so the time is UTC.
    HtmlView delayed(Browser browser, Instant until) {
        return pause(browser, "delayed", until, ZoneOffset.UTC).status(429);
    }

    /// Too many wrong passwords of somebody who is known.
    HtmlView paused(Browser browser, Instant until, ZoneId zone) {
        return pause(browser, "delayed", until, zone).status(429);
    }

    /// Too many wrong codes on this account.
    HtmlView locked(Browser browser, Instant until, ZoneId zone) {
        return pause(browser, "locked", until, zone).status(423);
    }

    /// Too much is being checked at this moment.
    HtmlView busy(Browser browser, Duration wait) {
        return pages.show(browser, "error/error", Map.of("reason", "busy", "requestId", ""))
                .status(503)
                .retryAfter(wait);
    }

    private HtmlView pause(Browser browser, String reason, Instant until, ZoneId zone) {
        Duration wait = Duration.between(clock.instant(), until);
        return pages.show(
                        browser, "sign-in/locked", Map.of("reason", reason, "until", until, "zone", zone, "wait", wait))
                .retryAfter(wait);
    }
}
