package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.signin.PasswordAgainOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Words;
import dev.countersign.rules.session.Session;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/password`: another password, by somebody who is signed in and knows the one before.
@Controller
final class PasswordPage {
    private static final String CURRENT = "current";
    private static final String NEW = "password";

    private final Pages pages;
    private final Waits waits;
    private final PasswordChanges passwords;
    private final StepUps stepUps;

    PasswordPage(Pages pages, Waits waits, PasswordChanges passwords, StepUps stepUps) {
        this.pages = pages;
        this.waits = waits;
        this.passwords = passwords;
        this.stepUps = stepUps;
    }

    /// Fresh proof is asked for before anything is typed, so that nothing typed is lost on the way. Where the proof
    /// is the password, the form asks for it anyway.
    @GetMapping(Settings.PASSWORD)
    View form(SignedIn visit) {
        return visit.present().enrolled() && !stepUps.fresh(visit.session())
                ? Settings.confirmFirst(Settings.PASSWORD)
                : show(visit, Form.EMPTY);
    }

    @PostMapping(Settings.PASSWORD)
    View change(SignedIn visit) {
        Form form = filledIn(visit.browser());
        if (form.hasErrors()) {
            return show(visit, form).status(422);
        }
        return visit.present().enrolled() || stepUps.fresh(visit.session())
                ? change(visit, visit.session())
                : proveAndChange(visit);
    }

    private static Form filledIn(Browser browser) {
        Words words = browser.words();
        Form form = Form.EMPTY;
        if (browser.field(CURRENT).isEmpty()) {
            form = form.wrong(CURRENT, words.say("password.current.empty"));
        }
        return browser.field(NEW).isEmpty() ? form.wrong(NEW, words.say("flaw.password.empty")) : form;
    }

    // Without a second factor the current password is the fresh proof, and it has just been typed.
    private View proveAndChange(SignedIn visit) {
        Browser browser = visit.browser();
        return switch (stepUps.passwordAgain(visit.session(), browser.field(CURRENT), browser.origin())) {
            case PasswordAgainOutcome.SteppedUp up -> {
                browser.enter(up.token(), visit.token());
                yield change(visit, up.session());
            }
            case PasswordAgainOutcome.Incorrect ignored -> wrong(visit, CURRENT, "password.current.wrong");
            case PasswordAgainOutcome.Delayed wait -> waits.paused(browser, wait.until(), visit.zone());
            case PasswordAgainOutcome.SecondFactorNeeded ignored -> Settings.confirmFirst(Settings.PASSWORD);
            case PasswordAgainOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private View change(SignedIn visit, Session session) {
        Browser browser = visit.browser();
        return switch (passwords.change(session, browser.field(CURRENT), browser.field(NEW), browser.origin())) {
            case NewPasswordOutcome.Changed ignored -> Settings.done(Settings.SECURITY, Notice.PASSWORD_CHANGED);
            case NewPasswordOutcome.Refused refused -> wrong(visit, NEW, "flaw.password." + refused.code());
            case NewPasswordOutcome.WrongCurrent ignored -> wrong(visit, CURRENT, "password.current.wrong");
            case NewPasswordOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.PASSWORD);
            case NewPasswordOutcome.Delayed wait -> waits.paused(browser, wait.until(), visit.zone());
            case NewPasswordOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
            // About a link, and there is none here.
            case NewPasswordOutcome.LinkNotGood ignored -> new SeeOther(Settings.PASSWORD);
        };
    }

    private View wrong(SignedIn visit, String field, String key) {
        Words words = visit.browser().words();
        return show(visit, Form.EMPTY.wrong(field, words.say(words.has(key) ? key : "flaw.other")))
                .status(422);
    }

    private HtmlView show(SignedIn visit, Form form) {
        return pages.show(
                visit,
                "settings/password",
                Map.of("form", form, "enrolled", visit.present().enrolled()));
    }
}
