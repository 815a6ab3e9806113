package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Presence;
import dev.countersign.journeys.signin.Visits;
import dev.countersign.pages.Who;
import dev.countersign.people.account.Account;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/accounts`: the accounts that this browser is signed in to, and which of them is active.
@Controller
final class AccountsPage {
    private final Pages pages;
    private final Visits visits;

    AccountsPage(Pages pages, Visits visits) {
        this.pages = pages;
        this.visits = visits;
    }

    /// Open, since it shows only what the browser's own tokens open.
    @GetMapping("/accounts")
    @Open
    View chooser(Browser browser) {
        List<Who> people = accounts(browser).values().stream()
                .map(account -> Who.of(account, 0))
                .toList();
        if (people.isEmpty()) {
            return browser.to("/sign-in");
        }
        return pages.show(
                browser,
                "account/accounts",
                Map.of(
                        "people",
                        people,
                        "full",
                        people.size() >= Cookies.MOST_SESSIONS,
                        "most",
                        Cookies.MOST_SESSIONS));
    }

    @PostMapping("/accounts/switch")
    @Open
    View switchTo(Browser browser) {
        for (Map.Entry<String, Account> each : accounts(browser).entrySet()) {
            if (each.getValue().id().equals(browser.field("account"))) {
                List<String> tokens = new ArrayList<>(browser.sessions());
                tokens.remove(each.getKey());
                tokens.addFirst(each.getKey());
                browser.keepSessions(tokens);
                return browser.onwardOr(Entrance.HOME);
            }
        }
        return browser.to("/accounts");
    }

    // By token, the active one first; those that are over are left out.
    private Map<String, Account> accounts(Browser browser) {
        Map<String, Account> accounts = new LinkedHashMap<>();
        for (String token : browser.sessions()) {
            switch (visits.present(token)) {
                case Presence.Present there -> accounts.put(token, there.account());
                case Presence.Owing there -> accounts.put(token, there.account());
                case Presence.Absent ignored -> {}
            }
        }
        return accounts;
    }
}
