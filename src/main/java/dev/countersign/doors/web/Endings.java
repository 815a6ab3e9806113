package dev.countersign.doors.web;

import dev.countersign.journeys.signin.StepUps;
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

    /// @param here the name of the menu's entry, and of the sentences
    /// @param name what ends, as its people call it
    /// @param path where the page is and its form goes
    /// @param back where whoever thinks better of it goes
    View ask(SignedIn visit, String here, String name, String path, String back) {
        return stepUps.fresh(visit.session())
                ? pages.show(visit, "organisation/end", Map.of("here", here, "name", name, "path", path, "back", back))
                : Settings.confirmFirst(path);
    }
}
