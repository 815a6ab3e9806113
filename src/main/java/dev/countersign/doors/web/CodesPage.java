package dev.countersign.doors.web;

import dev.countersign.journeys.enrolment.BackupCodeSets;
import dev.countersign.journeys.enrolment.BackupCodeSets.Shown;
import dev.countersign.journeys.enrolment.NewCodesOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.CodesEntry;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/backup-codes`: how many codes are left, and how a new set is made, shown once and put away.
@Controller
final class CodesPage {
    private final Pages pages;
    private final Waits waits;
    private final SettingsEntries entries;
    private final BackupCodeSets sets;
    private final StepUps stepUps;

    CodesPage(Pages pages, Waits waits, SettingsEntries entries, BackupCodeSets sets, StepUps stepUps) {
        this.pages = pages;
        this.waits = waits;
        this.entries = entries;
        this.sets = sets;
        this.stepUps = stepUps;
    }

    /// The codes themselves while they are new and not said to be saved, else what is left of them.
    @GetMapping(Settings.CODES)
    View codes(SignedIn visit) {
        Optional<Shown> shown = sets.shown(visit.session());
        if (shown.isPresent()) {
            return show(visit, shown.get(), Form.EMPTY);
        }
        CodesEntry codes = entries.codes(visit);
        return codes.shown()
                ? pages.show(visit, "settings/backup-codes", Map.of("codes", codes, "notice", Settings.notice(visit)))
                : new SeeOther(Settings.SECURITY);
    }

    /// They are saved.
    @PostMapping(Settings.CODES)
    View saved(SignedIn visit) {
        Optional<Shown> shown = sets.shown(visit.session());
        if (shown.isPresent() && !visit.browser().ticked("saved")) {
            Form form = Form.EMPTY.wrong("saved", visit.browser().words().say("codes.saved.not"));
            return show(visit, shown.get(), form).status(422);
        }
        sets.putAway(visit.session());
        return Settings.done(Settings.SECURITY, Notice.CODES_SAVED);
    }

    /// What a new set means, before it is made.
    @GetMapping(Settings.NEW_CODES)
    View beforeMaking(SignedIn visit) {
        CodesEntry codes = entries.codes(visit);
        if (!codes.renewable()) {
            return new SeeOther(Settings.SECURITY);
        }
        return stepUps.fresh(visit.session())
                ? pages.show(visit, "settings/backup-codes-new", Map.of("codes", codes))
                : Settings.confirmFirst(Settings.NEW_CODES);
    }

    @PostMapping(Settings.NEW_CODES)
    View make(SignedIn visit) {
        Browser browser = visit.browser();
        return switch (sets.make(visit.session(), browser.origin())) {
            case NewCodesOutcome.Made ignored -> new SeeOther(Settings.CODES);
            case NewCodesOutcome.NotAllowed ignored -> Settings.done(Settings.SECURITY, Notice.CODES_NOT_ALLOWED);
            case NewCodesOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.NEW_CODES);
            case NewCodesOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private HtmlView show(SignedIn visit, Shown shown, Form form) {
        String made = visit.browser().words().day(shown.madeAt(), visit.zone());
        return pages.show(
                visit, "settings/backup-codes-save", Map.of("form", form, "codes", shown.codes(), "made", made));
    }
}
