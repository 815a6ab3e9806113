package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.AppEntry;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/app`: the connected authenticator app, its name, and how it is removed.
@Controller
final class AppPage {
    private final Pages pages;
    private final SettingsEntries entries;
    private final Enrolments enrolments;
    private final StepUps stepUps;

    AppPage(Pages pages, SettingsEntries entries, Enrolments enrolments, StepUps stepUps) {
        this.pages = pages;
        this.entries = entries;
        this.enrolments = enrolments;
        this.stepUps = stepUps;
    }

    @GetMapping(Settings.APP)
    View app(SignedIn visit) {
        return entries.app(visit)
                .<View>map(app -> show(visit, app, Form.EMPTY.with("label", app.label())))
                .orElseGet(() -> new SeeOther(Settings.SECURITY));
    }

    @PostMapping(Settings.APP)
    View rename(SignedIn visit) {
        Browser browser = visit.browser();
        String label = browser.field("label").strip();
        Optional<AppEntry> app = entries.app(visit);
        if (app.isEmpty() || !app.get().id().equals(browser.field("id"))) {
            return Settings.done(Settings.SECURITY, Notice.APP_GONE);
        }
        if (enrolments.rename(visit.session(), app.get().id(), label)) {
            return Settings.done(Settings.APP, Notice.APP_RENAMED);
        }
        String sentence = browser.words().say(label.isEmpty() ? "app.label.empty" : "app.label.unfit");
        return show(visit, app.get(), Form.EMPTY.with("label", label).wrong("label", sentence))
                .status(422);
    }

    /// What removing means, before it is done.
    @GetMapping(Settings.REMOVE_APP)
    View beforeRemoving(SignedIn visit) {
        Optional<AppEntry> app = entries.app(visit);
        if (app.isEmpty()) {
            return new SeeOther(Settings.SECURITY);
        }
        if (app.get().kept() != null) {
            return new SeeOther(Settings.APP);
        }
        if (!stepUps.fresh(visit.session())) {
            return Settings.confirmFirst(Settings.REMOVE_APP);
        }
        return pages.show(
                visit,
                "settings/app-remove",
                Map.of(
                        "app", app.get(),
                        "last", SettingsEntries.last(visit, FactorType.TOTP),
                        "codesLeft", visit.present().backupCodesLeft()));
    }

    @PostMapping(Settings.REMOVE_APP)
    View remove(SignedIn visit) {
        Browser browser = visit.browser();
        return switch (enrolments.remove(visit.session(), browser.field("id"), browser.origin())) {
            case RemoveOutcome.Removed ignored ->
                Settings.done(
                        Settings.SECURITY,
                        SettingsEntries.last(visit, FactorType.TOTP) ? Notice.APP_REMOVED : Notice.METHOD_REMOVED);
            case RemoveOutcome.NotFound ignored -> Settings.done(Settings.SECURITY, Notice.APP_GONE);
            case RemoveOutcome.RequiredByPolicy ignored -> new SeeOther(Settings.APP);
            case RemoveOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.REMOVE_APP);
        };
    }

    private HtmlView show(SignedIn visit, AppEntry app, Form form) {
        return pages.show(
                visit,
                "settings/app",
                Map.of(
                        "form",
                        form,
                        "app",
                        app,
                        "last",
                        SettingsEntries.last(visit, FactorType.TOTP),
                        "notice",
                        Settings.notice(visit)));
    }
}
