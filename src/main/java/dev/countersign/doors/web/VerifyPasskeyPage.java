package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.RequestOptions;
import dev.countersign.factors.passkey.UnknownCredential;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.pages.Form;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/verify/passkey`: a passkey as the second step of a sign-in.
@Controller
final class VerifyPasskeyPage {
    static final String PATH = "/verify/passkey";

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final SignIns signIns;

    VerifyPasskeyPage(Pages pages, Entrance entrance, Waits waits, SignIns signIns) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.signIns = signIns;
    }

    @GetMapping(PATH)
    View ask(HalfWay half) {
        return show(half, "", null);
    }

    @PostMapping(PATH)
    View verify(HalfWay half) {
        Browser browser = half.browser();
        String credential = browser.field("credential");
        if (credential.isEmpty()) {
            return show(half, "passkey.no-script", null);
        }
        Response response = new Response(
                half.token(),
                FactorType.PASSKEY,
                credential,
                browser.ticked("remember"),
                browser.deviceToken(),
                browser.origin());
        return switch (signIns.verify(response)) {
            case SignInOutcome.SignedIn in -> entrance.signedIn(browser, in);
            case SignInOutcome.MustEnrol owing -> entrance.mustEnrol(browser, owing);
            case VerifyOutcome.UnknownPasskey it -> show(half, "passkey.unknown", it.credential());
            case VerifyOutcome.Incorrect ignored -> show(half, "passkey.wrong", null);
            case VerifyOutcome.CodeExpired ignored -> show(half, "passkey.expired", null);
            case VerifyOutcome.Expired ignored -> over(browser, "expired");
            case VerifyOutcome.Spent ignored -> over(browser, "spent");
            case VerifyOutcome.LockedOut locked ->
                waits.locked(browser, locked.until(), SignedIn.zoneOf(half.account()));
            case VerifyOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
            // A passkey's answer to a sign-in never ends in these.
            case VerifyOutcome.AlreadyUsed ignored -> browser.to("/verify");
            case VerifyOutcome.SteppedUp ignored -> browser.to("/verify");
            case VerifyOutcome.NotOffered ignored -> browser.to("/verify");
        };
    }

    private static View over(Browser browser, String notice) {
        browser.drop(Token.Kind.CHALLENGE);
        return browser.to("/sign-in?notice=" + notice);
    }

    /// With `fault`, the message for what went wrong.
    private View show(HalfWay half, String fault, @Nullable UnknownCredential unknown) {
        Browser browser = half.browser();
        Optional<RequestOptions> options = signIns.passkeyOptions(half.challenge());
        if (options.isEmpty()) {
            return browser.to(CodeWay.page(half.challenge().factor()));
        }
        Form ticked = browser.ticked("remember") ? Form.EMPTY.with("remember", "1") : Form.EMPTY;
        Form form = fault.isEmpty() ? ticked : ticked.wrong("", browser.words().say(fault));
        HtmlView view = pages.show(
                browser,
                half.account(),
                "verify/passkey",
                Map.of(
                        "form",
                        form,
                        "challenge",
                        half.challenge(),
                        "options",
                        options.get().json(),
                        "unknown",
                        unknown == null ? "" : unknown.json()));
        return fault.isEmpty() ? view : view.status(422);
    }
}
