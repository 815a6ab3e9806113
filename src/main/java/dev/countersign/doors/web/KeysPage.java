package dev.countersign.doors.web;

import dev.countersign.doors.web.Endings.Ending;
import dev.countersign.journeys.organisation.OrganisationKeys;
import dev.countersign.journeys.organisation.OrganisationKeys.Listed;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.pages.Form;
import dev.countersign.pages.KeyEntry;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import dev.countersign.people.apikey.ApiKey;
import dev.countersign.people.apikey.ApiKey.LastUse;
import dev.countersign.people.apikey.KeyScope;
import dev.countersign.people.organisation.Installation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/organisation/keys`: the API keys of an organisation.
@Controller
final class KeysPage {
    private static final String NEW = Organising.KEYS + "/new";
    private static final String NAME = "keyname";
    private static final String DAYS = "days";
    private static final String SCOPES = "scopes";
    private static final List<String> LIVES = List.of("7", "30", "90", "180", "365");

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final ErrorPages errors;
    private final SettingsEntries entries;
    private final Endings endings;
    private final OrganisationKeys keys;
    private final Installation installation;
    private final InstantSource clock;

    KeysPage(
            Pages pages,
            Places places,
            Organising organising,
            ErrorPages errors,
            SettingsEntries entries,
            Endings endings,
            OrganisationKeys keys,
            Installation installation,
            InstantSource clock) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.errors = errors;
        this.entries = entries;
        this.endings = endings;
        this.keys = keys;
        this.installation = installation;
        this.clock = clock;
    }

    @GetMapping(Organising.KEYS)
    View list(SignedIn visit) {
        return organising.view(
                visit,
                keys.list(visit.session(), places.here(visit)),
                Organising.KEYS,
                listing -> list(visit, listing),
                _ -> new SeeOther(Organising.KEYS));
    }

    private HtmlView list(SignedIn visit, OrganisationKeys.Listing listing) {
        Times times = entries.times(visit);
        List<KeyEntry> all =
                listing.keys().stream().map(key -> entry(key, times)).toList();
        return pages.show(
                visit,
                "organisation/keys",
                Map.of(
                        "notice", Settings.notice(visit),
                        "keys", all.stream().filter(key -> key.over() == null).toList(),
                        "past", all.stream().filter(key -> key.over() != null).toList(),
                        "changeable", listing.changeable()));
    }

    private static KeyEntry entry(Listed listed, Times times) {
        ApiKey key = listed.key();
        LastUse last = key.lastUse();
        return new KeyEntry(
                key.id(),
                key.name(),
                key.hint(),
                Arrays.stream(KeyScope.values())
                        .filter(key.scopes()::contains)
                        .map(KeyScope::word)
                        .toList(),
                listed.maker(),
                times.day(key.createdAt()),
                times.day(key.expiresAt()),
                last == null ? null : times.past(last.at()),
                last == null ? "" : last.network(),
                listed.over() == null ? null : listed.over().word());
    }

    /// Asks for fresh proof before anything is typed, so that nothing typed is lost on the way to it.
    @GetMapping(NEW)
    View newForm(SignedIn visit) {
        return organising.view(
                visit,
                keys.list(visit.session(), places.here(visit)),
                NEW,
                listing -> listing.changeable() ? newFormOfOwner(visit) : errors.page(visit.browser(), 403),
                _ -> new SeeOther(Organising.KEYS));
    }

    private View newFormOfOwner(SignedIn visit) {
        return organising.view(
                visit,
                keys.mayMake(visit.session(), places.here(visit)),
                NEW,
                _ -> form(visit, Form.EMPTY.with(DAYS, "90")),
                _ -> new SeeOther(Organising.KEYS));
    }

    private HtmlView form(SignedIn visit, Form form) {
        return pages.show(
                visit,
                "organisation/key",
                Map.of(
                        "form", form,
                        "scopes",
                                Arrays.stream(KeyScope.values())
                                        .map(KeyScope::word)
                                        .toList(),
                        "lives", LIVES));
    }

    @PostMapping(NEW)
    View make(SignedIn visit) {
        Browser browser = visit.browser();
        String name = browser.field(NAME);
        String days = browser.field(DAYS);
        Form form = Form.EMPTY.with(NAME, name).with(DAYS, days);
        Set<KeyScope> scopes = EnumSet.noneOf(KeyScope.class);
        for (KeyScope scope : KeyScope.values()) {
            if (browser.field("scope-" + scope.word()).equals("true")) {
                scopes.add(scope);
                form = form.with("scope-" + scope.word(), "true");
            }
        }
        Form typed = form;
        Instant until =
                LIVES.contains(days) ? clock.instant().plus(Duration.ofDays(Integer.parseInt(days))) : Instant.EPOCH;
        return organising.view(
                visit,
                keys.make(
                        visit.session(),
                        places.here(visit),
                        new OrganisationKeys.Wanted(name, scopes, until),
                        browser.origin()),
                NEW,
                made -> done(visit, made),
                said -> form(visit, typed.wrong(field(browser, said), said)).status(422));
    }

    /// The field that the sentence is about.
    private static String field(Browser browser, String said) {
        if (said.equals(Organising.sentence(browser.words(), WhyNot.NOT_A_KEY_NAME))) {
            return NAME;
        }
        if (said.equals(Organising.sentence(browser.words(), WhyNot.KEY_TIME))) {
            return DAYS;
        }
        return said.equals(Organising.sentence(browser.words(), WhyNot.KEY_WITHOUT_SCOPE)) ? SCOPES : "";
    }

    private HtmlView done(SignedIn visit, OrganisationKeys.Made made) {
        ApiKey key = made.listed().key();
        return pages.show(
                visit,
                "organisation/key-made",
                Map.of(
                        "name",
                        key.name(),
                        "secret",
                        made.text(),
                        "until",
                        entries.times(visit).day(key.expiresAt()),
                        "address",
                        installation.baseUrl() + "/api/v1/organisations/" + key.organisationId()));
    }

    @GetMapping(Organising.KEYS + "/{id:[0-9a-f-]{36}}/revoke")
    View endOf(SignedIn visit, @PathVariable String id) {
        String path = Organising.KEYS + "/" + id + "/revoke";
        return organising.view(
                visit,
                keys.list(visit.session(), places.here(visit)),
                path,
                listing -> listing.keys().stream()
                        .map(Listed::key)
                        .filter(key -> key.id().equals(id) && listing.changeable())
                        .findFirst()
                        .<View>map(key -> endings.ask(visit, Ending.API_KEY, key.name(), path, Organising.KEYS))
                        .orElseGet(() -> new SeeOther(Organising.KEYS)),
                _ -> new SeeOther(Organising.KEYS));
    }

    @PostMapping(Organising.KEYS + "/{id:[0-9a-f-]{36}}/revoke")
    View revoke(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                keys.revoke(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                Organising.KEYS + "/" + id + "/revoke",
                _ -> Settings.done(Organising.KEYS, Notice.KEY_REVOKED),
                _ -> new SeeOther(Organising.KEYS));
    }
}
