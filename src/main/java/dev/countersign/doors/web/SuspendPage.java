package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.MemberLists;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.OrganisationEnds;
import dev.countersign.journeys.organisation.Suspensions;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/users/{id}/…`: keeping a member out and letting them in again, and making one the owner.
@Controller
final class SuspendPage {
    private static final String SUSPEND = Organising.USER + "/suspend";
    private static final String TRANSFER = Organising.USER + "/transfer";

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final SettingsEntries entries;
    private final MemberLists lists;
    private final Suspensions suspensions;
    private final OrganisationEnds ends;
    private final StepUps stepUps;

    SuspendPage(
            Pages pages,
            Places places,
            Organising organising,
            SettingsEntries entries,
            MemberLists lists,
            Suspensions suspensions,
            OrganisationEnds ends,
            StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.entries = entries;
        this.lists = lists;
        this.suspensions = suspensions;
        this.ends = ends;
        this.stepUps = stepUps;
    }

    /// Whoever may not is told so at once; fresh proof is asked for before a reason is typed.
    @GetMapping(SUSPEND)
    View askToSuspend(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                suspensions.check(visit.session(), places.here(visit), id),
                path(id),
                _ -> stepUps.fresh(visit.session())
                        ? show(visit, id, "organisation/suspend", Form.EMPTY, 200)
                        : Settings.confirmFirst(path(id) + "/suspend"),
                said -> show(visit, id, "organisation/may-not", Form.EMPTY.wrong("", said), 409));
    }

    @PostMapping(SUSPEND)
    View suspend(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String reason = browser.field("reason");
        Form form = Form.EMPTY.with("reason", reason);
        return organising.view(
                visit,
                suspensions.suspend(visit.session(), places.here(visit), id, reason, browser.origin()),
                path(id) + "/suspend",
                _ -> Settings.done(path(id), Notice.MEMBER_SUSPENDED),
                said -> show(visit, id, "organisation/suspend", form.wrong("reason", said), 422));
    }

    @PostMapping(Organising.USER + "/reactivate")
    View reactivate(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                suspensions.reactivate(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                path(id) + "/confirm?do=reactivate",
                _ -> Settings.done(path(id), Notice.MEMBER_REACTIVATED),
                said -> show(visit, id, "organisation/may-not", Form.EMPTY.wrong("", said), 409));
    }

    @GetMapping(TRANSFER)
    View askToTransfer(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                lists.profile(visit.session(), places.here(visit), id),
                path(id),
                _ -> stepUps.fresh(visit.session())
                        ? show(visit, id, "organisation/transfer", Form.EMPTY, 200)
                        : Settings.confirmFirst(path(id) + "/transfer"),
                _ -> new SeeOther(path(id)));
    }

    @PostMapping(TRANSFER)
    View transfer(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                ends.transfer(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                path(id) + "/transfer",
                _ -> Settings.done(path(id), Notice.ORGANISATION_TRANSFERRED),
                said -> show(visit, id, "organisation/transfer", Form.EMPTY.wrong("", said), 409));
    }

    private View show(SignedIn visit, String id, String template, Form form, int status) {
        MemberOutcome<MemberLists.Profile> profile = lists.profile(visit.session(), places.here(visit), id);
        return organising.view(
                visit,
                profile,
                path(id),
                it -> pages.show(
                                visit,
                                template,
                                Map.of(
                                        "form",
                                        form,
                                        "member",
                                        organising.entry(visit, it.member(), entries.times(visit))))
                        .status(status),
                _ -> new SeeOther(Organising.USERS));
    }

    private static String path(String id) {
        return Organising.USERS + "/" + id;
    }
}
