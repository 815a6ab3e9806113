package dev.countersign.doors.web;

import dev.countersign.journeys.signin.StepUps;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/// The page before something of an organisation ends for good: what comes of it, and one press. Fresh proof comes
/// before the page, so that the press is the last one.
@Component
final class Endings {
    private final Pages pages;
    private final StepUps stepUps;

    Endings(Pages pages, StepUps stepUps) {
        this.pages = pages;
        this.stepUps = stepUps;
    }

    /// What ends.
    enum Ending {
        APP("apps", "clients.title"),
        SITE("sites", "sites.title"),
        WEBHOOK("webhooks", "webhooks.title"),
        API_KEY("keys", "keys.title"),
        VERIFY_APP("apps", "verify-apps.title"),
        VERIFY_KEY("apps", "verify-apps.title");

        private final String here;
        private final String list;

        /// @param here its entry in the menu
        /// @param list the sentence that its list is titled by
        Ending(String here, String list) {
            this.here = here;
            this.list = list;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param name what its people call it
    /// @param path where the page is and its form goes
    /// @param back where whoever thinks better of it goes
    View ask(SignedIn visit, Ending what, String name, String path, String back) {
        if (!stepUps.fresh(visit.session())) {
            return Settings.confirmFirst(path);
        }
        return pages.show(
                visit,
                "organisation/end",
                Map.of(
                        "what",
                        what.word(),
                        "here",
                        what.here,
                        "list",
                        visit.browser().words().say(what.list),
                        "name",
                        name,
                        "path",
                        path,
                        "back",
                        back));
    }
}
