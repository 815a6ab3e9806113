package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.AddressChangeOutcome;
import dev.countersign.journeys.recovery.AddressChanges;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/email`: another email address, confirmed by the code that is mailed to it. The old one is the
/// account's until then.
@Controller
final class EmailPage {
    private static final String CONFIRM = Settings.EMAIL + "/confirm";
    private static final Set<String> NOTICES = Set.of("over", "spent");

    private final Pages pages;
    private final Texts texts;
    private final AddressChanges changes;
    private final StepUps stepUps;

    EmailPage(Pages pages, Texts texts, AddressChanges changes, StepUps stepUps) {
        this.pages = pages;
        this.texts = texts;
        this.changes = changes;
        this.stepUps = stepUps;
    }

    /// Fresh proof is asked for before anything is typed, so that nothing typed is lost on the way.
    @GetMapping(Settings.EMAIL)
    View form(SignedIn visit) {
        return stepUps.fresh(visit.session()) ? ask(visit, Form.EMPTY) : Settings.confirmFirst(Settings.EMAIL);
    }

    @PostMapping(Settings.EMAIL)
    View begin(SignedIn visit) {
        if (!stepUps.fresh(visit.session())) {
            return Settings.confirmFirst(Settings.EMAIL);
        }
        Browser browser = visit.browser();
        String typed = browser.field("email").strip();
        Form form = Form.EMPTY.with("email", typed);
        return typed.isEmpty()
                ? wrong(visit, form, "email", "flaw.email.empty")
                : answer(visit, form, changes.begin(visit.session(), typed, browser.origin()));
    }

    @GetMapping(CONFIRM)
    View code(SignedIn visit) {
        return show(visit, Form.EMPTY, 200);
    }

    @PostMapping(Settings.EMAIL + "/send")
    View send(SignedIn visit) {
        return switch (changes.sendAgain(visit.session(), visit.browser().origin())) {
            case AddressChangeOutcome.CodeSent ignored -> new SeeOther(CONFIRM + "?notice=sent");
            case AddressChangeOutcome.TooSoon it -> refused(visit, texts.refusal(visit.browser(), it.retryAt(), true));
            case AddressChangeOutcome.Limited it -> refused(visit, texts.refusal(visit.browser(), it.retryAt(), false));
            case AddressChangeOutcome other -> answer(visit, Form.EMPTY, other);
        };
    }

    @PostMapping(CONFIRM)
    View confirm(SignedIn visit) {
        Browser browser = visit.browser();
        String code = browser.field(CodeWay.TEXT.field());
        Optional<String> fault = CodeWay.TEXT.fault(code);
        return fault.isPresent()
                ? wrongCode(visit, browser.words().say(fault.get()))
                : answer(visit, Form.EMPTY, changes.confirm(visit.session(), code, browser.origin()));
    }

    private View answer(SignedIn visit, Form form, AddressChangeOutcome outcome) {
        Browser browser = visit.browser();
        return switch (outcome) {
            case AddressChangeOutcome.CodeSent ignored -> new SeeOther(CONFIRM);
            case AddressChangeOutcome.Changed changed -> {
                browser.enter(changed.token(), visit.token());
                yield Settings.done(Settings.PROFILE, Notice.EMAIL_CHANGED);
            }
            case AddressChangeOutcome.NotAnAddress ignored -> wrong(visit, form, "email", "flaw.email.not-an-address");
            case AddressChangeOutcome.Unchanged ignored -> wrong(visit, form, "email", "email.unchanged");
            case AddressChangeOutcome.Taken ignored -> wrong(visit, form, "email", "email.taken");
            case AddressChangeOutcome.TooSoon it ->
                ask(visit, form.wrong("", texts.refusal(browser, it.retryAt(), true)))
                        .status(429);
            case AddressChangeOutcome.Limited it ->
                ask(visit, form.wrong("", texts.refusal(browser, it.retryAt(), false)))
                        .status(429);
            case AddressChangeOutcome.Incorrect not ->
                wrongCode(visit, browser.words().say("confirm-address.wrong", "left", not.attemptsLeft()));
            case AddressChangeOutcome.CodeExpired ignored ->
                wrongCode(visit, browser.words().say("code.text.run-out"));
            case AddressChangeOutcome.Spent ignored -> new SeeOther(Settings.EMAIL + "?notice=spent");
            case AddressChangeOutcome.Over ignored -> new SeeOther(Settings.EMAIL + "?notice=over");
            case AddressChangeOutcome.StepUpRequired ignored ->
                Settings.confirmFirst(changes.pending(visit.session()).isPresent() ? CONFIRM : Settings.EMAIL);
        };
    }

    private View wrong(SignedIn visit, Form form, String field, String key) {
        return ask(visit, form.wrong(field, visit.browser().words().say(key))).status(422);
    }

    private View wrongCode(SignedIn visit, String sentence) {
        return show(visit, Form.EMPTY.wrong(CodeWay.TEXT.field(), sentence), 422);
    }

    private View refused(SignedIn visit, String sentence) {
        return show(visit, Form.EMPTY.wrong("", sentence), 429);
    }

    private View show(SignedIn visit, Form form, int status) {
        Optional<AddressChanges.Pending> pending = changes.pending(visit.session());
        if (pending.isEmpty()) {
            return new SeeOther(Settings.EMAIL + "?notice=over");
        }
        Browser browser = visit.browser();
        String email = pending.get().email();
        return pages.show(
                        visit,
                        "settings/email-confirm",
                        Map.of(
                                "form",
                                form,
                                "email",
                                email,
                                "text",
                                texts.of(browser, email, pending.get().nextSendAt()),
                                "again",
                                browser.field("notice").equals("sent")))
                .status(status);
    }

    private HtmlView ask(SignedIn visit, Form form) {
        String notice = visit.browser().field("notice");
        return pages.show(
                visit,
                "settings/email",
                Map.of("form", form, "notice", NOTICES.contains(notice) ? notice : "", "confirms", changes.confirms()));
    }
}
