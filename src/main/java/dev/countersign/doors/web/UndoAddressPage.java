package dev.countersign.doors.web;

import dev.countersign.journeys.recovery.AddressUndos;
import dev.countersign.journeys.recovery.AddressUndos.Outcome;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/undo-address/{token}`: puts the address from before a change back, from the mail that told of it. Looking
/// changes nothing: mail scanners open links.
@Controller
final class UndoAddressPage {
    private final Pages pages;
    private final AddressUndos undos;

    UndoAddressPage(Pages pages, AddressUndos undos) {
        this.pages = pages;
        this.undos = undos;
    }

    @GetMapping("/undo-address/{token}")
    @Open
    View ask(Browser browser, @PathVariable String token) {
        return undos.look(token, browser.origin())
                .map(address -> show(browser, token, "ask", address))
                .orElseGet(() -> notGood(browser));
    }

    @PostMapping("/undo-address/{token}")
    @Open
    View act(Browser browser, @PathVariable String token) {
        return switch (undos.act(token, browser.origin())) {
            case Outcome.Restored it -> show(browser, token, "done", it.address());
            case Outcome.Taken it -> show(browser, token, "taken", it.address()).status(409);
            case Outcome.LinkNotGood ignored -> notGood(browser);
        };
    }

    private HtmlView show(Browser browser, String token, String state, String email) {
        return pages.show(browser, "account/undo-address", Map.of("token", token, "state", state, "email", email));
    }

    private HtmlView notGood(Browser browser) {
        return pages.show(browser, "account/link", Map.of("reason", "undo-address"))
                .status(410);
    }
}
