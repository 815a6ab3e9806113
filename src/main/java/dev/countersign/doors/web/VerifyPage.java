package dev.countersign.doors.web;

import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.pages.Form;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/verify`: the second step of a sign-in, one page for each way to answer.
@Controller
final class VerifyPage {
    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final SignIns signIns;
    private final Texts texts;

    VerifyPage(Pages pages, Entrance entrance, Waits waits, SignIns signIns, Texts texts) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.signIns = signIns;
        this.texts = texts;
    }

    @GetMapping("/verify")
    View best(HalfWay half) {
        return half.browser().to(CodeWay.page(half.challenge().factor()));
    }

    @GetMapping("/verify/app")
    View app(HalfWay half) {
        return ask(half, CodeWay.APP);
    }

    @PostMapping("/verify/app")
    View verifyApp(HalfWay half) {
        return verify(half, CodeWay.APP);
    }

    @GetMapping("/verify/backup")
    View backup(HalfWay half) {
        return ask(half, CodeWay.BACKUP);
    }

    @PostMapping("/verify/backup")
    View verifyBackup(HalfWay half) {
        return verify(half, CodeWay.BACKUP);
    }

    @GetMapping("/verify/hand-over")
    View handOver(HalfWay half) {
        return ask(half, CodeWay.HAND_OVER);
    }

    @PostMapping("/verify/hand-over")
    View verifyHandOver(HalfWay half) {
        return verify(half, CodeWay.HAND_OVER);
    }

    /// "Not you?"
    @PostMapping("/verify/cancel")
    View cancel(HalfWay half) {
        signIns.cancel(half.token());
        half.browser().drop(Token.Kind.CHALLENGE);
        return half.browser().to("/sign-in");
    }

    View ask(HalfWay half, CodeWay way) {
        return half.challenge().takes(way.type())
                ? show(half, way, Form.EMPTY)
                : half.browser().to("/verify");
    }

    View verify(HalfWay half, CodeWay way) {
        Browser browser = half.browser();
        String code = browser.field(way.field());
        Optional<String> fault = way.fault(code);
        if (fault.isPresent()) {
            return wrong(half, way, browser.words().say(fault.get()));
        }
        Response response = new Response(
                half.token(), way.type(), code, browser.ticked("remember"), browser.deviceToken(), browser.origin());
        return switch (signIns.verify(response)) {
            case SignInOutcome.SignedIn in -> entrance.signedIn(browser, in);
            case SignInOutcome.MustEnrol owing -> entrance.mustEnrol(browser, owing);
            // A step-up's challenge never comes this way: `HalfWay` is refused to it.
            case VerifyOutcome.SteppedUp ignored -> browser.to("/confirm");
            case VerifyOutcome.Incorrect last when last.attemptsLeft() == 0 -> over(browser, "spent");
            case VerifyOutcome.Incorrect wrong -> wrong(half, way, way.incorrect(browser.words(), wrong));
            // A passkey's answer never comes this way.
            case VerifyOutcome.UnknownPasskey ignored -> browser.to("/verify");
            case VerifyOutcome.AlreadyUsed used -> wrong(half, way, way.used(browser.words(), used.attemptsLeft()));
            // The page has no field for a code that no longer works: it says so above the button for a new one.
            case VerifyOutcome.CodeExpired ignored ->
                show(half, way, Form.EMPTY.wrong("", browser.words().say("code.text.run-out")))
                        .status(422);
            case VerifyOutcome.Expired ignored -> over(browser, "expired");
            case VerifyOutcome.Spent ignored -> over(browser, "spent");
            case VerifyOutcome.LockedOut locked ->
                waits.locked(browser, locked.until(), SignedIn.zoneOf(half.account()));
            case VerifyOutcome.NotOffered ignored -> browser.to("/verify");
            case VerifyOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    /// The form again, with why no code was sent.
    View refused(HalfWay half, CodeWay way, String sentence) {
        return show(half, way, Form.EMPTY.wrong("", sentence)).status(429);
    }

    private static View over(Browser browser, String notice) {
        browser.drop(Token.Kind.CHALLENGE);
        return browser.to("/sign-in?notice=" + notice);
    }

    private View wrong(HalfWay half, CodeWay way, String sentence) {
        return show(half, way, Form.EMPTY.wrong(way.field(), sentence)).status(422);
    }

    private HtmlView show(HalfWay half, CodeWay way, Form form) {
        Form ticked = half.browser().ticked("remember") ? form.with("remember", "1") : form;
        Map<String, Object> about = new HashMap<>(Map.of("form", ticked, "challenge", half.challenge()));
        if (way == CodeWay.TEXT || way == CodeWay.EMAIL) {
            String hint = VerifySentPage.hint(half.challenge(), way);
            about.put("text", texts.of(half.browser(), way, hint, signIns.sent(half.challenge())));
            about.put("again", half.browser().field("notice").equals("sent"));
        }
        return pages.show(half.browser(), half.account(), way.template(), about);
    }
}
