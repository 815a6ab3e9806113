package dev.countersign.doors.web;

import dev.countersign.factors.passkey.RequestOptions;
import dev.countersign.factors.passkey.UnknownCredential;
import dev.countersign.journeys.signin.PasskeySignIn;
import dev.countersign.journeys.signin.PasskeySignInOutcome;
import dev.countersign.journeys.signin.PasskeySignIns;
import dev.countersign.journeys.signin.PasskeySignIns.Door;
import dev.countersign.journeys.signin.PasswordSignIn;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.pages.Form;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/sign-in`: email and password.
@Controller
final class SignInPage {
    private static final Set<String> NOTICES =
            Set.of("expired", "spent", "password-changed", "recovered", "signed-out", "leaving");

    private static final int LONGEST_HINT = 254;

    private final Pages pages;
    private final PageAccess access;
    private final Entrance entrance;
    private final Waits waits;
    private final SignIns signIns;
    private final PasskeySignIns passkeys;
    private final SignUps signUps;

    SignInPage(
            Pages pages,
            PageAccess access,
            Entrance entrance,
            Waits waits,
            SignIns signIns,
            PasskeySignIns passkeys,
            SignUps signUps) {
        this.passkeys = passkeys;
        this.pages = pages;
        this.access = access;
        this.entrance = entrance;
        this.waits = waits;
        this.signIns = signIns;
        this.signUps = signUps;
    }

    @GetMapping("/")
    @Open
    View start(Browser browser) {
        return new SeeOther(browser.sessions().isEmpty() ? "/sign-in" : Entrance.HOME);
    }

    @GetMapping("/sign-in")
    @Open
    View form(Browser browser) {
        // Whom an app takes the person for, typed for them.
        String hint = browser.field("hint").strip();
        return show(browser, hint.length() > LONGEST_HINT ? Form.EMPTY : Form.EMPTY.with("email", hint));
    }

    @PostMapping("/sign-in")
    @Open
    View signIn(Browser browser) {
        String email = browser.field("email").strip();
        String password = browser.field("password");
        Form form = Form.EMPTY.with("email", email);
        if (email.isEmpty()) {
            form = form.wrong("email", browser.words().say("sign-in.email.empty"));
        }
        if (password.isEmpty()) {
            form = form.wrong("password", browser.words().say("sign-in.password.empty"));
        }
        if (form.hasErrors()) {
            return show(browser, form).status(422);
        }
        return switch (signIns.start(
                new PasswordSignIn(email, password, browser.deviceToken(), true, browser.origin()))) {
            case SignInOutcome.Entered entered -> entrance.enter(browser, entered);
            case SignInOutcome.InvalidCredentials ignored ->
                show(browser, form.wrong("", wrong(browser))).status(422);
            case SignInOutcome.LinkNeeded ignored ->
                pages.show(browser, "sign-in/link-needed", Map.of()).status(403);
            case SignInOutcome.Delayed wait -> waits.delayed(browser, wait.until());
            case SignInOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    /// A passkey alone.
    @PostMapping("/sign-in/passkey")
    @Open
    View signInWithPasskey(Browser browser) {
        String credential = browser.field("credential");
        if (credential.isEmpty()) {
            return refused(browser, "no-script", null);
        }
        PasskeySignIn attempt = new PasskeySignIn(
                Door.page(browser.formSecret()), credential, browser.deviceToken(), true, browser.origin());
        return switch (passkeys.signIn(attempt)) {
            case SignInOutcome.Entered entered -> entrance.enter(browser, entered);
            case PasskeySignInOutcome.Refused it -> refused(browser, "refused", it.unknown());
            case PasskeySignInOutcome.Expired ignored -> refused(browser, "expired", null);
            case PasskeySignInOutcome.Delayed wait -> waits.delayed(browser, wait.until());
            case PasskeySignInOutcome.NotOffered ignored -> browser.to("/sign-in");
        };
    }

    /// Whoever reloads its address, or follows it.
    @GetMapping("/sign-in/passkey")
    @Open
    View passkeyForm(Browser browser) {
        return browser.to("/sign-in");
    }

    private View refused(Browser browser, String why, @Nullable UnknownCredential unknown) {
        Form form = Form.EMPTY.wrong("", browser.words().say("sign-in.passkey." + why));
        return show(browser, form, unknown == null ? "" : unknown.json()).status(422);
    }

    /// The same for everybody, so that it says nothing about this address.
    private String wrong(Browser browser) {
        String sentence = browser.words().say("sign-in.wrong");
        return signUps.confirmsAddresses() ? sentence + " " + browser.words().say("sign-in.confirm-first") : sentence;
    }

    private HtmlView show(Browser browser, Form form) {
        return show(browser, form, "");
    }

    private HtmlView show(Browser browser, Form form, String unknown) {
        String notice = browser.field("notice");
        return pages.show(
                browser,
                "sign-in/sign-in",
                Map.of(
                        "form",
                        form,
                        "open",
                        signUps.open(),
                        "notice",
                        NOTICES.contains(notice) && !form.hasErrors() ? notice : "",
                        "options",
                        passkeys.options(Door.page(browser.formSecret()), browser.origin())
                                .map(RequestOptions::json)
                                .orElse(""),
                        "passkeys",
                        passkeys.offered(),
                        "unknown",
                        unknown,
                        "known",
                        access.active(browser)
                                .map(there -> there.account().email())
                                .orElse("")));
    }
}
