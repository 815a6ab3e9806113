package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignIns;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/verify/text`: the second step of a sign-in by a texted code. A code goes out on a POST, never on a GET, which
/// programs follow too.
@Controller
final class VerifyTextPage {
    private static final String PATH = "/verify/text";

    private final VerifyPage verify;
    private final Waits waits;
    private final Texts texts;
    private final SignIns signIns;

    VerifyTextPage(VerifyPage verify, Waits waits, Texts texts, SignIns signIns) {
        this.verify = verify;
        this.waits = waits;
        this.texts = texts;
        this.signIns = signIns;
    }

    @GetMapping(PATH)
    View form(HalfWay half) {
        return verify.ask(half, CodeWay.TEXT);
    }

    @PostMapping(PATH)
    View answer(HalfWay half) {
        return verify.verify(half, CodeWay.TEXT);
    }

    @PostMapping(PATH + "/send")
    View send(HalfWay half) {
        Browser browser = half.browser();
        SendOutcome outcome = signIns.send(half.token(), browser.deviceToken(), FactorType.SMS, browser.origin());
        return switch (outcome) {
            case SendOutcome.Sent ignored -> browser.to(PATH + "?notice=sent");
            case SendOutcome.TooSoon soon ->
                verify.refused(half, CodeWay.TEXT, texts.refusal(browser, soon.retryAt(), true));
            case SendOutcome.Limited limited ->
                verify.refused(half, CodeWay.TEXT, texts.refusal(browser, limited.retryAt(), false));
            case SendOutcome.LockedOut locked -> waits.locked(browser, locked.until(), SignedIn.zoneOf(half.account()));
            case SendOutcome.NotOffered ignored -> browser.to("/verify/help");
            case SendOutcome.Expired ignored -> {
                browser.drop(Token.Kind.CHALLENGE);
                yield browser.to("/sign-in?notice=expired");
            }
        };
    }

    /// The masked number of that challenge's phone.
    static String hint(Challenge challenge) {
        return challenge.ways().stream()
                .filter(way -> way.type() == FactorType.SMS)
                .map(Challenge.Way::label)
                .findFirst()
                .map(String::valueOf)
                .orElse("");
    }
}
