package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.Notice;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/devices`: the devices that skip the second step for this account.
@Controller
final class DevicesPage {
    private final Pages pages;
    private final SettingsEntries entries;
    private final Visits visits;

    DevicesPage(Pages pages, SettingsEntries entries, Visits visits) {
        this.pages = pages;
        this.entries = entries;
        this.visits = visits;
    }

    @GetMapping(Settings.DEVICES)
    View list(SignedIn visit) {
        return pages.show(
                visit,
                "settings/devices",
                Map.of(
                        "notice", Settings.notice(visit),
                        "devices", entries.devices(visit),
                        "remember", SettingsEntries.remember(visit)));
    }

    /// One, by its id, or all.
    @PostMapping(Settings.DEVICES)
    View forget(SignedIn visit) {
        Browser browser = visit.browser();
        if (browser.ticked("all")) {
            visits.forgetDevices(visit.session(), browser.origin());
            return back(browser, Notice.DEVICES_FORGOTTEN);
        }
        boolean forgotten = visits.forgetDevice(visit.session(), browser.field("id"), browser.origin());
        return back(browser, forgotten ? Notice.DEVICE_FORGOTTEN : Notice.DEVICE_GONE);
    }

    private static View back(Browser browser, Notice notice) {
        return Settings.done(browser.ticked("full") ? Settings.DEVICES : Settings.SECURITY, notice);
    }
}
