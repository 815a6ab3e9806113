package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.AppEntry;
import dev.countersign.pages.Notice;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/phone`: the phone that codes go to, and how it is changed and removed.
@Controller
final class PhonePage {
    private final Pages pages;
    private final SettingsEntries entries;
    private final Enrolments enrolments;
    private final StepUps stepUps;

    PhonePage(Pages pages, SettingsEntries entries, Enrolments enrolments, StepUps stepUps) {
        this.pages = pages;
        this.entries = entries;
        this.enrolments = enrolments;
        this.stepUps = stepUps;
    }

    @GetMapping(Settings.PHONE)
    View phone(SignedIn visit) {
        return entries.phone(visit)
                .<View>map(phone -> show(visit, "settings/phone", phone))
                .orElseGet(() -> new SeeOther(Settings.SECURITY));
    }

    /// A new number takes the way of the first one.
    @GetMapping(Settings.NEW_PHONE)
    View change(SignedIn visit) {
        return stepUps.fresh(visit.session())
                ? new SeeOther("/setup/phone?return=" + SeeOther.encoded(Settings.SECURITY))
                : Settings.confirmFirst(Settings.NEW_PHONE);
    }

    /// What removing means, before it is done.
    @GetMapping(Settings.REMOVE_PHONE)
    View beforeRemoving(SignedIn visit) {
        Optional<AppEntry> phone = entries.phone(visit);
        if (phone.isEmpty()) {
            return new SeeOther(Settings.SECURITY);
        }
        if (phone.get().kept() != null) {
            return new SeeOther(Settings.PHONE);
        }
        return stepUps.fresh(visit.session())
                ? show(visit, "settings/phone-remove", phone.get())
                : Settings.confirmFirst(Settings.REMOVE_PHONE);
    }

    @PostMapping(Settings.REMOVE_PHONE)
    View remove(SignedIn visit) {
        Browser browser = visit.browser();
        boolean last = SettingsEntries.last(visit, FactorType.SMS);
        return switch (enrolments.remove(visit.session(), browser.field("id"), browser.origin())) {
            case RemoveOutcome.Removed ignored ->
                Settings.done(Settings.SECURITY, last ? Notice.APP_REMOVED : Notice.METHOD_REMOVED);
            case RemoveOutcome.NotFound ignored -> Settings.done(Settings.SECURITY, Notice.PHONE_GONE);
            case RemoveOutcome.RequiredByPolicy ignored -> new SeeOther(Settings.PHONE);
            case RemoveOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.REMOVE_PHONE);
        };
    }

    private HtmlView show(SignedIn visit, String template, AppEntry phone) {
        return pages.show(
                visit,
                template,
                Map.of(
                        "phone", phone,
                        "last", SettingsEntries.last(visit, FactorType.SMS),
                        "codesLeft", visit.present().backupCodesLeft()));
    }
}
