package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.organisation.OrganisationEnds;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/delete`: an organisation's end, and taking it back.
@Controller
final class OrganisationEndPage {
    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final Memberships memberships;
    private final OrganisationEnds ends;
    private final StepUps stepUps;

    OrganisationEndPage(
            Pages pages,
            Places places,
            Organising organising,
            Memberships memberships,
            OrganisationEnds ends,
            StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.memberships = memberships;
        this.ends = ends;
        this.stepUps = stepUps;
    }

    @GetMapping(Organising.DELETE)
    View ask(SignedIn visit) {
        return organising.view(
                visit,
                memberships.organisation(visit.session(), places.here(visit)),
                Organising.DELETE,
                _ -> stepUps.fresh(visit.session())
                        ? show(visit, Form.EMPTY)
                        : Settings.confirmFirst(Organising.DELETE),
                _ -> new SeeOther(Organising.USERS));
    }

    @PostMapping(Organising.DELETE)
    View delete(SignedIn visit) {
        Browser browser = visit.browser();
        String typed = browser.field("title");
        return organising.view(
                visit,
                ends.delete(visit.session(), places.here(visit), typed, browser.origin()),
                Organising.DELETE,
                _ -> Settings.done(Organising.USERS, Notice.ORGANISATION_GOING),
                said -> show(visit, Form.EMPTY.with("title", typed).wrong("title", said))
                        .status(422));
    }

    /// From any signed-in page of an owner: the form names the organisation.
    @PostMapping("/organisation/keep")
    View keep(SignedIn visit) {
        return organising.view(
                visit,
                ends.keep(
                        visit.session(),
                        visit.browser().field("organisation"),
                        visit.browser().origin()),
                Settings.ORGANISATIONS,
                _ -> Settings.done(Settings.ORGANISATIONS, Notice.ORGANISATION_KEPT),
                said -> show(visit, Form.EMPTY.wrong("title", said)).status(409));
    }

    private HtmlView show(SignedIn visit, Form form) {
        return pages.show(visit, "organisation/delete", Map.of("form", form));
    }
}
