package dev.countersign.doors.web;

import dev.countersign.journeys.organisation.WaitingResets;
import dev.countersign.journeys.recovery.Recoveries;
import dev.countersign.pages.Assets;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Page;
import dev.countersign.pages.ReminderEntry;
import dev.countersign.pages.Times;
import dev.countersign.pages.Who;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Installation;
import gg.jte.TemplateEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;

/// Turns a template and what it is about into an answer.
@Component
final class Pages {
    private final TemplateEngine engine;
    private final Languages languages;
    private final Assets assets;
    private final Installation installation;
    private final Looks looks;
    private final Recoveries recoveries;
    private final WaitingResets resets;
    private final Places places;
    private final InstantSource clock;

    Pages(
            TemplateEngine engine,
            Languages languages,
            Assets assets,
            Installation installation,
            Looks looks,
            Recoveries recoveries,
            WaitingResets resets,
            Places places,
            InstantSource clock) {
        this.engine = engine;
        this.languages = languages;
        this.assets = assets;
        this.installation = installation;
        this.looks = looks;
        this.recoveries = recoveries;
        this.resets = resets;
        this.places = places;
        this.clock = clock;
    }

    /// A page for anybody.
    HtmlView show(Browser browser, String template, Map<String, Object> about) {
        return html(200, template, page(browser, null), about);
    }

    /// A page for somebody who is signed in.
    HtmlView show(SignedIn visit, String template, Map<String, Object> about) {
        Browser browser = visit.browser();
        Who who = who(browser, visit.account())
                .in(places.of(visit))
                .until(places.ending(visit, visit.account().eraseAt()));
        Who warned = recoveries
                .of(visit.account())
                .map(waiting -> who.with(RecoveryPage.entry(browser, visit.account(), waiting)))
                .orElse(who);
        Who told = resets.of(visit.account())
                .map(waiting -> warned.with(StopResetPage.entry(browser, waiting)))
                .orElse(warned);
        return html(200, template, page(browser, reminded(visit, told)), about);
    }

    private Who reminded(SignedIn visit, Who who) {
        if (!SettingsEntries.reminded(visit)) {
            return who;
        }
        Instant until = visit.present().skippableUntil();
        Times times = new Times(visit.browser().words(), visit.zone(), clock.instant());
        return who.with(new ReminderEntry(until == null ? null : times.day(until)));
    }

    /// A page whose forms are made for an account.
    HtmlView show(Browser browser, Account account, String template, Map<String, Object> about) {
        return html(200, template, page(browser, who(browser, account)), about);
    }

    private static Who who(Browser browser, Account account) {
        return Who.of(account, Math.max(0, browser.sessions().size() - 1));
    }

    /// What every page is given.
    Page page(Browser browser, @Nullable Who who) {
        HttpServletRequest request = browser.request();
        return new Page(
                browser.words(),
                languages,
                assets,
                installation.name(),
                looks.of(browser, who),
                pathOf(browser),
                browser.onward().map(ReturnPath::text).orElse(null),
                browser.theme(),
                csrf(request),
                who);
    }

    private HtmlView html(int status, String template, Page page, Map<String, Object> about) {
        Map<String, Object> parameters = new HashMap<>(about);
        parameters.put("page", page);
        return new HtmlView(engine, status, template + ".jte", parameters, null);
    }

    // Where the page can be read again, without a wish for somewhere else that was refused.
    private static String pathOf(Browser browser) {
        HttpServletRequest request = browser.request();
        String query = request.getQueryString();
        boolean refused =
                query != null && query.contains("return=") && browser.onward().isEmpty();
        String whole = query == null || refused ? request.getRequestURI() : request.getRequestURI() + "?" + query;
        return ReturnPath.of(whole).map(ReturnPath::text).orElse("/");
    }

    private static @Nullable String csrf(HttpServletRequest request) {
        return request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token ? token.getToken() : null;
    }
}
