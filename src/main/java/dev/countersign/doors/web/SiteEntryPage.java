package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.entry.EntryRooms;
import dev.countersign.journeys.entry.EntryStep;
import dev.countersign.journeys.entry.SiteEntries;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.account.Account;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Organisations;
import dev.countersign.people.site.Site;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.View;

/// Where a site's proxy sends people: `/sites/enter`, and the way from there over our pages and back to the site.
@Controller
final class SiteEntryPage {
    static final String CONTINUE = "/sites/continue";

    private final ObjectProvider<EntryRooms> entry;
    private final Pages pages;
    private final Waits waits;
    private final Visits visits;
    private final Organisations organisations;

    SiteEntryPage(
            ObjectProvider<EntryRooms> entry, Pages pages, Waits waits, Visits visits, Organisations organisations) {
        this.entry = entry;
        this.pages = pages;
        this.waits = waits;
        this.visits = visits;
        this.organisations = organisations;
    }

    private SiteEntries entries() {
        return entry.getObject().entries();
    }

    @GetMapping("/sites/enter")
    @Open
    View arrive(Browser browser) {
        String fresh = browser.field("fresh");
        boolean number = fresh.matches("[0-9]{1,4}");
        EntryStep step = fresh.isEmpty() || number
                ? entries()
                        .arrive(
                                new SiteEntries.Wish(
                                        browser.field("site"),
                                        browser.field("to"),
                                        browser.field("nonce"),
                                        number ? Integer.parseInt(fresh) : 0),
                                active(browser),
                                browser.origin())
                : new EntryStep.Refused();
        // Nothing was sent from a form yet, so the browser goes wherever it is told to.
        return step instanceof EntryStep.Enter(Site _, String to) ? new Away(to) : show(browser, step, "");
    }

    /// The session in front, of those that have not ended.
    private @Nullable String active(Browser browser) {
        return browser.sessions().stream()
                .filter(token -> !(visits.present(token) instanceof Presence.Absent))
                .findFirst()
                .orElse(null);
    }

    @GetMapping(CONTINUE)
    @Open
    View go(Browser browser) {
        String request = browser.field("request");
        return Token.kindOf(request)
                .filter(kind -> kind == Token.Kind.SITE_REQUEST)
                .map(_ -> show(browser, entries().go(request, active(browser)), path(request)))
                .orElseGet(() -> show(browser, new EntryStep.Gone(), ""));
    }

    /// A ticket was not taken on the site's own host.
    @GetMapping("/sites/failed")
    @Open
    View failed(Browser browser) {
        return refused(browser, "ticket").status(400);
    }

    private static String path(String request) {
        return CONTINUE + "?request=" + request;
    }

    private HtmlView refused(Browser browser, String why) {
        return pages.show(browser, "sites/refused", Map.of("why", why));
    }

    private View show(Browser browser, EntryStep step, String here) {
        String back = "?return=" + SeeOther.encoded(here);
        return switch (step) {
            // A page that leads on by itself: browsers apply `form-action` to where a form's answer leads.
            case EntryStep.Enter(Site site, String to) ->
                pages.show(browser, "apps/back", Map.of("app", site.terms().name(), "to", to));
            case EntryStep.Waits(String token) -> new SeeOther(path(token));
            case EntryStep.SignIn _ -> new SeeOther("/sign-in" + back);
            case EntryStep.Enrol _ -> new SeeOther("/setup" + back);
            case EntryStep.StepUp(boolean passkey) ->
                new SeeOther((passkey ? "/confirm/passkey" : "/confirm") + back + "&anew=1");
            case EntryStep.PasskeyMissing(Site site, Account account) ->
                about(browser, "sites/passkey-missing", site, account, here).status(403);
            case EntryStep.NotForYou(Site site, Account account) ->
                about(browser, "sites/not-for-you", site, account, here).status(403);
            case EntryStep.Busy busy -> waits.delayed(browser, busy.until());
            case EntryStep.Refused _ -> refused(browser, "address").status(400);
            case EntryStep.Gone _ -> refused(browser, "gone").status(410);
        };
    }

    private HtmlView about(Browser browser, String template, Site site, Account account, String here) {
        browser.meet(account);
        return pages.show(
                browser,
                account,
                template,
                Map.of(
                        "site",
                        site.terms().name(),
                        "organisation",
                        organisations
                                .byId(site.organisationId())
                                .map(Organisation::name)
                                .orElse(""),
                        "email",
                        account.email(),
                        "here",
                        here));
    }
}
