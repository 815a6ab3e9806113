package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.journeys.recovery.Recoveries.BehindLink;
import dev.countersign.journeys.signin.WaitingRecoveries.Waiting;
import dev.countersign.pages.Moment;
import dev.countersign.pages.Notice;
import dev.countersign.pages.RecoveryEntry;
import dev.countersign.people.account.Account;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/recovery/{token}`: the mailed link that begins the wait of an account recovery; and the button that cancels it
/// on signed-in pages. Looking changes nothing: mail scanners open links.
@Controller
final class RecoveryPage {
    private final Pages pages;
    private final Recoveries recoveries;

    RecoveryPage(Pages pages, Recoveries recoveries) {
        this.pages = pages;
        this.recoveries = recoveries;
    }

    @GetMapping("/recovery/{token}")
    @Open
    View ask(Browser browser, @PathVariable String token) {
        Optional<BehindLink> link = recoveries.look(token, browser.origin());
        return link.isEmpty() ? notGood(browser) : show(browser, token, link.get(), Optional.empty());
    }

    @PostMapping("/recovery/{token}")
    @Open
    View begin(Browser browser, @PathVariable String token) {
        Optional<BehindLink> link = recoveries.look(token, browser.origin());
        Optional<Waiting> begun = link.flatMap(ignored -> recoveries.begin(token, browser.origin()));
        return begun.isEmpty()
                ? notGood(browser)
                : show(
                        browser,
                        token,
                        link.orElseThrow(),
                        Optional.of(entry(browser, link.orElseThrow().account(), begun.get())));
    }

    /// From any signed-in page.
    @PostMapping(Settings.RECOVERY)
    View cancel(SignedIn visit) {
        boolean cancelled = recoveries.cancel(visit.session(), visit.browser().origin());
        return Settings.done(Settings.SECURITY, cancelled ? Notice.RECOVERY_CANCELLED : Notice.RECOVERY_GONE);
    }

    private View show(Browser browser, String token, BehindLink link, Optional<RecoveryEntry> begun) {
        return pages.show(
                browser,
                "account/recovery",
                Map.of(
                        "token",
                        token,
                        "email",
                        link.account().email(),
                        "wait",
                        browser.words().length(link.length()),
                        "begun",
                        begun));
    }

    private View notGood(Browser browser) {
        return pages.show(browser, "account/link", Map.of("reason", "recovery")).status(410);
    }

    static RecoveryEntry entry(Browser browser, Account account, Waiting waiting) {
        ZoneId zone = SignedIn.zoneOf(account);
        return new RecoveryEntry(
                moment(browser, waiting.begunAt(), zone),
                moment(browser, waiting.readyAt(), zone),
                moment(browser, waiting.overAt(), zone));
    }

    private static Moment moment(Browser browser, Instant at, ZoneId zone) {
        String words = browser.words().dayAndTime(at, zone);
        return new Moment(at, words, words);
    }
}
