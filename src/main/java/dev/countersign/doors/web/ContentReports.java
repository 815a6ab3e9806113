package dev.countersign.doors.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// Where browsers report what the content policy kept out. Anybody can write here, so little is read, little is
/// logged, and nothing is believed.
@Controller
final class ContentReports {
    private static final Logger log = LoggerFactory.getLogger(ContentReports.class);
    private static final int MOST_READ = 2_000;
    private static final int MOST_A_MINUTE = 20;

    private final InstantSource clock;
    private final AtomicLong minute = new AtomicLong();
    private final AtomicInteger inMinute = new AtomicInteger();

    ContentReports(InstantSource clock) {
        this.clock = clock;
    }

    @PostMapping("/csp-report")
    @Open
    ResponseEntity<Void> report(HttpServletRequest request) throws IOException {
        long now = clock.millis() / 60_000;
        if (minute.getAndSet(now) != now) {
            inMinute.set(0);
        }
        if (inMinute.incrementAndGet() <= MOST_A_MINUTE) {
            String text = new String(request.getInputStream().readNBytes(MOST_READ), UTF_8);
            log.warn("Content policy report: {}", text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " "));
        }
        return ResponseEntity.noContent().build();
    }
}
