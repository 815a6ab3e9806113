package dev.countersign.doors.web;

import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.factors.totp.QrCode;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.PendingTotp;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.AppEntry;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Words;
import dev.countersign.people.organisation.Installation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/app/new`: another QR code for somebody who has an authenticator app. The old one works until
/// a code for the new one is right.
@Controller
final class NewAppPage {
    private static final String CHOOSE = Settings.NEW_APP + "?choose=1";
    private static final String CONNECT = Settings.NEW_APP + "/connect";
    private static final Set<String> TROUBLES = Set.of("expired", "spent");

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final SettingsEntries entries;
    private final Enrolments enrolments;
    private final StepUps stepUps;
    private final Installation installation;

    NewAppPage(
            Pages pages,
            Entrance entrance,
            Waits waits,
            SettingsEntries entries,
            Enrolments enrolments,
            StepUps stepUps,
            Installation installation) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.entries = entries;
        this.enrolments = enrolments;
        this.stepUps = stepUps;
        this.installation = installation;
    }

    /// The apps to choose from, or the key of the one that is being connected.
    @GetMapping(Settings.NEW_APP)
    View next(SignedIn visit) {
        Optional<AppEntry> app = entries.app(visit);
        if (app.isEmpty()) {
            return new SeeOther("/setup/app");
        }
        if (!app.get().renewable()) {
            return new SeeOther(Settings.APP);
        }
        if (!stepUps.fresh(visit.session())) {
            return Settings.confirmFirst(Settings.NEW_APP);
        }
        Optional<PendingTotp> pending =
                visit.browser().ticked("choose") ? Optional.empty() : enrolments.pendingTotp(by(visit));
        return pending.isPresent() ? show(visit, pending.get(), Form.EMPTY) : choose(visit, app.get());
    }

    private View choose(SignedIn visit, AppEntry app) {
        String recommended = installation.recommendedApp();
        String trouble = visit.browser().field("trouble");
        return pages.show(
                visit,
                "settings/app-choose",
                Map.of(
                        "app", app,
                        "recommended", recommended == null ? "" : recommended,
                        "trouble", TROUBLES.contains(trouble) ? trouble : ""));
    }

    /// The app that was chosen. What is pending stays, unless a new key is asked for.
    @PostMapping(Settings.NEW_APP)
    View begin(SignedIn visit) {
        Browser browser = visit.browser();
        String app = AuthenticatorApp.of(browser.field("app")).key();
        if (!browser.ticked("new") && enrolments.pendingTotp(by(visit)).isPresent()) {
            enrolments.chooseApp(by(visit), app);
            return new SeeOther(Settings.NEW_APP);
        }
        return switch (enrolments.beginTotp(by(visit), app, browser.origin())) {
            case BeginOutcome.Begun ignored -> new SeeOther(Settings.NEW_APP);
            case BeginOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.NEW_APP);
            case BeginOutcome.NotAllowed ignored -> new SeeOther(Settings.APP);
        };
    }

    @PostMapping(CONNECT)
    View confirm(SignedIn visit) {
        Browser browser = visit.browser();
        Words words = browser.words();
        String code = browser.field(CodeWay.APP.field());
        Optional<String> fault = CodeWay.APP.fault(code);
        if (fault.isPresent()) {
            return wrong(visit, words.say(fault.get()));
        }
        return switch (enrolments.confirm(by(visit), browser.field("id"), code, browser.origin())) {
            case ConfirmOutcome.Confirmed done -> replaced(visit, done);
            case ConfirmOutcome.Incorrect not ->
                wrong(visit, CodeWay.APP.incorrect(words, not.attemptsLeft(), not.clockOff()));
            case ConfirmOutcome.AlreadyUsed used -> wrong(visit, CodeWay.APP.used(words, used.attemptsLeft()));
            case ConfirmOutcome.CodeExpired ignored -> chooseAgain("expired");
            case ConfirmOutcome.Expired ignored -> chooseAgain("expired");
            case ConfirmOutcome.Spent ignored -> chooseAgain("spent");
            case ConfirmOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.NEW_APP);
            case ConfirmOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    /// Back on the form that the browser sent a code from, after its address was reloaded.
    @GetMapping(CONNECT)
    View connect(SignedIn visit) {
        return new SeeOther(Settings.NEW_APP);
    }

    // The old app may have been removed in another tab: then this was a first one, with backup codes to show.
    private SeeOther replaced(SignedIn visit, ConfirmOutcome.Confirmed done) {
        SeeOther next = entrance.confirmed(visit.browser(), done, visit.token());
        boolean swapped = done.entry() instanceof SignInOutcome.SignedIn
                && done.backupCodes().isEmpty();
        return swapped ? Settings.done(Settings.SECURITY, Notice.APP_REPLACED) : next;
    }

    private View wrong(SignedIn visit, String sentence) {
        return enrolments
                .pendingTotp(by(visit))
                .<View>map(pending -> show(visit, pending, Form.EMPTY.wrong(CodeWay.APP.field(), sentence))
                        .status(422))
                .orElseGet(() -> chooseAgain("expired"));
    }

    private static SeeOther chooseAgain(String trouble) {
        return new SeeOther(CHOOSE + "&trouble=" + trouble);
    }

    private static Enroller by(SignedIn visit) {
        return new Enroller.BySession(visit.session());
    }

    private HtmlView show(SignedIn visit, PendingTotp pending, Form form) {
        return pages.show(
                visit,
                "settings/app-connect",
                Map.of(
                        "form",
                        form,
                        "pending",
                        pending,
                        "app",
                        AuthenticatorApp.of(pending.app()),
                        "qr",
                        QrCode.of(pending.uri())));
    }
}
