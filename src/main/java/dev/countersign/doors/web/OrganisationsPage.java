package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.Memberships;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/organisations`: where the person belongs, who helps them, leaving, and founding another.
@Controller
final class OrganisationsPage {
    private static final String NEW = Settings.ORGANISATIONS + "/new";
    private static final String MANAGING = Settings.ORGANISATIONS + "/managing";
    private static final String LEAVE = Settings.ORGANISATIONS + "/leave";

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final Memberships memberships;
    private final StepUps stepUps;

    OrganisationsPage(Pages pages, Places places, Organising organising, Memberships memberships, StepUps stepUps) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.memberships = memberships;
        this.stepUps = stepUps;
    }

    @GetMapping(Settings.ORGANISATIONS)
    View list(SignedIn visit) {
        return list(visit, Form.EMPTY);
    }

    private HtmlView list(SignedIn visit, Form form) {
        return pages.show(
                visit,
                "settings/organisations",
                Map.of(
                        "form", form,
                        "notice", Settings.notice(visit),
                        "mayFound", memberships.mayFound(visit.account())));
    }

    @PostMapping(Settings.ORGANISATIONS)
    View manageBy(SignedIn visit) {
        return organising.view(
                visit,
                memberships.manageBy(
                        visit.session(),
                        visit.browser().field("organisation"),
                        visit.browser().origin()),
                naming(visit, MANAGING),
                _ -> Settings.done(Settings.ORGANISATIONS, Notice.MANAGING_CHOSEN),
                said -> list(visit, Form.EMPTY.wrong("", said)).status(409));
    }

    /// Fresh proof is asked for first, so that what follows is one press.
    @GetMapping(MANAGING)
    View askToManage(SignedIn visit) {
        return stepUps.fresh(visit.session())
                ? of(visit, "settings/organisation-managing", Form.EMPTY, 200)
                : Settings.confirmFirst(naming(visit, MANAGING));
    }

    /// That page, for the organisation of this request.
    private static String naming(SignedIn visit, String path) {
        return path + "?organisation=" + SeeOther.encoded(visit.browser().field("organisation"));
    }

    @GetMapping(NEW)
    View form(SignedIn visit) {
        return memberships.mayFound(visit.account()) ? form(visit, Form.EMPTY) : new SeeOther(Settings.ORGANISATIONS);
    }

    @PostMapping(NEW)
    View found(SignedIn visit) {
        Browser browser = visit.browser();
        Form form = Form.EMPTY.with("title", browser.field("title").strip());
        return organising.view(
                visit,
                memberships.found(visit.session(), form.value("title"), browser.origin()),
                NEW,
                made -> {
                    browser.choose(Cookies.ORGANISATION, made.id());
                    return Settings.done(Organising.USERS, Notice.ORGANISATION_MADE);
                },
                said -> form(visit, form.wrong("title", said)).status(422));
    }

    private HtmlView form(SignedIn visit, Form form) {
        return pages.show(visit, "settings/organisation-new", Map.of("form", form));
    }

    @GetMapping(LEAVE)
    View askToLeave(SignedIn visit) {
        return of(visit, "settings/organisation-leave", Form.EMPTY, 200);
    }

    @PostMapping(LEAVE)
    View leave(SignedIn visit) {
        String id = visit.browser().field("organisation");
        return organising.view(
                visit,
                memberships.leave(visit.session(), id, visit.browser().origin()),
                naming(visit, LEAVE),
                _ -> Settings.done(Settings.ORGANISATIONS, Notice.ORGANISATION_LEFT),
                said -> of(visit, "settings/organisation-leave", Form.EMPTY.wrong("", said), 409));
    }

    private View of(SignedIn visit, String template, Form form, int status) {
        String id = visit.browser().field("organisation");
        List<Place> all = places.of(visit);
        Optional<Place> place =
                all.stream().filter(each -> each.id().equals(id)).findFirst();
        return place.<View>map(each -> pages.show(visit, template, Map.of("form", form, "place", each))
                        .status(status))
                .orElseGet(() -> new SeeOther(Settings.ORGANISATIONS));
    }
}
