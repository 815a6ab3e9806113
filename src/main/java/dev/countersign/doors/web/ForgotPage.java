package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.pages.Form;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import dev.countersign.people.organisation.Installation;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/forgot`: a link to a new password by mail or, where no mail can be sent, whom to ask. The answer is the same
/// for every address.
@Controller
final class ForgotPage {
    private final Pages pages;
    private final PasswordChanges passwords;
    private final Installation installation;
    private final DevOutbox devOutbox;

    ForgotPage(Pages pages, PasswordChanges passwords, Installation installation, DevOutbox devOutbox) {
        this.devOutbox = devOutbox;
        this.pages = pages;
        this.passwords = passwords;
        this.installation = installation;
    }

    @GetMapping("/forgot")
    @Open
    View form(Browser browser) {
        return passwords.sendsLinks()
                ? show(browser, Form.EMPTY, "")
                : pages.show(browser, "help/forgot", Map.of("support", installation.support()));
    }

    @PostMapping("/forgot")
    @Open
    View send(Browser browser) {
        String email = browser.field("email").strip();
        if (!passwords.sendsLinks()) {
            return browser.to("/forgot");
        }
        if (email.isEmpty()) {
            return show(browser, Form.EMPTY.wrong("email", browser.words().say("sign-in.email.empty")), "")
                    .status(422);
        }
        passwords.sendLink(email, browser.origin());
        return show(browser, Form.EMPTY, email);
    }

    private HtmlView show(Browser browser, Form form, String sentTo) {
        return pages.show(
                browser,
                "account/forgot",
                Map.of(
                        "form",
                        form,
                        "sentTo",
                        sentTo,
                        "support",
                        installation.support(),
                        "here",
                        devOutbox.takes(Channel.EMAIL)));
    }
}
