package dev.countersign.doors.web;

import dev.countersign.doors.web.Endings.Ending;
import dev.countersign.journeys.organisation.OrganisationVerifyApps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import dev.countersign.pages.VerifyAppEntry;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.verifyapp.VerifyApp;
import dev.countersign.people.verifyapp.VerifyApps;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/verify-apps`: applications that have only the second step verified here.
@Controller
final class VerifyAppsPage {
    private static final String HOME = Organising.VERIFY_APPS;
    private static final String NEW = HOME + "/new";
    private static final String ONE = HOME + "/{id:[0-9a-f-]{36}}";
    private static final String NAME = "appname";

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final ErrorPages errors;
    private final SettingsEntries entries;
    private final Endings endings;
    private final OrganisationVerifyApps apps;
    private final Installation installation;

    VerifyAppsPage(
            Pages pages,
            Places places,
            Organising organising,
            ErrorPages errors,
            SettingsEntries entries,
            Endings endings,
            OrganisationVerifyApps apps,
            Installation installation) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.errors = errors;
        this.entries = entries;
        this.endings = endings;
        this.apps = apps;
        this.installation = installation;
    }

    @GetMapping(HOME)
    View list(SignedIn visit) {
        return organising.view(
                visit,
                apps.list(visit.session(), places.here(visit)),
                HOME,
                listed -> list(visit, listed),
                _ -> new SeeOther(HOME));
    }

    private HtmlView list(SignedIn visit, OrganisationVerifyApps.Listed listed) {
        Times times = entries.times(visit);
        return pages.show(
                visit,
                "organisation/verify-apps",
                Map.of(
                        "notice", Settings.notice(visit),
                        "apps",
                                listed.apps().stream()
                                        .map(app -> entry(app, times))
                                        .toList(),
                        "changeable", listed.changeable()));
    }

    private static VerifyAppEntry entry(VerifyApp app, Times times) {
        return new VerifyAppEntry(app.id(), app.name(), app.hint(), times.day(app.createdAt()));
    }

    /// Asks for fresh proof before anything is typed, so that nothing typed is lost on the way to it.
    @GetMapping(NEW)
    View newForm(SignedIn visit) {
        return organising.view(
                visit,
                apps.list(visit.session(), places.here(visit)),
                NEW,
                listed -> listed.changeable() ? newFormOfOwner(visit) : errors.page(visit.browser(), 403),
                _ -> new SeeOther(HOME));
    }

    private View newFormOfOwner(SignedIn visit) {
        return organising.view(
                visit,
                apps.mayRegister(visit.session(), places.here(visit)),
                NEW,
                _ -> form(visit, Form.EMPTY),
                _ -> new SeeOther(HOME));
    }

    private HtmlView form(SignedIn visit, Form form) {
        return pages.show(visit, "organisation/verify-app-new", Map.of("form", form));
    }

    @PostMapping(NEW)
    View register(SignedIn visit) {
        Browser browser = visit.browser();
        String name = browser.field(NAME);
        return organising.view(
                visit,
                apps.register(visit.session(), places.here(visit), name, browser.origin()),
                NEW,
                done -> key(visit, done),
                said -> form(visit, Form.EMPTY.with(NAME, name).wrong(NAME, said))
                        .status(422));
    }

    private HtmlView key(SignedIn visit, VerifyApps.Keyed keyed) {
        return pages.show(
                visit,
                "organisation/verify-app-key",
                Map.of(
                        "name", keyed.app().name(),
                        "id", keyed.app().id(),
                        "secret", keyed.key().text(),
                        "address", installation.baseUrl() + "/api/v1/verify"));
    }

    @GetMapping(ONE)
    View one(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                apps.look(visit.session(), places.here(visit), id),
                HOME + "/" + id,
                seen -> one(visit, seen),
                _ -> new SeeOther(HOME));
    }

    private HtmlView one(SignedIn visit, OrganisationVerifyApps.Seen seen) {
        Times times = entries.times(visit);
        return pages.show(
                visit,
                "organisation/verify-app",
                Map.of(
                        "notice", Settings.notice(visit),
                        "app", entry(seen.app(), times),
                        "until", Optional.ofNullable(seen.app().oldKeyUntil()).map(times::day),
                        "changeable", seen.changeable()));
    }

    @PostMapping(ONE + "/key")
    View rotate(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        return organising.view(
                visit,
                apps.rotate(visit.session(), places.here(visit), id, browser.ticked("at-once"), browser.origin()),
                HOME + "/" + id,
                done -> key(visit, done),
                _ -> new SeeOther(HOME + "/" + id));
    }

    @GetMapping(ONE + "/revoke")
    View endOfKey(SignedIn visit, @PathVariable String id) {
        return end(visit, id, Ending.VERIFY_KEY, "/revoke");
    }

    @GetMapping(ONE + "/remove")
    View endOf(SignedIn visit, @PathVariable String id) {
        return end(visit, id, Ending.VERIFY_APP, "/remove");
    }

    private View end(SignedIn visit, String id, Ending what, String below) {
        String path = HOME + "/" + id;
        return organising.view(
                visit,
                apps.look(visit.session(), places.here(visit), id),
                path + below,
                seen -> seen.changeable()
                        ? endings.ask(visit, what, seen.app().name(), path + below, path)
                        : new SeeOther(path),
                _ -> new SeeOther(path));
    }

    @PostMapping(ONE + "/revoke")
    View revoke(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                apps.revoke(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                HOME + "/" + id + "/revoke",
                _ -> Settings.done(HOME + "/" + id, Notice.VERIFY_KEY_REVOKED),
                _ -> new SeeOther(HOME + "/" + id));
    }

    @PostMapping(ONE + "/remove")
    View remove(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                apps.remove(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                HOME + "/" + id + "/remove",
                _ -> Settings.done(HOME, Notice.VERIFY_APP_REMOVED),
                _ -> new SeeOther(HOME + "/" + id));
    }
}
