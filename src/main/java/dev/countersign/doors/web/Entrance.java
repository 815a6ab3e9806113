package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.enrolment.ConfirmOutcome;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.Owed;
import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.rules.session.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.View;

/// The way into a browser for what a sign-in brought: its cookies are set here and nowhere else, and what was
/// needed on the way is thrown away.
@Component
final class Entrance {
    /// Where a person lands who wanted nowhere in particular.
    static final String HOME = "/settings/security";

    /// Where a person lands whose account is suspended.

    private final Pages pages;
    private final Visits visits;
    private final SignIns signIns;
    private final InstantSource clock;

    Entrance(Pages pages, Visits visits, SignIns signIns, InstantSource clock) {
        this.pages = pages;
        this.visits = visits;
        this.signIns = signIns;
        this.clock = clock;
    }

    View enter(Browser browser, SignInOutcome.Entered entered) {
        return switch (entered) {
            case SignInOutcome.SignedIn in -> signedIn(browser, in);
            case SignInOutcome.Challenged asked -> challenged(browser, asked);
            case SignInOutcome.MustEnrol owing -> mustEnrol(browser, owing);
            case SignInOutcome.Suspended out -> {
                // Said after the right password only, and where the organisation can be named whom the person asks.
                browser.keepDevice(out.device());
                browser.meet(out.account());
                yield pages.show(browser, "sign-in/suspended", Map.of()).status(403);
            }
        };
    }

    /// A session, and then what policy recommends, where the person lacks it.
    SeeOther signedIn(Browser browser, SignInOutcome.SignedIn in) {
        keep(browser, in);
        if (in.account().eraseAt() != null) {
            return browser.to(Settings.DELETE);
        }
        return in.owes().contains(Owed.ENROLMENT_RECOMMENDED) ? browser.to("/setup") : browser.onwardOr(HOME);
    }

    /// A session of somebody who was asked to set up just now and said "Not now".
    SeeOther skipped(Browser browser, SignInOutcome.SignedIn in) {
        keep(browser, in);
        return browser.onwardOr(HOME);
    }

    /// A factor was confirmed: on to its backup codes, where there are new ones. `replaced` is the token of the
    /// session that did it, which is over.
    SeeOther confirmed(Browser browser, ConfirmOutcome.Confirmed done, @Nullable String replaced) {
        return switch (done.entry()) {
            case SignInOutcome.SignedIn in -> {
                browser.keepSessions(browser.sessions().stream()
                        .filter(token -> !token.equals(replaced))
                        .toList());
                keep(browser, in);
                yield browser.to(done.backupCodes().isEmpty() ? "/setup/done" : "/setup/backup-codes");
            }
            case SignInOutcome.MustEnrol owing -> mustEnrol(browser, owing);
        };
    }

    // The session is the active one from now on, and alone for its account in this browser.
    private void keep(Browser browser, SignInOutcome.SignedIn in) {
        browser.keepDevice(in.device());
        browser.drop(Token.Kind.CHALLENGE);
        browser.drop(Token.Kind.ENROLMENT);
        List<String> tokens = new ArrayList<>();
        tokens.add(in.token().text());
        for (String token : browser.sessions()) {
            Session other = session(token);
            if (other == null || token.equals(in.token().text())) {
                continue;
            }
            boolean same = other.accountId().equals(in.account().id());
            if (same || tokens.size() == Cookies.MOST_SESSIONS) {
                // Ended, not signed out: where signing out forgets the device, this one was just remembered.
                visits.endSession(other, other.id(), browser.origin());
            } else {
                tokens.add(token);
            }
        }
        browser.keepSessions(tokens);
    }

    SeeOther challenged(Browser browser, SignInOutcome.Challenged asked) {
        browser.keepDevice(asked.device());
        browser.drop(Token.Kind.ENROLMENT);
        keepChallenge(browser, asked.token(), asked.challenge());
        FactorType factor = asked.challenge().factor();
        if (factor == FactorType.SMS || factor == FactorType.EMAIL) {
            // Whatever comes of it, the page says so and has a button.
            @Nullable Token fresh = asked.device();
            signIns.send(
                    asked.token().text(),
                    fresh == null ? browser.deviceToken() : fresh.text(),
                    factor,
                    browser.origin());
        }
        return browser.to(CodeWay.page(factor));
    }

    void keepChallenge(Browser browser, Token token, Challenge challenge) {
        browser.keep(token, until(challenge.expiresAt()));
    }

    SeeOther mustEnrol(Browser browser, SignInOutcome.MustEnrol owing) {
        browser.keepDevice(owing.device());
        browser.drop(Token.Kind.CHALLENGE);
        browser.keep(owing.token(), until(owing.grant().expiresAt()));
        return browser.to("/setup");
    }

    private Duration until(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private @Nullable Session session(String token) {
        return switch (visits.present(token)) {
            case Presence.Present there -> there.session();
            case Presence.Owing there -> there.session();
            case Presence.Absent ignored -> null;
        };
    }
}
