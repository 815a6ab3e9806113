package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.Authorizations;
import dev.countersign.journeys.authorization.Authorizations.Arrival;
import dev.countersign.journeys.authorization.NextStep;
import dev.countersign.journeys.authorization.Reading;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.account.Account;
import dev.countersign.people.client.Client;
import dev.countersign.people.organisation.Organisation;
import dev.countersign.people.organisation.Organisations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// Where apps send people: `/oauth2/authorize`, and the way from there over our pages and back to the app.
@Controller
final class AuthorizePage {
    private static final String AUTHORIZE = "/oauth2/authorize";
    static final String CONTINUE = "/apps/continue";

    private final ObjectProvider<AppRooms> apps;
    private final Pages pages;
    private final Waits waits;
    private final Visits visits;
    private final Organisations organisations;

    AuthorizePage(ObjectProvider<AppRooms> apps, Pages pages, Waits waits, Visits visits, Organisations organisations) {
        this.apps = apps;
        this.pages = pages;
        this.waits = waits;
        this.visits = visits;
        this.organisations = organisations;
    }

    private Authorizations authorizations() {
        return apps.getObject().authorizations();
    }

    @GetMapping(AUTHORIZE)
    @Open
    View arrive(Browser browser) {
        Map<String, List<String>> given = given(browser);
        return switch (authorizations().arrive(given, active(browser), browser.origin())) {
            case Arrival.SentBack(String to) -> new Away(to);
            case Arrival.Waits waiting -> {
                browser.wishFor(Arrays.asList(waiting.request().uiLocales().split(" ", -1)));
                yield new SeeOther(path(waiting.token().text()));
            }
            case Arrival.Busy busy -> waits.delayed(browser, busy.until());
            case Arrival.Refused(Reading.Why why, String nearly) -> refused(browser, why, nearly);
        };
    }

    /// The same as a form (OpenID Connect Core §3.1.2.1). Cookies do not come along with another site's form, so it is
    /// asked again as a link.
    @PostMapping(AUTHORIZE)
    @Open
    View arriveByForm(Browser browser) {
        List<String> pairs = new ArrayList<>();
        given(browser)
                .forEach((name, values) -> values.forEach(value -> pairs.add(encoded(name) + "=" + encoded(value))));
        return new SeeOther(AUTHORIZE + "?" + String.join("&", pairs));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Map<String, List<String>> given(Browser browser) {
        Map<String, List<String>> given = new LinkedHashMap<>();
        browser.request().getParameterMap().forEach((name, values) -> given.put(name, List.of(values)));
        return given;
    }

    private HtmlView refused(Browser browser, Reading.Why why, String nearly) {
        return pages.show(browser, "apps/refused", Map.of("why", why.name().toLowerCase(Locale.ROOT), "nearly", nearly))
                .status(400);
    }

    /// The session in front, of those that have not ended.
    private @Nullable String active(Browser browser) {
        return browser.sessions().stream()
                .filter(token -> !(visits.present(token) instanceof Presence.Absent))
                .findFirst()
                .orElse(null);
    }

    private static String path(String token) {
        return CONTINUE + "?request=" + token;
    }

    @GetMapping(CONTINUE)
    @Open
    View go(Browser browser) {
        return Token.kindOf(browser.field("request"))
                .filter(kind -> kind == Token.Kind.APP_REQUEST)
                .map(_ ->
                        show(browser, authorizations().go(browser.field("request"), active(browser), browser.origin())))
                .orElseGet(() -> show(browser, new NextStep.Gone()));
    }

    @PostMapping("/apps/consent")
    View answer(SignedIn visit) {
        Browser browser = visit.browser();
        return show(
                browser,
                authorizations()
                        .answer(
                                browser.field("request"),
                                visit.token(),
                                browser.field("answer").equals("allow"),
                                browser.origin()));
    }

    /// Back to the app without an answer.
    @PostMapping("/apps/back")
    @Open
    View giveUp(Browser browser) {
        return show(browser, authorizations().giveUp(browser.field("request")));
    }

    private View show(Browser browser, NextStep step) {
        String here = path(browser.field("request"));
        String back = "?return=" + SeeOther.encoded(here);
        return switch (step) {
            case NextStep.SentBack(Client client, String to) ->
                back(browser, client.terms().name(), to);
            case NextStep.SignIn(String hint) ->
                new SeeOther("/sign-in" + back + (hint.isEmpty() ? "" : "&hint=" + SeeOther.encoded(hint)));
            case NextStep.Choose _ -> new SeeOther("/accounts" + back);
            case NextStep.Enrol _ -> new SeeOther("/setup" + back);
            case NextStep.SetUp(boolean passkey) -> new SeeOther((passkey ? "/setup/passkey" : "/setup") + back);
            case NextStep.StepUp(boolean passkey) -> new SeeOther((passkey ? "/confirm/passkey" : "/confirm") + back);
            case NextStep.Consent(Client client, Account account, List<String> scopes) ->
                ask(browser, "apps/consent", client, account, scopes);
            case NextStep.NotForYou(Client client, Account account) ->
                ask(browser, "apps/not-for-you", client, account, List.of()).status(403);
            case NextStep.Gone _ ->
                pages.show(browser, "apps/refused", Map.of("why", "gone", "nearly", ""))
                        .status(410);
        };
    }

    private HtmlView ask(Browser browser, String template, Client client, Account account, List<String> scopes) {
        browser.meet(account);
        Map<String, Object> about = Map.of(
                "app",
                client.terms().name(),
                "organisation",
                organisations
                        .byId(client.organisationId())
                        .map(Organisation::name)
                        .orElse(""),
                "email",
                account.email(),
                "scopes",
                scopes,
                "request",
                browser.field("request"),
                "here",
                path(browser.field("request")));
        return pages.show(browser, account, template, about);
    }

    /// A page that leads on by itself: a browser that follows a form over several addresses goes only to those that
    /// the form's own page names (CSP `form-action`), and an app's address is none of them.
    HtmlView back(Browser browser, String app, String to) {
        return pages.show(browser, "apps/back", Map.of("app", app, "to", to));
    }
}
