package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.NewPasswordOutcome;
import dev.countersign.journeys.recovery.PasswordChanges;
import dev.countersign.journeys.recovery.PasswordChanges.LinkOwner;
import dev.countersign.pages.Form;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/reset/{token}`: a new password behind a link that works once. It signs nobody in.
@Controller
final class PasswordLinkPage {
    private final Pages pages;
    private final Waits waits;
    private final PasswordChanges passwords;

    PasswordLinkPage(Pages pages, Waits waits, PasswordChanges passwords) {
        this.pages = pages;
        this.waits = waits;
        this.passwords = passwords;
    }

    @GetMapping("/reset/{token}")
    @Open
    View form(Browser browser, @PathVariable String token) {
        return show(browser, token, Form.EMPTY);
    }

    @PostMapping("/reset/{token}")
    @Open
    View change(Browser browser, @PathVariable String token) {
        String password = browser.field("password");
        if (password.isEmpty()) {
            return wrong(browser, token, "empty");
        }
        return switch (passwords.byLink(token, password, browser.origin())) {
            case NewPasswordOutcome.Changed ignored -> new SeeOther("/sign-in?notice=password-changed");
            case NewPasswordOutcome.Refused refused -> wrong(browser, token, refused.code());
            case NewPasswordOutcome.Delayed wait -> waits.delayed(browser, wait.until());
            case NewPasswordOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
            case NewPasswordOutcome.LinkNotGood ignored -> notGood(browser);
            // These two are about a session, and a link has none.
            case NewPasswordOutcome.WrongCurrent ignored -> notGood(browser);
            case NewPasswordOutcome.StepUpRequired ignored -> notGood(browser);
        };
    }

    private View wrong(Browser browser, String token, String code) {
        String key = "flaw.password." + code;
        String sentence = browser.words().say(browser.words().has(key) ? key : "flaw.other");
        HtmlView view = show(browser, token, Form.EMPTY.wrong("password", sentence));
        return view.status() == 200 ? view.status(422) : view;
    }

    private HtmlView show(Browser browser, String token, Form form) {
        Optional<LinkOwner> owner = passwords.linkGood(token);
        owner.map(LinkOwner::accountId).ifPresent(browser::help);
        return owner.isPresent()
                ? pages.show(browser, "account/reset", Map.of("form", form, "token", token, "owner", owner.get()))
                : notGood(browser);
    }

    private HtmlView notGood(Browser browser) {
        return pages.show(browser, "account/link", Map.of("reason", "reset")).status(410);
    }
}
