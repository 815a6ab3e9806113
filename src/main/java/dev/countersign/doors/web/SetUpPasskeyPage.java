package dev.countersign.doors.web;

import dev.countersign.factors.passkey.PasskeyFault;
import dev.countersign.journeys.enrolment.BeginPasskeyOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.ConfirmPasskeyOutcome;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/setup/passkey`: making a passkey, the first one or another.
@Controller
final class SetUpPasskeyPage {
    private static final String PATH = "/setup/passkey";

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final Enrolments enrolments;

    SetUpPasskeyPage(Pages pages, Entrance entrance, Waits waits, Enrolments enrolments) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.enrolments = enrolments;
    }

    @GetMapping(PATH)
    View ask(Enrolling person) {
        return show(person, "");
    }

    @PostMapping(PATH)
    View make(Enrolling person) {
        Browser browser = person.browser();
        String credential = browser.field("credential");
        if (credential.isEmpty()) {
            return show(person, "passkey.no-script");
        }
        return switch (enrolments.confirmPasskey(
                person.enroller(), browser.field("id"), credential, browser.origin())) {
            case ConfirmOutcome.Confirmed done -> made(person, done);
            case ConfirmPasskeyOutcome.Refused it -> show(person, fault(it.fault()));
            case ConfirmPasskeyOutcome.AlreadyEnrolled ignored -> show(person, "passkey.duplicate");
            case ConfirmPasskeyOutcome.TooMany ignored -> tooMany(person);
            case ConfirmPasskeyOutcome.Expired ignored -> show(person, "passkey.expired");
            case ConfirmPasskeyOutcome.StepUpRequired ignored -> confirmFirst(person);
            case ConfirmPasskeyOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private static String fault(@Nullable PasskeyFault fault) {
        if (fault == PasskeyFault.MODEL || fault == PasskeyFault.ATTESTATION) {
            return "passkey.made.model";
        }
        return fault == PasskeyFault.DEVICE_BOUND ? "passkey.made.device-bound" : "passkey.made.wrong";
    }

    /// Another one, from the settings, leads back there; its session goes on under a new token.
    private SeeOther made(Enrolling person, ConfirmOutcome.Confirmed done) {
        SeeOther next = entrance.confirmed(person.browser(), done, person.sessionToken());
        return fromSettings(person) && done.backupCodes().isEmpty()
                ? Settings.done(Settings.PASSKEYS, Notice.PASSKEY_ADDED)
                : next;
    }

    private static boolean fromSettings(Enrolling person) {
        return person.browser()
                .onward()
                .filter(path -> path.text().equals(Settings.PASSKEYS))
                .isPresent();
    }

    private static View tooMany(Enrolling person) {
        return person.sessionToken() == null
                ? person.browser().to("/setup")
                : Settings.done(Settings.PASSKEYS, Notice.PASSKEYS_FULL);
    }

    private static View confirmFirst(Enrolling person) {
        return person.sessionToken() != null && fromSettings(person)
                ? Settings.confirmFirst(Settings.NEW_PASSKEY)
                : person.confirmFirst(PATH);
    }

    private View show(Enrolling person, String fault) {
        Browser browser = person.browser();
        return switch (enrolments.beginPasskey(person.enroller(), browser.origin())) {
            case BeginPasskeyOutcome.Begun begun -> show(person, begun, fault);
            case BeginPasskeyOutcome.StepUpRequired ignored -> confirmFirst(person);
            case BeginPasskeyOutcome.NotAllowed ignored -> browser.to("/setup");
            case BeginPasskeyOutcome.TooMany ignored -> tooMany(person);
        };
    }

    private HtmlView show(Enrolling person, BeginPasskeyOutcome.Begun begun, String fault) {
        Browser browser = person.browser();
        Form form = fault.isEmpty()
                ? Form.EMPTY
                : Form.EMPTY.wrong("", browser.words().say(fault));
        HtmlView view = pages.show(
                browser,
                person.account(),
                "setup/passkey",
                Map.of(
                        "form", form,
                        "id", begun.id(),
                        "options", begun.options().json(),
                        "first", !fromSettings(person),
                        "owing", person.owing()));
        return fault.isEmpty() ? view : view.status(422);
    }
}
