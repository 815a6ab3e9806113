package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.rules.session.Session;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// Signing out: the active account, and the device with it where asked for; or all accounts of this browser.
@Controller
final class SignOutPage {
    private final Visits visits;

    SignOutPage(Visits visits) {
        this.visits = visits;
    }

    /// Open, since whoever is signed out already must not be asked to sign in for it.
    @PostMapping("/sign-out")
    @Open
    View signOut(Browser browser) {
        boolean all = browser.field("all").equals("1");
        List<String> tokens = browser.sessions();
        for (String token : tokens) {
            Optional<Session> session = session(token);
            boolean meant = all
                    || session.filter(one -> one.accountId().equals(browser.field("account")))
                            .isPresent();
            if (session.isPresent() && meant) {
                visits.signOut(session.get(), browser.field("forget").equals("1"), browser.origin());
            }
            if (session.isEmpty() || meant) {
                browser.keepSessions(browser.sessions().stream()
                        .filter(other -> !other.equals(token))
                        .toList());
            }
        }
        Optional<ReturnPath> invitation =
                browser.onward().filter(path -> path.text().startsWith("/invitation/"));
        if (invitation.isPresent()) {
            // Signed out to open it as somebody else.
            return new SeeOther(invitation.get().text());
        }
        return new SeeOther(browser.sessions().isEmpty() ? "/sign-in?notice=signed-out" : "/accounts");
    }

    private Optional<Session> session(String token) {
        return switch (visits.present(token)) {
            case Presence.Present there -> Optional.of(there.session());
            case Presence.Owing there -> Optional.of(there.session());
            case Presence.Absent ignored -> Optional.empty();
        };
    }
}
