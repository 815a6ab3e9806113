package dev.countersign.doors.web;

import dev.countersign.ground.audit.AuditEntry;
import dev.countersign.ground.audit.AuditPlace;
import dev.countersign.ground.audit.AuditTrail;
import dev.countersign.ground.audit.Origin;
import dev.countersign.pages.ActivityEntry;
import dev.countersign.pages.EventSentence;
import dev.countersign.pages.Times;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/activity`: what happened to the account, the newest first.
@Controller
final class ActivityPage {
    private static final int A_PAGE = 25;

    private final Pages pages;
    private final SettingsEntries entries;
    private final AuditTrail audit;

    ActivityPage(Pages pages, SettingsEntries entries, AuditTrail audit) {
        this.pages = pages;
        this.entries = entries;
        this.audit = audit;
    }

    @GetMapping(Settings.ACTIVITY)
    View list(SignedIn visit) {
        LogFilter asked = LogFilter.of(visit);
        List<AuditEntry> read = asked.understood()
                ? audit.about(visit.account().id(), asked.filter(), asked.after(), A_PAGE + 1)
                : List.of();
        boolean more = read.size() > A_PAGE;
        List<AuditEntry> shown = more ? read.subList(0, A_PAGE) : read;
        Times times = entries.times(visit);
        HtmlView page = pages.show(
                visit,
                "settings/activity",
                Map.of(
                        "filter",
                        asked.form(),
                        "events",
                        shown.stream().map(entry -> entry(visit, times, entry)).toList(),
                        "paged",
                        asked.after() != null,
                        "next",
                        more ? AuditPlace.of(shown.getLast()).toString() : ""));
        return asked.understood() ? page : page.status(422);
    }

    private static ActivityEntry entry(SignedIn visit, Times times, AuditEntry entry) {
        boolean console = entry.origin().equals(Origin.CONSOLE);
        return new ActivityEntry(
                EventSentence.of(visit.browser().words(), entry),
                times.past(entry.at()),
                console ? "" : entry.origin().browser(),
                console ? "" : entry.origin().network());
    }
}
