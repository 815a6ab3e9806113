package dev.countersign.doors.web;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.RequestOptions;
import dev.countersign.factors.passkey.UnknownCredential;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.pages.Form;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/confirm/passkey`: fresh proof by passkey.
@Controller
@Proving
final class ConfirmPasskeyPage {
    private static final String PATH = ConfirmPage.WITH_PASSKEY;

    private final Pages pages;
    private final ConfirmPage confirm;
    private final Waits waits;
    private final StepUps stepUps;
    private final SignIns signIns;

    ConfirmPasskeyPage(Pages pages, ConfirmPage confirm, Waits waits, StepUps stepUps, SignIns signIns) {
        this.pages = pages;
        this.confirm = confirm;
        this.waits = waits;
        this.stepUps = stepUps;
        this.signIns = signIns;
    }

    @GetMapping(PATH)
    View ask(SignedIn visit) {
        return show(visit, "", null);
    }

    @PostMapping(PATH)
    View answer(SignedIn visit) {
        Browser browser = visit.browser();
        String credential = browser.field("credential");
        if (credential.isEmpty()) {
            return show(visit, "passkey.no-script", null);
        }
        Optional<String> challenge = confirm.openChallenge(visit);
        if (challenge.isEmpty()) {
            return browser.to("/confirm");
        }
        Response response = Response.toStepUp(
                visit.session(),
                challenge.get(),
                FactorType.PASSKEY,
                credential,
                browser.deviceToken(),
                browser.origin());
        return switch (signIns.verify(response)) {
            case VerifyOutcome.SteppedUp up -> confirm.steppedUp(visit, up.token());
            case VerifyOutcome.UnknownPasskey it -> show(visit, "passkey.unknown", it.credential());
            case VerifyOutcome.Incorrect ignored -> show(visit, "passkey.wrong", null);
            case VerifyOutcome.CodeExpired ignored -> show(visit, "passkey.expired", null);
            case VerifyOutcome.Expired ignored -> startAnew(visit);
            case VerifyOutcome.Spent ignored -> startAnew(visit);
            case VerifyOutcome.LockedOut locked -> waits.locked(browser, locked.until(), visit.zone());
            case VerifyOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
            // A passkey's answer to a step-up never ends in these.
            case SignInOutcome.SignedIn ignored -> startAnew(visit);
            case SignInOutcome.MustEnrol ignored -> startAnew(visit);
            case VerifyOutcome.AlreadyUsed ignored -> startAnew(visit);
            case VerifyOutcome.NotOffered ignored -> browser.to("/confirm");
        };
    }

    private View startAnew(SignedIn visit) {
        visit.browser().drop(Token.Kind.CHALLENGE);
        return show(visit, "passkey.expired", null);
    }

    private View show(SignedIn visit, String fault, @Nullable UnknownCredential unknown) {
        Browser browser = visit.browser();
        Optional<RequestOptions> options = stepUps.passkeyOptions(visit.session());
        if (options.isEmpty()) {
            return browser.to("/confirm");
        }
        Form form = fault.isEmpty()
                ? Form.EMPTY
                : Form.EMPTY.wrong("", browser.words().say(fault));
        HtmlView view = pages.show(
                visit,
                "account/confirm-passkey",
                Map.of(
                        "form", form,
                        "cancel", ConfirmPage.cancel(visit),
                        "options", options.get().json(),
                        "unknown", unknown == null ? "" : unknown.json(),
                        "app", ConfirmPage.label(visit, FactorType.TOTP).orElse(""),
                        "phone", ConfirmPage.label(visit, FactorType.SMS).orElse(""),
                        "codesLeft", visit.present().backupCodesLeft()));
        return fault.isEmpty() ? view : view.status(422);
    }
}
