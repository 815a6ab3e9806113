package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.NotMe;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/not-me/{token}`: "This wasn't me", from the mail of a notice. Looking changes nothing: mail scanners open links.
@Controller
final class NotMePage {
    private final Pages pages;
    private final NotMe notMe;

    NotMePage(Pages pages, NotMe notMe) {
        this.pages = pages;
        this.notMe = notMe;
    }

    @GetMapping("/not-me/{token}")
    @Open
    View ask(Browser browser, @PathVariable String token) {
        return show(browser, token, false, notMe.look(token, browser.origin()));
    }

    @PostMapping("/not-me/{token}")
    @Open
    View act(Browser browser, @PathVariable String token) {
        return show(browser, token, true, notMe.act(token, browser.origin()));
    }

    private View show(Browser browser, String token, boolean done, Optional<String> email) {
        return email.isEmpty()
                ? pages.show(browser, "account/link", Map.of("reason", "not-me"))
                        .status(410)
                : pages.show(browser, "account/not-me", Map.of("token", token, "done", done, "email", email.get()));
    }
}
