package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.EnrolmentGrant;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.Languages;
import dev.countersign.people.account.Account;
import dev.countersign.people.account.Accounts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Who may go on with a request, worked out anew each time from the cookies and what the journeys say of them.
@Component
final class PageAccess {
    private static final String BROWSER = Browser.class.getName();

    private final Cookies cookies;
    private final Languages languages;
    private final Visits visits;
    private final SignIns signIns;
    private final Accounts accounts;

    PageAccess(Cookies cookies, Languages languages, Visits visits, SignIns signIns, Accounts accounts) {
        this.cookies = cookies;
        this.languages = languages;
        this.visits = visits;
        this.signIns = signIns;
        this.accounts = accounts;
    }

    Browser browser(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(BROWSER) instanceof Browser known) {
            return known;
        }
        Browser browser = new Browser(request, response, cookies, languages);
        request.setAttribute(BROWSER, browser);
        return browser;
    }

    /// The person behind the active session, if it still holds: for pages that are open to all and greet those who
    /// are known.
    Optional<Presence.Present> active(Browser browser) {
        return browser.sessions().stream()
                .findFirst()
                .map(visits::present)
                .filter(Presence.Present.class::isInstance)
                .map(Presence.Present.class::cast);
    }

    /// Finds out who this is, for pages that are open to all and say more to those who are known: whoever is signed
    /// in or has given the right password. Changes nothing.
    Optional<Account> recognise(Browser browser) {
        Optional<Account> account = browser.sessions().stream()
                .findFirst()
                .map(visits::present)
                .flatMap(PageAccess::account)
                .or(() -> browser.token(Token.Kind.CHALLENGE)
                        .flatMap(text -> signIns.challenge(text, browser.deviceToken()))
                        .flatMap(open -> accounts.byId(open.accountId())))
                .or(() -> browser.token(Token.Kind.ENROLMENT)
                        .flatMap(signIns::grant)
                        .flatMap(given -> accounts.byId(given.accountId())));
        account.ifPresent(browser::meet);
        return account;
    }

    private static Optional<Account> account(Presence presence) {
        return switch (presence) {
            case Presence.Present there -> Optional.of(there.account());
            case Presence.Owing there -> Optional.of(there.account());
            case Presence.Absent ignored -> Optional.empty();
        };
    }

    /// Where the session proves something anew, which enrolling a first factor can ask for.
    SignedIn proving(Browser browser) {
        return signedIn(browser, true);
    }

    SignedIn signedIn(Browser browser) {
        return signedIn(browser, false);
    }

    private SignedIn signedIn(Browser browser, boolean owingToo) {
        String token = browser.sessions().stream().findFirst().orElseThrow(() -> new Detour(toSignIn(browser)));
        return switch (visits.present(token)) {
            case Presence.Present present -> signedIn(browser, present, token);
            case Presence.Owing owing -> {
                if (!owingToo) {
                    throw new Detour(new SeeOther("/setup"));
                }
                yield signedIn(browser, owing.there(), token);
            }
            case Presence.Absent ignored -> {
                forget(browser, token);
                throw new Detour(toSignIn(browser));
            }
        };
    }

    private static SignedIn signedIn(Browser browser, Presence.Present present, String token) {
        browser.meet(present.account());
        madeFor(browser, present.account());
        return new SignedIn(browser, present, token);
    }

    HalfWay halfWay(Browser browser) {
        Optional<String> token = browser.token(Token.Kind.CHALLENGE);
        Optional<Challenge> challenge = token.flatMap(text -> signIns.challenge(text, browser.deviceToken()));
        Optional<Account> account = challenge.flatMap(open -> accounts.byId(open.accountId()));
        if (token.isEmpty() || challenge.isEmpty() || account.isEmpty()) {
            browser.drop(Token.Kind.CHALLENGE);
            throw new Detour(browser.to(token.isPresent() ? "/sign-in?notice=expired" : "/sign-in"));
        }
        if (challenge.get().purpose() == Challenge.Purpose.STEP_UP) {
            throw new Detour(browser.to("/confirm"));
        }
        browser.meet(account.get());
        madeFor(browser, account.get());
        return new HalfWay(browser, account.get(), challenge.get(), token.get());
    }

    Enrolling enrolling(Browser browser) {
        Optional<EnrolmentGrant> grant = browser.token(Token.Kind.ENROLMENT).flatMap(signIns::grant);
        Optional<Account> account = grant.flatMap(given -> accounts.byId(given.accountId()));
        if (grant.isPresent() && account.isPresent()) {
            boolean owing = grant.get().skippableUntil() == null;
            return enrolling(
                    browser,
                    new Enrolling(browser, new Enroller.ByGrant(grant.get()), account.get(), null, owing, null));
        }
        browser.drop(Token.Kind.ENROLMENT);
        String token = browser.sessions().stream().findFirst().orElseThrow(() -> new Detour(toSignIn(browser)));
        return switch (visits.present(token)) {
            case Presence.Present there ->
                enrolling(
                        browser,
                        new Enrolling(
                                browser,
                                new Enroller.BySession(there.session()),
                                there.account(),
                                token,
                                false,
                                there.skippableUntil()));
            case Presence.Owing there ->
                enrolling(
                        browser,
                        new Enrolling(
                                browser, new Enroller.BySession(there.session()), there.account(), token, true, null));
            case Presence.Absent ignored -> {
                forget(browser, token);
                throw new Detour(toSignIn(browser));
            }
        };
    }

    private static Enrolling enrolling(Browser browser, Enrolling person) {
        browser.meet(person.account());
        madeFor(browser, person.account());
        return person;
    }

    // A form that was made for one account must not act on another that became active in the meantime, in another tab.
    private static void madeFor(Browser browser, Account account) {
        if (browser.request().getMethod().equals("POST")
                && !browser.field("account").equals(account.id())) {
            throw new OtherAccount(account);
        }
    }

    private static void forget(Browser browser, String token) {
        List<String> others = browser.sessions().stream()
                .filter(other -> !other.equals(token))
                .toList();
        browser.keepSessions(others);
    }

    private static SeeOther toSignIn(Browser browser) {
        return comingFrom(browser.request())
                .map(path -> new SeeOther("/sign-in?return=" + SeeOther.encoded(path.text())))
                .orElseGet(() -> new SeeOther("/sign-in"));
    }

    /// A page that was asked for is where to come back to; a form that was sent came from a page, named by the browser.
    static Optional<ReturnPath> comingFrom(HttpServletRequest request) {
        if (!request.getMethod().equals("POST")) {
            String query = request.getQueryString();
            return ReturnPath.of(query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query);
        }
        String referer = request.getHeader("Referer");
        return referer == null ? Optional.empty() : ReturnPath.of(pathOf(referer));
    }

    private static @Nullable String pathOf(String address) {
        try {
            return URI.create(address).getRawPath();
        } catch (IllegalArgumentException noAddress) {
            return null;
        }
    }
}
