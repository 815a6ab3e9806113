package dev.countersign.doors.web;

import dev.countersign.doors.web.Endings.Ending;
import dev.countersign.ground.audit.AuditKind;
import dev.countersign.journeys.organisation.OrganisationWebhooks;
import dev.countersign.journeys.organisation.OrganisationWebhooks.Seen;
import dev.countersign.journeys.organisation.WebhookFields;
import dev.countersign.journeys.organisation.WhyNot;
import dev.countersign.pages.DeliveryEntry;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import dev.countersign.pages.WebhookEntry;
import dev.countersign.people.webhook.Delivery;
import dev.countersign.people.webhook.Webhook;
import dev.countersign.people.webhook.Webhooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

/// `/organisation/webhooks`: where the organisation is told of its events, and what became of it.
@Controller
final class WebhooksPage {
    private static final String NEW = Organising.WEBHOOKS + "/new";
    private static final String ONE = Organising.WEBHOOKS + "/{id:[0-9a-f-]{36}}";
    private static final String URL = "url";
    private static final String EVENTS = "events";
    private static final int A_PAGE = 50;
    private static final List<String> KINDS =
            Arrays.stream(AuditKind.values()).map(AuditKind::word).toList();

    private final Pages pages;
    private final Places places;
    private final Organising organising;
    private final ErrorPages errors;
    private final SettingsEntries entries;
    private final Endings endings;
    private final OrganisationWebhooks webhooks;

    WebhooksPage(
            Pages pages,
            Places places,
            Organising organising,
            ErrorPages errors,
            SettingsEntries entries,
            Endings endings,
            OrganisationWebhooks webhooks) {
        this.pages = pages;
        this.places = places;
        this.organising = organising;
        this.errors = errors;
        this.entries = entries;
        this.endings = endings;
        this.webhooks = webhooks;
    }

    @GetMapping(Organising.WEBHOOKS)
    View list(SignedIn visit) {
        return organising.view(
                visit,
                webhooks.list(visit.session(), places.here(visit)),
                Organising.WEBHOOKS,
                listing -> list(visit, listing),
                _ -> new SeeOther(Organising.WEBHOOKS));
    }

    private HtmlView list(SignedIn visit, OrganisationWebhooks.Listing listing) {
        Times times = entries.times(visit);
        return pages.show(
                visit,
                "organisation/webhooks",
                Map.of(
                        "notice", Settings.notice(visit),
                        "webhooks",
                                listing.webhooks().stream()
                                        .map(each -> entry(each, times))
                                        .toList(),
                        "changeable", listing.changeable()));
    }

    private static WebhookEntry entry(Webhook it, Times times) {
        Webhook.Disabled off = it.disabled();
        Instant failing = it.failingSince();
        return new WebhookEntry(
                it.id(),
                it.url(),
                times.day(it.createdAt()),
                off == null ? null : off.why().word(),
                failing == null ? null : times.past(failing));
    }

    @GetMapping(NEW)
    View newForm(SignedIn visit) {
        return organising.view(
                visit,
                webhooks.list(visit.session(), places.here(visit)),
                NEW,
                listing -> listing.changeable() ? newFormOfOwner(visit) : errors.page(visit.browser(), 403),
                _ -> new SeeOther(Organising.WEBHOOKS));
    }

    private View newFormOfOwner(SignedIn visit) {
        return organising.view(
                visit,
                webhooks.mayMake(visit.session(), places.here(visit)),
                NEW,
                _ -> form(visit, Form.EMPTY),
                _ -> new SeeOther(Organising.WEBHOOKS));
    }

    private HtmlView form(SignedIn visit, Form form) {
        return pages.show(visit, "organisation/webhook-new", Map.of("form", form, "kinds", KINDS));
    }

    @PostMapping(NEW)
    View make(SignedIn visit) {
        Browser browser = visit.browser();
        WebhookFields fields = fields(browser, List.of());
        return organising.view(
                visit,
                webhooks.make(visit.session(), places.here(visit), fields, browser.origin()),
                NEW,
                made -> secret(visit, made),
                said -> form(visit, form(fields, true).wrong(field(browser, said), said))
                        .status(422));
    }

    /// What was typed. Types that were chosen by the API, for which there are no boxes, stay.
    private static WebhookFields fields(Browser browser, List<String> before) {
        List<String> events = new ArrayList<>();
        for (String kind : KINDS) {
            if (browser.field("event-" + kind).equals("true")) {
                events.add(kind);
            }
        }
        before.stream().filter(word -> !KINDS.contains(word)).forEach(events::add);
        return new WebhookFields(browser.field(URL).strip(), events);
    }

    private static Form form(WebhookFields fields, boolean on) {
        Form form = Form.EMPTY.with(URL, fields.url()).with("on", on ? "true" : "false");
        for (String event : fields.events()) {
            form = form.with("event-" + event, "true");
        }
        return form;
    }

    /// The field that the sentence is about.
    private static String field(Browser browser, String said) {
        if (said.equals(Organising.sentence(browser.words(), WhyNot.NOT_A_WEBHOOK_ADDRESS))) {
            return URL;
        }
        return said.equals(Organising.sentence(browser.words(), WhyNot.NO_SUCH_EVENT)) ? EVENTS : "";
    }

    private HtmlView secret(SignedIn visit, Webhooks.Made made) {
        return pages.show(
                visit,
                "organisation/webhook-secret",
                Map.of(
                        "id", made.webhook().id(),
                        "url", made.webhook().url(),
                        "secret", made.secret()));
    }

    @GetMapping(ONE)
    View one(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                webhooks.look(visit.session(), places.here(visit), id),
                Organising.WEBHOOKS + "/" + id,
                seen -> one(visit, seen, form(seen.webhook())),
                _ -> new SeeOther(Organising.WEBHOOKS));
    }

    private static Form form(Webhook webhook) {
        return form(new WebhookFields(webhook.url(), webhook.events()), webhook.disabled() == null);
    }

    private View one(SignedIn visit, Seen seen, Form form) {
        Webhook webhook = seen.webhook();
        String organisation = places.here(visit);
        return organising.view(
                visit,
                webhooks.deliveries(visit.session(), organisation, webhook.id(), after(visit), A_PAGE + 1),
                Organising.WEBHOOKS + "/" + webhook.id(),
                read -> {
                    Times times = entries.times(visit);
                    List<Delivery> shown = read.size() > A_PAGE ? read.subList(0, A_PAGE) : read;
                    Map<String, Object> about = new HashMap<>();
                    about.put("notice", Settings.notice(visit));
                    about.put("form", form);
                    about.put("kinds", KINDS);
                    about.put("webhook", entry(webhook, times));
                    about.put(
                            "more",
                            webhook.events().stream()
                                    .filter(word -> !KINDS.contains(word))
                                    .toList());
                    about.put("changeable", seen.changeable());
                    Instant until = webhook.oldSecretUntil();
                    about.put("until", Optional.ofNullable(until).map(times::exact));
                    about.put(
                            "deliveries",
                            shown.stream().map(each -> entry(each, times)).toList());
                    about.put("next", read.size() > A_PAGE ? place(shown.getLast()) : "");
                    return pages.show(visit, "organisation/webhook", about).status(form.hasErrors() ? 422 : 200);
                },
                _ -> new SeeOther(Organising.WEBHOOKS));
    }

    private static String place(Delivery delivery) {
        return delivery.createdAt().toEpochMilli() + "-" + delivery.messageId();
    }

    private static OrganisationWebhooks.@Nullable Place after(SignedIn visit) {
        String[] parts = visit.browser().field("after").split("-", 2);
        return parts.length == 2 && parts[0].matches("\\d{1,15}")
                ? new OrganisationWebhooks.Place(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1])
                : null;
    }

    private static DeliveryEntry entry(Delivery it, Times times) {
        Delivery.Try last = it.last();
        Integer status = last == null ? null : last.status();
        String fault = last == null ? null : last.fault();
        Instant due = it.dueAt();
        return new DeliveryEntry(
                it.messageId(),
                it.type(),
                times.exact(it.createdAt()),
                it.status().word(),
                it.attempts(),
                status == null ? 0 : status,
                last == null ? "" : last.answer(),
                fault == null ? "" : fault,
                due == null ? null : times.exact(due));
    }

    @PostMapping(ONE)
    View change(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        String organisation = places.here(visit);
        String path = Organising.WEBHOOKS + "/" + id;
        return organising.view(
                visit,
                webhooks.look(visit.session(), organisation, id),
                path,
                seen -> {
                    WebhookFields fields = fields(browser, seen.webhook().events());
                    boolean on = browser.field("on").equals("true");
                    return organising.view(
                            visit,
                            webhooks.change(visit.session(), organisation, id, fields, on, browser.origin()),
                            path,
                            _ -> Settings.done(path, Notice.WEBHOOK_SAVED),
                            said -> one(visit, seen, form(fields, on).wrong(field(browser, said), said)));
                },
                _ -> new SeeOther(path));
    }

    @PostMapping(ONE + "/secret")
    View rotate(SignedIn visit, @PathVariable String id) {
        Browser browser = visit.browser();
        return organising.view(
                visit,
                webhooks.rotate(visit.session(), places.here(visit), id, browser.ticked("at-once"), browser.origin()),
                Organising.WEBHOOKS + "/" + id,
                made -> secret(visit, made),
                _ -> new SeeOther(Organising.WEBHOOKS + "/" + id));
    }

    @PostMapping(ONE + "/test")
    View test(SignedIn visit, @PathVariable String id) {
        String path = Organising.WEBHOOKS + "/" + id;
        return organising.view(
                visit,
                webhooks.test(visit.session(), places.here(visit), id),
                path,
                _ -> Settings.done(path, Notice.WEBHOOK_TESTED),
                _ -> Settings.done(path, Notice.WEBHOOK_OFF));
    }

    @PostMapping(ONE + "/replay")
    View replay(SignedIn visit, @PathVariable String id) {
        String path = Organising.WEBHOOKS + "/" + id;
        return organising.view(
                visit,
                webhooks.replay(
                        visit.session(), places.here(visit), id, visit.browser().field("message")),
                path,
                _ -> Settings.done(path, Notice.WEBHOOK_REPLAYED),
                _ -> Settings.done(path, Notice.WEBHOOK_OFF));
    }

    @GetMapping(ONE + "/remove")
    View endOf(SignedIn visit, @PathVariable String id) {
        String path = Organising.WEBHOOKS + "/" + id;
        return organising.view(
                visit,
                webhooks.look(visit.session(), places.here(visit), id),
                path + "/remove",
                seen -> seen.changeable()
                        ? endings.ask(visit, Ending.WEBHOOK, seen.webhook().host(), path + "/remove", path)
                        : new SeeOther(path),
                _ -> new SeeOther(path));
    }

    @PostMapping(ONE + "/remove")
    View remove(SignedIn visit, @PathVariable String id) {
        return organising.view(
                visit,
                webhooks.remove(
                        visit.session(), places.here(visit), id, visit.browser().origin()),
                Organising.WEBHOOKS + "/" + id + "/remove",
                _ -> Settings.done(Organising.WEBHOOKS, Notice.WEBHOOK_REMOVED),
                _ -> new SeeOther(Organising.WEBHOOKS + "/" + id));
    }
}
