package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.Notice;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/sessions`: where this account is signed in.
@Controller
final class SessionsPage {
    private final Pages pages;
    private final SettingsEntries entries;
    private final Visits visits;

    SessionsPage(Pages pages, SettingsEntries entries, Visits visits) {
        this.pages = pages;
        this.entries = entries;
        this.visits = visits;
    }

    @GetMapping(Settings.SESSIONS)
    View list(SignedIn visit) {
        return pages.show(
                visit,
                "settings/sessions",
                Map.of("notice", Settings.notice(visit), "sessions", entries.sessions(visit)));
    }

    /// One, by its id, or all but this one.
    @PostMapping(Settings.SESSIONS)
    View end(SignedIn visit) {
        Browser browser = visit.browser();
        if (browser.ticked("all")) {
            visits.endOtherSessions(visit.session(), browser.origin());
            return back(browser, Notice.SESSIONS_ENDED);
        }
        String id = browser.field("id");
        if (id.equals(visit.session().id())) {
            // Its button is "Sign out" in the account menu, which also takes the cookie away.
            return back(browser, Notice.SESSION_THIS);
        }
        boolean ended = visits.endSession(visit.session(), id, browser.origin());
        return back(browser, ended ? Notice.SESSION_ENDED : Notice.SESSION_GONE);
    }

    private static View back(Browser browser, Notice notice) {
        return Settings.done(browser.ticked("full") ? Settings.SESSIONS : Settings.SECURITY, notice);
    }
}
