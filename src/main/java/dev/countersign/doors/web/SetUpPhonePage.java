package dev.countersign.doors.web;

import dev.countersign.factors.outofband.PhoneNumber.Example;
import dev.countersign.journeys.enrolment.BeginSmsOutcome;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.PendingSms;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.pages.Form;
import dev.countersign.people.delivery.Channel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/setup/phone`: giving a phone number, and verifying it by the code that is texted to it. The way to a new
/// number as well: the old one works until the new one is verified.
@Controller
final class SetUpPhonePage {
    private static final String PATH = "/setup/phone";
    private static final String VERIFY = PATH + "/verify";
    private static final Set<String> NOTICES = Set.of("expired", "spent");

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final Texts texts;
    private final Enrolments enrolments;

    SetUpPhonePage(Pages pages, Entrance entrance, Waits waits, Texts texts, Enrolments enrolments) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.texts = texts;
        this.enrolments = enrolments;
    }

    @GetMapping(PATH)
    View number(Enrolling person) {
        if (!enrolments.takesPhones(person.enroller())) {
            return person.browser().to("/setup");
        }
        return enrolments.fresh(person.enroller()) ? ask(person, Form.EMPTY) : person.confirmFirst(PATH);
    }

    @PostMapping(PATH)
    View begin(Enrolling person) {
        Browser browser = person.browser();
        String typed = browser.field("phone").strip();
        Form form = Form.EMPTY.with("phone", typed);
        if (typed.isEmpty()) {
            return ask(person, form.wrong("phone", browser.words().say("phone.empty")))
                    .status(422);
        }
        return switch (enrolments.beginSms(person.enroller(), typed, browser.origin())) {
            case BeginSmsOutcome.Begun ignored -> browser.to(VERIFY);
            case BeginSmsOutcome.NotANumber it -> wrong(person, form, "phone.no-number", it.example());
            case BeginSmsOutcome.NotMobile it -> wrong(person, form, "phone.not-mobile", it.example());
            case BeginSmsOutcome.CountryBarred ignored ->
                ask(person, form.wrong("phone", browser.words().say("phone.country")))
                        .status(422);
            case BeginSmsOutcome.StepUpRequired ignored -> person.confirmFirst(PATH);
            case BeginSmsOutcome.NotAllowed ignored -> browser.to("/setup");
            case BeginSmsOutcome.TooSoon it ->
                ask(person, form.wrong("", texts.refusal(browser, it.retryAt(), true)))
                        .status(429);
            case BeginSmsOutcome.Limited it ->
                ask(person, form.wrong("", texts.refusal(browser, it.retryAt(), false)))
                        .status(429);
        };
    }

    @GetMapping(VERIFY)
    View form(Enrolling person) {
        if (!enrolments.fresh(person.enroller())) {
            return person.confirmFirst(VERIFY);
        }
        return enrolments
                .pendingSms(person.enroller())
                .<View>map(pending -> show(person, pending, Form.EMPTY))
                .orElseGet(() -> person.browser().to(PATH));
    }

    @PostMapping(PATH + "/send")
    View send(Enrolling person) {
        Browser browser = person.browser();
        Optional<PendingSms> pending = enrolments.pendingSms(person.enroller());
        if (pending.isEmpty()) {
            return browser.to(PATH + "?notice=expired");
        }
        SendOutcome outcome =
                enrolments.sendSms(person.enroller(), pending.get().id(), browser.origin());
        return texts.refusal(browser, outcome)
                .<View>map(sentence -> show(person, pending.get(), Form.EMPTY.wrong("", sentence))
                        .status(429))
                .orElseGet(() -> browser.to(VERIFY + "?notice=sent"));
    }

    @PostMapping(VERIFY)
    View confirm(Enrolling person) {
        Browser browser = person.browser();
        String code = browser.field(CodeWay.TEXT.field());
        Optional<String> fault = CodeWay.TEXT.fault(code);
        if (fault.isPresent()) {
            return wrongCode(person, browser.words().say(fault.get()));
        }
        return switch (enrolments.confirm(person.enroller(), browser.field("id"), code, browser.origin())) {
            case ConfirmOutcome.Confirmed done -> entrance.confirmed(browser, done, person.sessionToken());
            case ConfirmOutcome.Incorrect not ->
                wrongCode(person, CodeWay.TEXT.incorrect(browser.words(), not.attemptsLeft(), null));
            case ConfirmOutcome.AlreadyUsed used ->
                wrongCode(person, CodeWay.TEXT.used(browser.words(), used.attemptsLeft()));
            case ConfirmOutcome.CodeExpired ignored ->
                wrongCode(person, browser.words().say("code.text.run-out"));
            case ConfirmOutcome.Expired ignored -> browser.to(PATH + "?notice=expired");
            case ConfirmOutcome.Spent ignored -> browser.to(PATH + "?notice=spent");
            case ConfirmOutcome.StepUpRequired ignored -> person.confirmFirst(PATH);
            case ConfirmOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private View wrong(Enrolling person, Form form, String key, Example example) {
        String sentence = person.browser().words().say(key, "example", example.spaced());
        return ask(person, form.wrong("phone", sentence)).status(422);
    }

    private View wrongCode(Enrolling person, String sentence) {
        return enrolments
                .pendingSms(person.enroller())
                .<View>map(pending -> show(person, pending, Form.EMPTY.wrong(CodeWay.TEXT.field(), sentence))
                        .status(422))
                .orElseGet(() -> person.browser().to(PATH + "?notice=expired"));
    }

    private HtmlView ask(Enrolling person, Form form) {
        String notice = person.browser().field("notice");
        return pages.show(
                person.browser(),
                person.account(),
                "setup/phone",
                Map.of(
                        "form",
                        form,
                        "notice",
                        NOTICES.contains(notice) ? notice : "",
                        "example",
                        enrolments.phoneExample().spaced(),
                        "late",
                        texts.late(Channel.TEXT),
                        "owing",
                        person.owing()));
    }

    private HtmlView show(Enrolling person, PendingSms pending, Form form) {
        return pages.show(
                person.browser(),
                person.account(),
                "setup/phone-verify",
                Map.of(
                        "form",
                        form,
                        "pending",
                        pending,
                        "text",
                        texts.of(person.browser(), pending),
                        "again",
                        person.browser().field("notice").equals("sent"),
                        "owing",
                        person.owing()));
    }
}
