package dev.countersign.doors.web;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.DeviceCodes;
import dev.countersign.journeys.authorization.DeviceOutcome;
import dev.countersign.pages.Form;
import dev.countersign.people.client.Client;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Organisations;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/device`: a person types the code that a device shows, reads what it asks for, and allows it or not.
@Controller
final class DevicePage {
    private static final String PATH = "/device";

    private final ObjectProvider<AppRooms> apps;
    private final Pages pages;
    private final Waits waits;
    private final SettingsEntries entries;
    private final Organisations organisations;

    DevicePage(
            ObjectProvider<AppRooms> apps,
            Pages pages,
            Waits waits,
            SettingsEntries entries,
            Organisations organisations) {
        this.apps = apps;
        this.pages = pages;
        this.waits = waits;
        this.entries = entries;
        this.organisations = organisations;
    }

    private DeviceCodes devices() {
        return apps.getObject().deviceCodes();
    }

    /// A code in the address only fills in the form: a link that somebody sent allows nothing by itself.
    @GetMapping(PATH)
    View form(SignedIn visit) {
        return form(visit, Form.EMPTY.with("usercode", typed(visit.browser().field("user_code"))));
    }

    private static String typed(String code) {
        return code.length() > 20 ? "" : code.strip();
    }

    private HtmlView form(SignedIn visit, Form form) {
        return pages.show(visit, "apps/device", Map.of("form", form));
    }

    @PostMapping(PATH)
    View look(SignedIn visit) {
        String code = typed(visit.browser().field("usercode"));
        Form form = Form.EMPTY.with("usercode", code);
        if (code.isEmpty()) {
            return form(visit, form.wrong("usercode", visit.browser().words().say("device.code.empty")))
                    .status(422);
        }
        return show(visit, code, () -> devices().look(visit.present(), code));
    }

    @PostMapping(PATH + "/answer")
    View answer(SignedIn visit) {
        Browser browser = visit.browser();
        String code = typed(browser.field("usercode"));
        boolean allowed = browser.field("answer").equals("allow");
        return show(visit, code, () -> devices().answer(visit.token(), code, allowed, browser.origin()));
    }

    private View show(SignedIn visit, String code, Supplier<DeviceOutcome> work) {
        Browser browser = visit.browser();
        return switch (work.get()) {
            case DeviceOutcome.Asks asks ->
                pages.show(
                        visit,
                        "apps/device-asks",
                        Map.of(
                                "app", asks.client().terms().name(),
                                "organisation", organisation(asks.client()),
                                "email", visit.account().email(),
                                "scopes", asks.scopes(),
                                "network", asks.network(),
                                "since", entries.times(visit).past(asks.since()),
                                "code", code));
            case DeviceOutcome.Unknown _ ->
                form(
                                visit,
                                Form.EMPTY
                                        .with("usercode", code)
                                        .wrong("usercode", browser.words().say("device.code.unknown")))
                        .status(422);
            case DeviceOutcome.Delayed(java.time.Instant until) -> waits.paused(browser, until, visit.zone());
            case DeviceOutcome.NotForYou(Client client) -> done(visit, "not-for-you", client);
            case DeviceOutcome.StepUp(boolean passkey) ->
                new SeeOther((passkey ? "/confirm/passkey" : "/confirm") + "?return="
                        + SeeOther.encoded(PATH + "?user_code=" + SeeOther.encoded(code)));
            case DeviceOutcome.Allowed(Client client) -> done(visit, "allowed", client);
            case DeviceOutcome.Denied(Client client) -> done(visit, "denied", client);
        };
    }

    private String organisation(Client client) {
        return organisations
                .byId(client.organisationId())
                .map(Organisation::name)
                .orElse("");
    }

    private HtmlView done(SignedIn visit, String what, Client client) {
        return pages.show(
                visit,
                "apps/device-done",
                Map.of("what", what, "app", client.terms().name()));
    }
}
