package dev.countersign.doors.web;

import dev.countersign.journeys.signin.SignInPermits;
import dev.countersign.journeys.signin.SignInPermits.Asked;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/allow-sign-in/{token}`: the mailed link by which somebody whose password is being guessed at lets themselves
/// in on a new device. Looking changes nothing: mail scanners open links.
@Controller
final class AllowSignInPage {
    private final Pages pages;
    private final SignInPermits permits;

    AllowSignInPage(Pages pages, SignInPermits permits) {
        this.pages = pages;
        this.permits = permits;
    }

    @GetMapping("/allow-sign-in/{token}")
    @Open
    View ask(Browser browser, @PathVariable String token) {
        return show(browser, token, false, permits.look(token, browser.origin()));
    }

    @PostMapping("/allow-sign-in/{token}")
    @Open
    View allow(Browser browser, @PathVariable String token) {
        return show(browser, token, true, permits.allow(token, browser.origin()));
    }

    private View show(Browser browser, String token, boolean done, Optional<Asked> asked) {
        if (asked.isEmpty()) {
            return pages.show(browser, "account/link", Map.of("reason", "allow-sign-in"))
                    .status(410);
        }
        Asked who = asked.get();
        return pages.show(
                browser,
                "account/allow-sign-in",
                Map.of(
                        "token", token,
                        "done", done,
                        "email", who.email(),
                        "network", who.network(),
                        "browserName", who.browser(),
                        "at", browser.words().dayAndTime(who.at(), ZoneOffset.UTC)));
    }
}
