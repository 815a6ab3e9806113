package dev.countersign.doors.web;

import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.factors.totp.QrCode;
import dev.countersign.journeys.enrolment.BeginOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.PendingTotp;
import dev.countersign.pages.Form;
import dev.countersign.pages.Words;
import dev.countersign.people.organisation.Installation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/setup/app`: choosing an authenticator app and connecting it.
@Controller
final class SetUpAppPage {
    private static final String CHOOSE = "/setup/app";
    private static final String CONNECT = "/setup/app/connect";
    private static final Set<String> NOTICES = Set.of("expired", "spent");

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final Enrolments enrolments;
    private final Installation installation;

    SetUpAppPage(Pages pages, Entrance entrance, Waits waits, Enrolments enrolments, Installation installation) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.enrolments = enrolments;
        this.installation = installation;
    }

    @GetMapping(CHOOSE)
    View apps(Enrolling person) {
        if (!enrolments.fresh(person.enroller())) {
            return person.confirmFirst(CHOOSE);
        }
        String recommended = installation.recommendedApp();
        String notice = person.browser().field("notice");
        return pages.show(
                person.browser(),
                person.account(),
                "setup/app",
                Map.of(
                        "recommended", recommended == null ? "" : recommended,
                        "notice", NOTICES.contains(notice) ? notice : "",
                        "owing", person.owing()));
    }

    /// The app that was chosen. What is pending stays, unless a new key is asked for.
    @PostMapping(CHOOSE)
    View choose(Enrolling person) {
        Browser browser = person.browser();
        String app = AuthenticatorApp.of(browser.field("app")).key();
        if (!browser.ticked("new") && enrolments.pendingTotp(person.enroller()).isPresent()) {
            enrolments.chooseApp(person.enroller(), app);
            return browser.to(CONNECT);
        }
        return switch (enrolments.beginTotp(person.enroller(), app, browser.origin())) {
            case BeginOutcome.Begun ignored -> browser.to(CONNECT);
            case BeginOutcome.StepUpRequired ignored -> person.confirmFirst(CHOOSE);
            case BeginOutcome.NotAllowed ignored -> browser.to("/setup");
        };
    }

    @GetMapping(CONNECT)
    View connect(Enrolling person) {
        if (!enrolments.fresh(person.enroller())) {
            return person.confirmFirst(CONNECT);
        }
        return enrolments
                .pendingTotp(person.enroller())
                .<View>map(pending -> show(person, pending, Form.EMPTY))
                .orElseGet(() -> person.browser().to(CHOOSE));
    }

    @PostMapping(CONNECT)
    View confirm(Enrolling person) {
        Browser browser = person.browser();
        Words words = browser.words();
        String code = browser.field(CodeWay.APP.field());
        Optional<String> fault = CodeWay.APP.fault(code);
        if (fault.isPresent()) {
            return wrong(person, words.say(fault.get()));
        }
        return switch (enrolments.confirm(person.enroller(), browser.field("id"), code, browser.origin())) {
            case ConfirmOutcome.Confirmed done -> entrance.confirmed(browser, done, person.sessionToken());
            case ConfirmOutcome.Incorrect not ->
                wrong(person, CodeWay.APP.incorrect(words, not.attemptsLeft(), not.clockOff()));
            case ConfirmOutcome.AlreadyUsed used -> wrong(person, CodeWay.APP.used(words, used.attemptsLeft()));
            case ConfirmOutcome.CodeExpired ignored -> browser.to(CHOOSE + "?notice=expired");
            case ConfirmOutcome.Expired ignored -> browser.to(CHOOSE + "?notice=expired");
            case ConfirmOutcome.Spent ignored -> browser.to(CHOOSE + "?notice=spent");
            case ConfirmOutcome.StepUpRequired ignored -> person.confirmFirst(CHOOSE);
            case ConfirmOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private View wrong(Enrolling person, String sentence) {
        return enrolments
                .pendingTotp(person.enroller())
                .<View>map(pending -> show(person, pending, Form.EMPTY.wrong(CodeWay.APP.field(), sentence))
                        .status(422))
                .orElseGet(() -> person.browser().to(CHOOSE + "?notice=expired"));
    }

    private HtmlView show(Enrolling person, PendingTotp pending, Form form) {
        return pages.show(
                person.browser(),
                person.account(),
                "setup/connect",
                Map.of(
                        "form", form,
                        "pending", pending,
                        "app", AuthenticatorApp.of(pending.app()),
                        "qr", QrCode.of(pending.uri()),
                        "owing", person.owing()));
    }
}
