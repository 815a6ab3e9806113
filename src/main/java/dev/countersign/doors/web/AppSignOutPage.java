package dev.countersign.doors.web;

import dev.countersign.journeys.authorization.AppRooms;
import dev.countersign.journeys.authorization.IdTokens;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.people.account.Account;
import dev.countersign.people.client.Client;
import dev.countersign.rules.session.Session;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// Where apps send people to sign out (OpenID Connect RP-Initiated Logout 1.0). Whoever shows an ID token of the very
/// session ends it at once; anybody else is asked.
@Controller
final class AppSignOutPage {
    private static final String LOGOUT = "/oauth2/logout";

    private final ObjectProvider<AppRooms> apps;
    private final Pages pages;
    private final AuthorizePage authorize;
    private final Visits visits;

    AppSignOutPage(ObjectProvider<AppRooms> apps, Pages pages, AuthorizePage authorize, Visits visits) {
        this.apps = apps;
        this.pages = pages;
        this.authorize = authorize;
        this.visits = visits;
    }

    /// Which app it is, and where it wants the person in the end; both may be unknown.
    private record Wish(@Nullable Client client, String to, IdTokens.@Nullable Hint hint) {}

    @GetMapping(LOGOUT)
    @Open
    View ask(Browser browser) {
        Wish wish = wish(browser);
        IdTokens.Hint hint = wish.hint();
        if (hint != null) {
            for (String token : browser.sessions()) {
                Optional<Session> meant = session(token)
                        .filter(it -> it.id().equals(hint.sessionId())
                                && it.accountId().equals(hint.accountId()));
                if (meant.isPresent()) {
                    end(browser, token, meant.get());
                    return wish.to().isEmpty() ? new SeeOther("/sign-in?notice=signed-out") : new Away(wish.to());
                }
            }
        }
        Optional<Account> account = browser.sessions().stream()
                .flatMap(token -> account(token).stream())
                .findFirst();
        if (account.isEmpty()) {
            return wish.to().isEmpty() ? new SeeOther("/sign-in?notice=signed-out") : new Away(wish.to());
        }
        return pages.show(
                browser,
                account.get(),
                "apps/sign-out",
                Map.of(
                        "email",
                        account.get().email(),
                        "app",
                        name(wish),
                        "client",
                        wish.client() == null ? "" : wish.client().id(),
                        "to",
                        browser.field("post_logout_redirect_uri"),
                        "state",
                        browser.field("state")));
    }

    /// The same as a form. Cookies do not come along with another site's form, so it is asked again as a link.
    @PostMapping(LOGOUT)
    @Open
    View askByForm(Browser browser) {
        StringBuilder link = new StringBuilder(LOGOUT).append('?');
        for (String name : new String[] {"id_token_hint", "client_id", "post_logout_redirect_uri", "state"}) {
            if (!browser.field(name).isEmpty()) {
                link.append(name)
                        .append('=')
                        .append(SeeOther.encoded(browser.field(name)))
                        .append('&');
            }
        }
        return new SeeOther(link.substring(0, link.length() - 1));
    }

    /// The person says yes: the account that was asked about signs out.
    @PostMapping("/apps/sign-out")
    @Open
    View signOut(Browser browser) {
        Wish wish = wish(browser);
        for (String token : browser.sessions()) {
            Optional<Session> session = session(token);
            if (session.filter(it -> it.accountId().equals(browser.field("account")))
                    .isPresent()) {
                end(browser, token, session.get());
            }
        }
        return wish.to().isEmpty()
                ? new SeeOther("/sign-in?notice=signed-out")
                : authorize.back(browser, name(wish), wish.to());
    }

    private static String name(Wish wish) {
        return wish.client() == null ? "" : wish.client().terms().name();
    }

    private Wish wish(Browser browser) {
        IdTokens.Hint hint =
                apps.getObject().idTokens().read(browser.field("id_token_hint")).orElse(null);
        String named = browser.field("client_id");
        boolean contradicts = hint != null && !named.isEmpty() && !named.equals(hint.clientId());
        String id = hint == null ? named : hint.clientId();
        Client client = contradicts ? null : apps.getObject().clients().byId(id).orElse(null);
        String asked = browser.field("post_logout_redirect_uri");
        // Nobody is sent to an address that the app did not register, to the letter.
        boolean known = client != null && client.terms().logoutRedirects().contains(asked);
        String state = browser.field("state");
        String to = !known
                ? ""
                : state.isEmpty()
                        ? asked
                        : asked + (asked.contains("?") ? "&" : "?") + "state=" + SeeOther.encoded(state);
        return new Wish(client, to, contradicts ? null : hint);
    }

    private void end(Browser browser, String token, Session session) {
        visits.signOut(session, false, browser.origin());
        browser.keepSessions(browser.sessions().stream()
                .filter(other -> !other.equals(token))
                .toList());
    }

    private Optional<Account> account(String token) {
        return switch (visits.present(token)) {
            case Presence.Present there -> Optional.of(there.account());
            case Presence.Owing there -> Optional.of(there.account());
            case Presence.Absent _ -> Optional.empty();
        };
    }

    private Optional<Session> session(String token) {
        return switch (visits.present(token)) {
            case Presence.Present there -> Optional.of(there.session());
            case Presence.Owing there -> Optional.of(there.session());
            case Presence.Absent _ -> Optional.empty();
        };
    }
}
