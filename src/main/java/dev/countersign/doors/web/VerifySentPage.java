package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignIns;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/verify/text` and `/verify/email`: a sign-in's question answered by a code that was sent. One goes out on a
/// POST, never on a GET, which programs follow too.
@Controller
final class VerifySentPage {
    private static final String TEXT = "/verify/text";
    private static final String EMAIL = "/verify/email";

    private final VerifyPage verify;
    private final Waits waits;
    private final Texts texts;
    private final SignIns signIns;

    VerifySentPage(VerifyPage verify, Waits waits, Texts texts, SignIns signIns) {
        this.verify = verify;
        this.waits = waits;
        this.texts = texts;
        this.signIns = signIns;
    }

    @GetMapping(TEXT)
    View textForm(HalfWay half) {
        return verify.ask(half, CodeWay.TEXT);
    }

    @PostMapping(TEXT)
    View answerText(HalfWay half) {
        return verify.verify(half, CodeWay.TEXT);
    }

    @PostMapping(TEXT + "/send")
    View sendText(HalfWay half) {
        return send(half, CodeWay.TEXT);
    }

    @GetMapping(EMAIL)
    View emailForm(HalfWay half) {
        return verify.ask(half, CodeWay.EMAIL);
    }

    @PostMapping(EMAIL)
    View answerEmail(HalfWay half) {
        return verify.verify(half, CodeWay.EMAIL);
    }

    @PostMapping(EMAIL + "/send")
    View sendEmail(HalfWay half) {
        return send(half, CodeWay.EMAIL);
    }

    private View send(HalfWay half, CodeWay way) {
        Browser browser = half.browser();
        SendOutcome outcome = signIns.send(half.token(), browser.deviceToken(), way.type(), browser.origin());
        return switch (outcome) {
            case SendOutcome.Sent ignored -> browser.to(way.path() + "?notice=sent");
            case SendOutcome.TooSoon soon -> verify.refused(half, way, texts.refusal(browser, soon.retryAt(), true));
            case SendOutcome.Limited limited ->
                verify.refused(half, way, texts.refusal(browser, limited.retryAt(), false));
            case SendOutcome.LockedOut locked -> waits.locked(browser, locked.until(), SignedIn.zoneOf(half.account()));
            case SendOutcome.NotOffered ignored -> browser.to("/verify/help");
            case SendOutcome.Expired ignored -> {
                browser.drop(Token.Kind.CHALLENGE);
                yield browser.to("/sign-in?notice=expired");
            }
        };
    }

    /// Where codes for that way go, masked; empty for one that sends none.
    static String hint(Challenge challenge, CodeWay way) {
        return challenge.ways().stream()
                .filter(each -> each.type() == way.type())
                .map(Challenge.Way::label)
                .findFirst()
                .map(String::valueOf)
                .orElse("");
    }
}
