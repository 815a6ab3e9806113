package dev.countersign.doors.web;

import dev.countersign.factors.factor.Factor;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.MemberOutcome.Nothing;
import dev.countersign.journeys.organisation.OperatorActions;
import dev.countersign.journeys.organisation.OperatorActions.Found;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.SupportEntry;
import dev.countersign.pages.Times;
import dev.countersign.rules.session.Session;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/support`: where the operator finds an account that no organisation looks after, or an owner's, and helps.
@Controller
final class SupportPage {
    private static final String PATH = "/support";
    private static final String ONE = PATH + "/{id:[0-9a-f-]{36}}";

    private final Pages pages;
    private final Organising organising;
    private final SettingsEntries entries;
    private final OperatorActions actions;
    private final StepUps stepUps;

    SupportPage(Pages pages, Organising organising, SettingsEntries entries, OperatorActions actions, StepUps stepUps) {
        this.pages = pages;
        this.organising = organising;
        this.entries = entries;
        this.actions = actions;
        this.stepUps = stepUps;
    }

    @GetMapping(PATH)
    View find(SignedIn visit) {
        String email = visit.browser().field("person").strip();
        MemberOutcome<Found> outcome = actions.find(visit.session(), email);
        Form form = Form.EMPTY.with("person", email);
        return organising.view(
                visit,
                outcome,
                PATH,
                found -> show(visit, form, Optional.of(found)),
                said -> email.isEmpty()
                        ? show(visit, form, Optional.empty())
                        : show(visit, form.wrong("person", said), Optional.empty())
                                .status(404));
    }

    @GetMapping(ONE)
    View account(SignedIn visit, @PathVariable String id) {
        return one(visit, id, Form.EMPTY, 200);
    }

    private View one(SignedIn visit, String id, Form form, int status) {
        return organising.view(
                visit,
                actions.look(visit.session(), id),
                path(id),
                found -> show(visit, form.with("person", found.account().email()), Optional.of(found))
                        .status(status),
                _ -> new SeeOther(PATH));
    }

    private HtmlView show(SignedIn visit, Form form, Optional<Found> found) {
        return pages.show(
                visit,
                "support/support",
                Map.of(
                        "form", form,
                        "notice", Settings.notice(visit),
                        "account", found.map(it -> entry(visit, it))));
    }

    private SupportEntry entry(SignedIn visit, Found it) {
        Times times = entries.times(visit);
        WhyNot refused = it.refused();
        return new SupportEntry(
                it.account().id(),
                it.account().name(),
                it.account().email(),
                Organising.methods(it.factors().stream().map(Factor::type).toList()),
                it.backupCodes().left(),
                it.devices(),
                it.sessions(),
                times.day(it.account().createdAt()),
                it.account().suspended(),
                Optional.ofNullable(it.managedBy()).orElse(""),
                refused == null ? "" : Organising.sentence(visit.browser().words(), refused));
    }

    /// What the page offers, by its name.
    @PostMapping(ONE)
    View act(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        Session by = visit.session();
        return switch (browser.field("do")) {
            case "unlock" -> done(visit, id, actions.unlock(by, id, browser.origin()), Notice.MEMBER_UNLOCKED);
            case "sign-out" -> done(visit, id, actions.signOut(by, id, browser.origin()), Notice.MEMBER_SIGNED_OUT);
            case "forget-devices" ->
                done(visit, id, actions.forgetDevices(by, id, browser.origin()), Notice.MEMBER_DEVICES_FORGOTTEN);
            case "reactivate" ->
                done(visit, id, actions.reactivate(by, id, browser.origin()), Notice.MEMBER_REACTIVATED);
            default -> new SeeOther(path(id));
        };
    }

    private View done(SignedIn visit, String id, MemberOutcome<Nothing> outcome, Notice notice) {
        return organising.view(
                visit,
                outcome,
                path(id),
                _ -> Settings.done(path(id), notice),
                said -> one(visit, id, Form.EMPTY.wrong("", said), 409));
    }

    /// Fresh proof is asked for first, so that no reason is typed in vain; but whoever may not is told so at once.
    @GetMapping(ONE + "/reset")
    View ask(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                actions.look(visit.session(), id),
                path(id),
                found -> found.refused() != null || stepUps.fresh(visit.session())
                        ? reset(visit, found, Form.EMPTY)
                        : Settings.confirmFirst(path(id) + "/reset"),
                _ -> new SeeOther(PATH));
    }

    private HtmlView reset(SignedIn visit, Found found, Form form) {
        return pages.show(
                visit, "support/reset", Map.of("form", form, "account", entry(visit, found), "mails", actions.mails()));
    }

    @PostMapping(ONE + "/reset")
    View reset(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String reason = browser.field("reason");
        return organising.view(
                visit,
                actions.look(visit.session(), id),
                path(id),
                found -> organising.view(
                        visit,
                        actions.reset(visit.session(), id, reason, browser.origin()),
                        path(id) + "/reset",
                        handOver -> handOver.<View>map(code -> pages.show(
                                        visit,
                                        "organisation/hand-over",
                                        Map.of(
                                                "name",
                                                found.account().name(),
                                                "back",
                                                path(id),
                                                "code",
                                                code.code(),
                                                "until",
                                                entries.times(visit).day(code.expiresAt()))))
                                .orElseGet(() -> Settings.done(path(id), Notice.MEMBER_RESET)),
                        said -> reset(
                                        visit,
                                        found,
                                        Form.EMPTY.with("reason", reason).wrong("reason", said))
                                .status(422)),
                _ -> new SeeOther(PATH));
    }

    /// The same before a suspension.
    @GetMapping(ONE + "/suspend")
    View askToSuspend(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                actions.look(visit.session(), id),
                path(id),
                found -> {
                    if (found.refused() != null || found.account().suspended()) {
                        return new SeeOther(path(id));
                    }
                    return stepUps.fresh(visit.session())
                            ? suspend(visit, found, Form.EMPTY)
                            : Settings.confirmFirst(path(id) + "/suspend");
                },
                _ -> new SeeOther(PATH));
    }

    @PostMapping(ONE + "/suspend")
    View suspend(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String reason = browser.field("reason");
        return organising.view(
                visit,
                actions.look(visit.session(), id),
                path(id),
                found -> organising.view(
                        visit,
                        actions.suspend(visit.session(), id, reason, browser.origin()),
                        path(id) + "/suspend",
                        _ -> Settings.done(path(id), Notice.MEMBER_SUSPENDED),
                        said -> suspend(
                                        visit,
                                        found,
                                        Form.EMPTY.with("reason", reason).wrong("reason", said))
                                .status(422)),
                _ -> new SeeOther(PATH));
    }

    private HtmlView suspend(SignedIn visit, Found found, Form form) {
        return pages.show(visit, "support/suspend", Map.of("form", form, "account", entry(visit, found)));
    }

    private static String path(String id) {
        return PATH + "/" + id;
    }
}
