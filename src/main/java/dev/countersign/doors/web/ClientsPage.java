package dev.countersign.doors.web;

import dev.countersign.doors.web.Endings.Ending;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.organisation.MemberOutcome;
import dev.countersign.journeys.organisation.OrganisationClients;
import dev.countersign.pages.ClientEntry;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import dev.countersign.people.client.Client;
import dev.countersign.people.client.ClientFields;
import dev.countersign.people.organisation.Installation;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/apps`: the apps that sign people in here.
@Controller
final class ClientsPage {
    private static final String NEW = Organising.APPS + "/new";
    private static final String ONE = Organising.APPS + "/{id:[0-9a-f-]{36}}";

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final ErrorPages errors;
    private final SettingsEntries entries;
    private final Endings endings;
    private final OrganisationClients clients;
    private final Installation installation;

    ClientsPage(
            Pages pages,
            Places places,
            Organising organising,
            ErrorPages errors,
            SettingsEntries entries,
            Endings endings,
            OrganisationClients clients,
            Installation installation) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.errors = errors;
        this.entries = entries;
        this.endings = endings;
        this.clients = clients;
        this.installation = installation;
    }

    @GetMapping(Organising.APPS)
    View list(SignedIn visit) {
        return organising.view(
                visit,
                clients.list(visit.session(), places.here(visit)),
                Organising.APPS,
                listed -> list(visit, listed),
                _ -> new SeeOther(Organising.APPS));
    }

    private HtmlView list(SignedIn visit, OrganisationClients.Listed listed) {
        Times times = entries.times(visit);
        List<ClientEntry> lines = listed.clients().stream()
                .map(client -> ClientEntry.of(client, times.day(client.createdAt())))
                .toList();
        return pages.show(
                visit,
                "organisation/apps",
                Map.of(
                        "notice", Settings.notice(visit),
                        "apps", lines,
                        "changeable", listed.changeable(),
                        "issuer", installation.baseUrl().toString()));
    }

    @GetMapping(NEW)
    View newForm(SignedIn visit) {
        return organising.view(
                visit,
                clients.list(visit.session(), places.here(visit)),
                NEW,
                listed -> listed.changeable()
                        ? form(visit, ClientForm.empty(), null, true)
                        : errors.page(visit.browser(), 403),
                _ -> new SeeOther(Organising.APPS));
    }

    private HtmlView form(SignedIn visit, Form form, @Nullable Client client, boolean changeable) {
        Map<String, Object> about = new HashMap<>();
        about.put("notice", Settings.notice(visit));
        about.put("form", form);
        about.put("id", client == null ? "" : client.id());
        about.put("title", client == null ? "" : client.terms().name());
        about.put("secret", client != null && client.confidential());
        about.put("changeable", changeable);
        about.put("operator", visit.account().operator());
        about.put("issuer", installation.baseUrl().toString());
        Instant until = client == null ? null : client.oldSecretUntil();
        about.put(
                "until",
                until == null
                        ? java.util.Optional.empty()
                        : java.util.Optional.of(entries.times(visit).day(until)));
        return pages.show(visit, "organisation/app", about);
    }

    @PostMapping(NEW)
    View register(SignedIn visit) {
        Map<String, String> typed = ClientForm.typed(visit.browser());
        Form form = ClientForm.again(typed);
        ClientFields.Read read = ClientFields.read(typed);
        if (read.terms().isEmpty()) {
            return form(
                            visit,
                            ClientForm.wrong(
                                    form, read.faults(), visit.browser().words()),
                            null,
                            true)
                    .status(422);
        }
        return organising.view(
                visit,
                clients.register(
                        visit.session(),
                        places.here(visit),
                        read.terms().get(),
                        visit.browser().origin()),
                NEW,
                done -> secret(visit, done.client(), done.secret()),
                said -> form(visit, form.wrong("", said), null, true).status(409));
    }

    private HtmlView secret(SignedIn visit, Client client, @Nullable Token secret) {
        return pages.show(
                visit,
                "organisation/app-secret",
                Map.of(
                        "app",
                        client.terms().name(),
                        "id",
                        client.id(),
                        "secret",
                        secret == null ? "" : secret.text(),
                        "issuer",
                        installation.baseUrl().toString()));
    }

    @GetMapping(ONE)
    View one(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                clients.look(visit.session(), places.here(visit), id),
                Organising.APPS + "/" + id,
                seen -> form(visit, ClientForm.of(seen.client()), seen.client(), seen.changeable()),
                _ -> new SeeOther(Organising.APPS));
    }

    @PostMapping(ONE)
    View change(SignedIn visit, @PathVariable String id) {
        String organisation = places.here(visit);
        Map<String, String> typed = ClientForm.typed(visit.browser());
        Form form = ClientForm.again(typed);
        ClientFields.Read read = ClientFields.read(typed);
        String path = Organising.APPS + "/" + id;
        if (read.terms().isEmpty()) {
            Form marked = ClientForm.wrong(form, read.faults(), visit.browser().words());
            return again(visit, organisation, id, marked, 422);
        }
        return organising.view(
                visit,
                clients.change(
                        visit.session(),
                        organisation,
                        id,
                        read.terms().get(),
                        visit.browser().origin()),
                path,
                _ -> Settings.done(path, Notice.CLIENT_SAVED),
                said -> again(visit, organisation, id, form.wrong("", said), 409));
    }

    private View again(SignedIn visit, String organisation, String id, Form form, int status) {
        return organising.view(
                visit,
                clients.look(visit.session(), organisation, id),
                Organising.APPS,
                seen -> form(visit, form, seen.client(), seen.changeable()).status(status),
                _ -> new SeeOther(Organising.APPS));
    }

    @PostMapping(ONE + "/secret")
    View rotate(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        MemberOutcome<OrganisationClients.Replaced> outcome =
                clients.rotate(visit.session(), places.here(visit), id, browser.ticked("at-once"), browser.origin());
        return organising.view(
                visit,
                outcome,
                Organising.APPS + "/" + id,
                done -> secret(visit, done.client(), done.secret()),
                _ -> new SeeOther(Organising.APPS + "/" + id));
    }

    @GetMapping(ONE + "/remove")
    View endOf(SignedIn visit, @PathVariable String id) {
        String path = Organising.APPS + "/" + id;
        return organising.view(
                visit,
                clients.look(visit.session(), places.here(visit), id),
                path + "/remove",
                seen -> seen.changeable()
                        ? endings.ask(visit, Ending.APP, seen.client().terms().name(), path + "/remove", path)
                        : new SeeOther(path),
                _ -> new SeeOther(path));
    }

    @PostMapping(ONE + "/remove")
    View remove(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                clients.remove(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                Organising.APPS + "/" + id + "/remove",
                _ -> Settings.done(Organising.APPS, Notice.CLIENT_REMOVED),
                _ -> new SeeOther(Organising.APPS + "/" + id));
    }
}
