package dev.countersign.doors.web;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.pages.ClientEntry;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/apps`: the apps that this account has signed in to.
@Controller
final class UsedAppsPage {
    static final String PATH = Settings.SECURITY + "/apps";

    private final ObjectProvider<AppRooms> apps;
    private final Pages pages;
    private final SettingsEntries entries;

    UsedAppsPage(ObjectProvider<AppRooms> apps, Pages pages, SettingsEntries entries) {
        this.apps = apps;
        this.pages = pages;
        this.entries = entries;
    }

    @GetMapping(PATH)
    View list(SignedIn visit) {
        Times times = entries.times(visit);
        List<ClientEntry> used = apps.getObject().usedApps().of(visit.session().accountId()).stream()
                .map(app -> ClientEntry.of(app.client(), times.past(app.usedAt())))
                .toList();
        return pages.show(visit, "settings/apps", Map.of("notice", Settings.notice(visit), "apps", used));
    }

    @PostMapping(PATH)
    View revoke(SignedIn visit) {
        Browser browser = visit.browser();
        boolean done = apps.getObject().usedApps().revoke(visit.session(), browser.field("id"), browser.origin());
        return Settings.done(PATH, done ? Notice.APP_SIGNED_OUT : Notice.APP_NOT_USED);
    }
}
