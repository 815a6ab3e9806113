package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.organisation.WaitingResets.ForMe;
import dev.countersign.pages.Moment;
import dev.countersign.pages.MyResetEntry;
import dev.countersign.pages.Notice;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/stop-reset/{token}`: the link by which a person stops a reset of their two-step sign-in that waits; and the
/// button that does the same on signed-in pages. Looking changes nothing: mail scanners open links.
@Controller
final class StopResetPage {
    private final Pages pages;
    private final WaitingResets waiting;

    StopResetPage(Pages pages, WaitingResets waiting) {
        this.pages = pages;
        this.waiting = waiting;
    }

    @GetMapping("/stop-reset/{token}")
    @Open
    View ask(Browser browser, @PathVariable String token) {
        return waiting.look(token)
                .<View>map(it -> show(browser, token, Optional.of(entry(browser, it))))
                .orElseGet(() -> notGood(browser));
    }

    @PostMapping("/stop-reset/{token}")
    @Open
    View stop(Browser browser, @PathVariable String token) {
        return waiting.stop(token, browser.origin()) ? show(browser, token, Optional.empty()) : notGood(browser);
    }

    private View show(Browser browser, String token, Optional<MyResetEntry> reset) {
        return pages.show(browser, "account/stop-reset", Map.of("token", token, "reset", reset));
    }

    private View notGood(Browser browser) {
        return pages.show(browser, "account/link", Map.of("reason", "stop-reset"))
                .status(410);
    }

    /// From any signed-in page.
    @PostMapping(Settings.RESET)
    View cancel(SignedIn visit) {
        boolean stopped = waiting.stop(visit.session(), visit.browser().origin());
        return Settings.done(Settings.SECURITY, stopped ? Notice.RESET_STOPPED : Notice.RESET_GONE);
    }

    static MyResetEntry entry(Browser browser, ForMe it) {
        ZoneId zone = SignedIn.zoneOf(it.account());
        return new MyResetEntry(
                it.organisationName(),
                moment(browser, zone, it.reset().askedAt()),
                moment(browser, zone, it.reset().dueAt()),
                it.reset().needsApproval());
    }

    private static Moment moment(Browser browser, ZoneId zone, Instant at) {
        String words = browser.words().dayAndTime(at, zone);
        return new Moment(at, words, words);
    }
}
