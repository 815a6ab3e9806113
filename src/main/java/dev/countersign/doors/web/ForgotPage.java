package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.pages.Form;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/forgot`: a link to a new password by mail or, where no mail can be sent, whom to ask. The answer is the same
/// for every address. Who comes from the second step finds the address filled in.
@Controller
final class ForgotPage {
    private final Pages pages;
    private final PageAccess access;
    private final PasswordChanges passwords;
    private final DevOutbox devOutbox;
    private final SignIns signIns;

    ForgotPage(Pages pages, PageAccess access, PasswordChanges passwords, DevOutbox devOutbox, SignIns signIns) {
        this.devOutbox = devOutbox;
        this.signIns = signIns;
        this.pages = pages;
        this.access = access;
        this.passwords = passwords;
    }

    @GetMapping("/forgot")
    @Open
    View form(Browser browser) {
        access.recognise(browser);
        return passwords.sendsLinks()
                ? show(browser, filledIn(browser), "")
                : pages.show(browser, "help/forgot", Map.of());
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
        passwords.sendLink(email, browser.deviceToken(), browser.origin());
        return show(browser, Form.EMPTY, email);
    }

    // Known here by the challenge's cookie, and so never part of an address that a link would hold.
    private Form filledIn(Browser browser) {
        return browser.token(Token.Kind.CHALLENGE)
                .flatMap(token -> signIns.challenge(token, browser.deviceToken()))
                .map(challenge -> Form.EMPTY.with("email", challenge.email()))
                .orElse(Form.EMPTY);
    }

    private HtmlView show(Browser browser, Form form, String sentTo) {
        return pages.show(
                browser,
                "account/forgot",
                Map.of("form", form, "sentTo", sentTo, "here", devOutbox.takes(Channel.EMAIL)));
    }
}
