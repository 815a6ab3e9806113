package dev.countersign.doors.web;

import dev.countersign.factors.totp.TypedCode;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signup.AddressConfirmations;
import dev.countersign.journeys.signup.AddressConfirmations.Confirmer;
import dev.countersign.journeys.signup.ConfirmAddressOutcome;
import dev.countersign.pages.Form;
import dev.countersign.people.account.PendingAccount;
import dev.countersign.people.delivery.Channel;
import dev.countersign.people.delivery.DevOutbox;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/sign-up/confirm` and `/confirm-address/{token}`: the address of a sign-up is confirmed by the code or the link
/// that was mailed to it. Until then there is no account.
@Controller
final class ConfirmAddressPage {
    private static final String PATH = "/sign-up/confirm";

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final AddressConfirmations confirmations;
    private final DevOutbox devOutbox;

    ConfirmAddressPage(
            Pages pages, Entrance entrance, Waits waits, AddressConfirmations confirmations, DevOutbox devOutbox) {
        this.devOutbox = devOutbox;
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.confirmations = confirmations;
    }

    @GetMapping(PATH)
    @Open
    View form(Browser browser) {
        return show(browser, Form.EMPTY);
    }

    @PostMapping(PATH)
    @Open
    View confirm(Browser browser) {
        Optional<String> code = TypedCode.digits(browser.field("onetimecode"));
        if (code.isEmpty()) {
            return show(browser, Form.EMPTY.wrong("onetimecode", browser.words().say("code.app.shape")))
                    .status(422);
        }
        return switch (confirmations.byCode(code.get(), confirmer(browser))) {
            case ConfirmAddressOutcome.Confirmed confirmed -> entered(browser, confirmed);
            case ConfirmAddressOutcome.Incorrect not ->
                not.attemptsLeft() == 0 ? over(browser) : wrongCode(browser, not.attemptsLeft());
            case ConfirmAddressOutcome.Over ignored -> over(browser);
            case ConfirmAddressOutcome.Delayed wait -> waits.delayed(browser, wait.until());
            case ConfirmAddressOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
            // These two are about a link.
            case ConfirmAddressOutcome.PasswordNeeded ignored -> over(browser);
            case ConfirmAddressOutcome.WrongPassword ignored -> over(browser);
        };
    }

    @PostMapping(PATH + "/send")
    @Open
    View sendAgain(Browser browser) {
        boolean sent =
                browser.token(Token.Kind.SIGN_UP).map(confirmations::sendAgain).orElse(false);
        return browser.to(PATH + (sent ? "?notice=sent" : "?notice=too-soon"));
    }

    /// Looking changes nothing: mail scanners open links.
    @GetMapping("/confirm-address/{token}")
    @Open
    View link(Browser browser, @PathVariable String token) {
        return showLink(browser, token, Form.EMPTY);
    }

    @PostMapping("/confirm-address/{token}")
    @Open
    View confirmByLink(Browser browser, @PathVariable String token) {
        String password = browser.field("password");
        return switch (confirmations.byLink(token, password.isEmpty() ? null : password, confirmer(browser))) {
            case ConfirmAddressOutcome.Confirmed confirmed -> entered(browser, confirmed);
            case ConfirmAddressOutcome.PasswordNeeded ignored ->
                wrongPassword(browser, token, browser.words().say("sign-in.password.empty"));
            case ConfirmAddressOutcome.WrongPassword not ->
                not.attemptsLeft() == 0
                        ? over(browser)
                        : wrongPassword(browser, token, browser.words().say("confirm-link.password.wrong"));
            case ConfirmAddressOutcome.Over ignored -> over(browser);
            case ConfirmAddressOutcome.Incorrect ignored -> over(browser);
            case ConfirmAddressOutcome.Delayed wait -> waits.delayed(browser, wait.until());
            case ConfirmAddressOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private View entered(Browser browser, ConfirmAddressOutcome.Confirmed confirmed) {
        browser.drop(Token.Kind.SIGN_UP);
        return confirmed.entered() == null ? browser.to("/sign-in") : entrance.enter(browser, confirmed.entered());
    }

    private View wrongCode(Browser browser, int left) {
        String sentence = browser.words().say("confirm-address.wrong", "left", left);
        return show(browser, Form.EMPTY.wrong("onetimecode", sentence)).status(422);
    }

    private View wrongPassword(Browser browser, String token, String sentence) {
        HtmlView view = showLink(browser, token, Form.EMPTY.wrong("password", sentence));
        return view.status() == 200 ? view.status(422) : view;
    }

    private HtmlView show(Browser browser, Form form) {
        Optional<PendingAccount> held = browser.token(Token.Kind.SIGN_UP).flatMap(confirmations::heldBy);
        // A sign-up that could not be begun, since too many wait for its address, looks like any other.
        return pages.show(
                browser,
                "account/confirm-address",
                Map.of(
                        "form", form,
                        "email", held.map(PendingAccount::email).orElse(""),
                        "notice", browser.field("notice"),
                        "here", devOutbox.takes(Channel.EMAIL)));
    }

    private HtmlView showLink(Browser browser, String token, Form form) {
        Optional<PendingAccount> pending = confirmations.behindLink(token);
        return pending.isEmpty()
                ? over(browser)
                : pages.show(
                        browser,
                        "account/confirm-link",
                        Map.of(
                                "form",
                                form,
                                "token",
                                token,
                                "email",
                                pending.get().email(),
                                "held",
                                confirmations.holds(confirmer(browser), pending.get())));
    }

    private HtmlView over(Browser browser) {
        return pages.show(browser, "account/link", Map.of("reason", "confirm-address"))
                .status(410);
    }

    private static Confirmer confirmer(Browser browser) {
        return new Confirmer(browser.token(Token.Kind.SIGN_UP).orElse(null), browser.deviceToken(), browser.origin());
    }
}
