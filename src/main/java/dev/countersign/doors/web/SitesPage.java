package dev.countersign.doors.web;

import dev.countersign.doors.web.Endings.Ending;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.OrganisationSites;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.SiteEntry;
import dev.countersign.pages.Times;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.site.Site;
import dev.countersign.people.site.SiteFields;
import dev.countersign.people.site.Sites;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/sites`: the sites behind a proxy that asks here.
@Controller
final class SitesPage {
    private static final String NEW = Organising.SITES + "/new";
    private static final String ONE = Organising.SITES + "/{id:[0-9a-f-]{36}}";

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final ErrorPages errors;
    private final SettingsEntries entries;
    private final Endings endings;
    private final OrganisationSites sites;
    private final Installation installation;

    SitesPage(
            Pages pages,
            Places places,
            Organising organising,
            ErrorPages errors,
            SettingsEntries entries,
            Endings endings,
            OrganisationSites sites,
            Installation installation) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.errors = errors;
        this.entries = entries;
        this.endings = endings;
        this.sites = sites;
        this.installation = installation;
    }

    @GetMapping(Organising.SITES)
    View list(SignedIn visit) {
        return organising.view(
                visit,
                sites.list(visit.session(), places.here(visit)),
                Organising.SITES,
                listed -> list(visit, listed),
                _ -> new SeeOther(Organising.SITES));
    }

    private HtmlView list(SignedIn visit, OrganisationSites.Listed listed) {
        Times times = entries.times(visit);
        List<SiteEntry> lines = listed.sites().stream()
                .map(site -> SiteEntry.of(site, times.day(site.createdAt())))
                .toList();
        return pages.show(
                visit,
                "organisation/sites",
                Map.of("notice", Settings.notice(visit), "sites", lines, "changeable", listed.changeable()));
    }

    @GetMapping(NEW)
    View newForm(SignedIn visit) {
        return organising.view(
                visit,
                sites.list(visit.session(), places.here(visit)),
                NEW,
                listed -> listed.changeable()
                        ? form(visit, Form.EMPTY.with("leastAcr", ""), null, true)
                        : errors.page(visit.browser(), 403),
                _ -> new SeeOther(Organising.SITES));
    }

    private HtmlView form(SignedIn visit, Form form, @Nullable Site site, boolean changeable) {
        Instant until = site == null ? null : site.oldSecretUntil();
        Map<String, Object> about = new HashMap<>();
        about.put("notice", Settings.notice(visit));
        about.put("form", form);
        about.put("id", site == null ? "" : site.id());
        about.put("title", site == null ? "" : site.terms().name());
        about.put("changeable", changeable);
        about.put(
                "until",
                Optional.ofNullable(until).map(end -> entries.times(visit).day(end)));
        return pages.show(visit, "organisation/site", about);
    }

    @PostMapping(NEW)
    View register(SignedIn visit) {
        Browser browser = visit.browser();
        Map<String, String> typed = SiteForm.typed(browser);
        Form form = SiteForm.again(typed);
        SiteFields.Read read = SiteFields.read(typed);
        if (read.terms().isEmpty()) {
            return form(visit, SiteForm.wrong(form, read.faults(), browser.words()), null, true)
                    .status(422);
        }
        return organising.view(
                visit,
                sites.register(visit.session(), places.here(visit), read.terms().get(), browser.origin()),
                NEW,
                done -> secret(visit, done),
                said -> form(visit, form.wrong(field(browser, said), said), null, true)
                        .status(409));
    }

    /// The field that the sentence is about.
    private static String field(Browser browser, String said) {
        return said.equals(Organising.sentence(browser.words(), WhyNot.SITE_ADDRESS_TAKEN)) ? "origins" : "";
    }

    private HtmlView secret(SignedIn visit, Sites.Registered done) {
        Token secret = done.secret();
        return pages.show(
                visit,
                "organisation/site-secret",
                Map.of(
                        "site",
                        done.site().terms().name(),
                        "id",
                        done.site().id(),
                        "secret",
                        secret.text(),
                        "snippets",
                        SiteEntry.snippets(done.site(), installation.baseUrl(), secret.text())));
    }

    @GetMapping(ONE)
    View one(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                sites.look(visit.session(), places.here(visit), id),
                Organising.SITES + "/" + id,
                seen -> form(visit, SiteForm.of(seen.site()), seen.site(), seen.changeable()),
                _ -> new SeeOther(Organising.SITES));
    }

    @PostMapping(ONE)
    View change(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String organisation = places.here(visit);
        Map<String, String> typed = SiteForm.typed(browser);
        Form form = SiteForm.again(typed);
        SiteFields.Read read = SiteFields.read(typed);
        String path = Organising.SITES + "/" + id;
        if (read.terms().isEmpty()) {
            return again(visit, organisation, id, SiteForm.wrong(form, read.faults(), browser.words()), 422);
        }
        return organising.view(
                visit,
                sites.change(visit.session(), organisation, id, read.terms().get(), browser.origin()),
                path,
                _ -> Settings.done(path, Notice.SITE_SAVED),
                said -> again(visit, organisation, id, form.wrong(field(browser, said), said), 409));
    }

    private View again(SignedIn visit, String organisation, String id, Form form, int status) {
        return organising.view(
                visit,
                sites.look(visit.session(), organisation, id),
                Organising.SITES,
                seen -> form(visit, form, seen.site(), seen.changeable()).status(status),
                _ -> new SeeOther(Organising.SITES));
    }

    @PostMapping(ONE + "/secret")
    View rotate(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        MemberOutcome<Sites.Registered> outcome =
                sites.rotate(visit.session(), places.here(visit), id, browser.ticked("at-once"), browser.origin());
        return organising.view(
                visit,
                outcome,
                Organising.SITES + "/" + id,
                done -> secret(visit, done),
                _ -> new SeeOther(Organising.SITES + "/" + id));
    }

    @GetMapping(ONE + "/remove")
    View endOf(SignedIn visit, @PathVariable String id) {
        String path = Organising.SITES + "/" + id;
        return organising.view(
                visit,
                sites.look(visit.session(), places.here(visit), id),
                path + "/remove",
                seen -> seen.changeable()
                        ? endings.ask(visit, Ending.SITE, seen.site().terms().name(), path + "/remove", path)
                        : new SeeOther(path),
                _ -> new SeeOther(path));
    }

    @PostMapping(ONE + "/remove")
    View remove(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                sites.remove(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                Organising.SITES + "/" + id + "/remove",
                _ -> Settings.done(Organising.SITES, Notice.SITE_REMOVED),
                _ -> new SeeOther(Organising.SITES + "/" + id));
    }
}
