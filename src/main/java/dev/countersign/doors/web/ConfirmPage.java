package dev.countersign.doors.web;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.outofband.SentCodes;
import dev.countersign.ground.secret.Token;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.journeys.signin.PasswordAgainOutcome;
import dev.countersign.journeys.signin.Response;
import dev.countersign.journeys.signin.SendOutcome;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signin.SignIns;
import dev.countersign.journeys.signin.StepUpOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.journeys.signin.VerifyOutcome;
import dev.countersign.pages.Form;
import dev.countersign.people.account.EmailAddress;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/confirm`: fresh proof before something sensitive; then back to where the person was. Looking at it changes
/// nothing: the challenge is opened when the first answer comes.
@Controller
@Proving
final class ConfirmPage {
    private static final String PATH = "/confirm";
    private static final String WITH_BACKUP_CODE = "/confirm/backup";
    static final String WITH_PASSKEY = "/confirm/passkey";
    private static final String WITH_APP = "/confirm/app";
    private static final String WITH_TEXT = "/confirm/text";
    private static final String WITH_EMAIL = "/confirm/email";
    private static final String WITH_HAND_OVER_CODE = "/confirm/hand-over";

    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final StepUps stepUps;
    private final SignIns signIns;
    private final Texts texts;

    ConfirmPage(Pages pages, Entrance entrance, Waits waits, StepUps stepUps, SignIns signIns, Texts texts) {
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.stepUps = stepUps;
        this.signIns = signIns;
        this.texts = texts;
    }

    @GetMapping(PATH)
    View form(SignedIn visit) {
        // Whoever was sent here for something newer still is asked all the same.
        if (stepUps.fresh(visit.session()) && !visit.browser().ticked("anew")) {
            return visit.browser().onwardOr(Entrance.HOME);
        }
        return switch (best(visit)) {
            case "passkey" -> visit.browser().to(WITH_PASSKEY);
            case "text" -> visit.browser().to(WITH_TEXT);
            case "email" -> visit.browser().to(WITH_EMAIL);
            case String way -> show(visit, way, Form.EMPTY);
        };
    }

    /// The app, where something else is asked for first.
    @GetMapping(WITH_APP)
    View appForm(SignedIn visit) {
        return visit.present().enrolled()
                ? show(visit, CodeWay.APP.word(), Form.EMPTY)
                : visit.browser().to(PATH);
    }

    /// After the password, on an account without a factor and a device not seen before.
    @GetMapping(WITH_EMAIL)
    View emailForm(SignedIn visit) {
        return stepUps.wantsEmail(visit.session())
                ? show(visit, CodeWay.EMAIL.word(), Form.EMPTY)
                : visit.browser().to(PATH);
    }

    @PostMapping(WITH_EMAIL)
    View confirmWithEmail(SignedIn visit) {
        return answer(visit, CodeWay.EMAIL);
    }

    @PostMapping(WITH_EMAIL + "/send")
    View sendEmail(SignedIn visit) {
        return send(visit, CodeWay.EMAIL);
    }

    @GetMapping(WITH_TEXT)
    View textForm(SignedIn visit) {
        return hint(visit).isEmpty() ? visit.browser().to(PATH) : show(visit, CodeWay.TEXT.word(), Form.EMPTY);
    }

    @PostMapping(WITH_TEXT)
    View confirmWithText(SignedIn visit) {
        return answer(visit, CodeWay.TEXT);
    }

    @PostMapping(WITH_TEXT + "/send")
    View sendText(SignedIn visit) {
        return send(visit, CodeWay.TEXT);
    }

    private View send(SignedIn visit, CodeWay way) {
        Browser browser = visit.browser();
        Optional<String> challenge = openChallenge(visit);
        if (challenge.isEmpty()) {
            return browser.to(PATH);
        }
        SendOutcome outcome = signIns.sendToStepUp(
                visit.session(), challenge.get(), browser.deviceToken(), way.type(), browser.origin());
        return texts.refusal(browser, outcome)
                .<View>map(sentence ->
                        show(visit, way.word(), Form.EMPTY.wrong("", sentence)).status(429))
                .orElseGet(() -> browser.to(PATH + "/" + way.word() + "?notice=sent"));
    }

    @GetMapping(WITH_BACKUP_CODE)
    View backupForm(SignedIn visit) {
        return visit.present().backupCodesLeft() > 0
                ? show(visit, "backup", Form.EMPTY)
                : visit.browser().to(PATH);
    }

    @PostMapping(PATH)
    View confirm(SignedIn visit) {
        return visit.present().enrolled() ? answer(visit, CodeWay.APP) : password(visit);
    }

    @PostMapping(WITH_BACKUP_CODE)
    View confirmWithBackupCode(SignedIn visit) {
        return answer(visit, CodeWay.BACKUP);
    }

    /// After a reset the password is not enough to set up again.
    @GetMapping(WITH_HAND_OVER_CODE)
    View handOverForm(SignedIn visit) {
        return visit.present().enrolled()
                ? visit.browser().to(PATH)
                : show(visit, CodeWay.HAND_OVER.word(), Form.EMPTY);
    }

    @PostMapping(WITH_HAND_OVER_CODE)
    View confirmWithHandOverCode(SignedIn visit) {
        return answer(visit, CodeWay.HAND_OVER);
    }

    private View password(SignedIn visit) {
        Browser browser = visit.browser();
        String password = browser.field("password");
        if (password.isEmpty()) {
            return wrong(visit, "password", "password", browser.words().say("sign-in.password.empty"));
        }
        return switch (stepUps.passwordAgain(visit.session(), password, browser.origin())) {
            case PasswordAgainOutcome.SteppedUp up -> steppedUp(visit, up.token());
            case PasswordAgainOutcome.Incorrect ignored ->
                wrong(visit, "password", "password", browser.words().say("confirm.password.wrong"));
            case PasswordAgainOutcome.Delayed wait -> waits.paused(browser, wait.until(), visit.zone());
            case PasswordAgainOutcome.SecondFactorNeeded ignored -> browser.to(WITH_HAND_OVER_CODE);
            case PasswordAgainOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private View answer(SignedIn visit, CodeWay way) {
        Browser browser = visit.browser();
        String code = browser.field(way.field());
        Optional<String> fault = way.fault(code);
        if (fault.isPresent()) {
            return wrong(visit, way, browser.words().say(fault.get()));
        }
        Optional<String> challenge = openChallenge(visit);
        if (challenge.isEmpty()) {
            return browser.to(PATH);
        }
        Response response = Response.toStepUp(
                visit.session(), challenge.get(), way.type(), code, browser.deviceToken(), browser.origin());
        return switch (signIns.verify(response)) {
            case VerifyOutcome.SteppedUp up -> steppedUp(visit, up.token());
            // A step-up never ends in these two; whoever sees it happen starts anew.
            case SignInOutcome.SignedIn ignored -> startAnew(visit, way);
            case SignInOutcome.MustEnrol ignored -> startAnew(visit, way);
            case VerifyOutcome.Incorrect not -> wrong(visit, way, way.incorrect(browser.words(), not));
            case VerifyOutcome.UnknownPasskey ignored -> startAnew(visit, way);
            case VerifyOutcome.AlreadyUsed used -> wrong(visit, way, way.used(browser.words(), used.attemptsLeft()));
            case VerifyOutcome.CodeExpired ignored ->
                wrong(visit, way.word(), "", browser.words().say("code.text.run-out"));
            case VerifyOutcome.Expired ignored -> startAnew(visit, way);
            case VerifyOutcome.Spent ignored -> startAnew(visit, way);
            case VerifyOutcome.LockedOut locked -> waits.locked(browser, locked.until(), visit.zone());
            case VerifyOutcome.NotOffered ignored -> browser.to(PATH);
            case VerifyOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    // The challenge of an answer before this one goes on, so that its attempts count; else one is opened now.
    Optional<String> openChallenge(SignedIn visit) {
        Browser browser = visit.browser();
        Optional<String> open = browser.token(Token.Kind.CHALLENGE)
                .filter(token -> signIns.challenge(token, browser.deviceToken())
                        .filter(challenge -> isFor(visit, challenge))
                        .isPresent());
        if (open.isPresent()) {
            return open;
        }
        return switch (stepUps.open(visit.session(), browser.origin())) {
            case StepUpOutcome.Opened opened -> {
                entrance.keepChallenge(browser, opened.token(), opened.challenge());
                yield Optional.of(opened.token().text());
            }
            case StepUpOutcome.PasswordInstead ignored -> Optional.empty();
        };
    }

    private static boolean isFor(SignedIn visit, Challenge challenge) {
        return challenge.purpose() == Challenge.Purpose.STEP_UP
                && visit.session().id().equals(challenge.sessionId());
    }

    View steppedUp(SignedIn visit, Token token) {
        Browser browser = visit.browser();
        browser.drop(Token.Kind.CHALLENGE);
        browser.enter(token, visit.token());
        return browser.onwardOr(Entrance.HOME);
    }

    private View startAnew(SignedIn visit, CodeWay way) {
        visit.browser().drop(Token.Kind.CHALLENGE);
        return wrong(visit, way, visit.browser().words().say("confirm.anew"));
    }

    private View wrong(SignedIn visit, CodeWay way, String sentence) {
        return wrong(visit, way.word(), way.field(), sentence);
    }

    private View wrong(SignedIn visit, String way, String field, String sentence) {
        return show(visit, way, Form.EMPTY.wrong(field, sentence)).status(422);
    }

    private String best(SignedIn visit) {
        if (!visit.present().enrolled()) {
            return stepUps.wantsEmail(visit.session()) ? "email" : "password";
        }
        if (newest(visit) == FactorType.PASSKEY) {
            return "passkey";
        }
        return hint(visit).isPresent() && label(visit, FactorType.TOTP).isEmpty() ? "text" : "app";
    }

    /// The type of the factor used last, or added where that is later.
    private static @Nullable FactorType newest(SignedIn visit) {
        return visit.present().factors().stream()
                .filter(Factor::usable)
                .max(Comparator.comparing((Factor f) -> f.lastUsedAt() == null ? f.enrolledAt() : f.lastUsedAt())
                        .thenComparing(f -> f.type() == FactorType.PASSKEY))
                .map(Factor::type)
                .orElse(null);
    }

    private HtmlView show(SignedIn visit, String way, Form form) {
        return pages.show(
                visit,
                "account/confirm",
                Map.ofEntries(
                        Map.entry("form", form),
                        Map.entry("cancel", cancel(visit)),
                        Map.entry("way", way),
                        Map.entry("label", label(visit, FactorType.TOTP).orElse("")),
                        Map.entry("byApp", label(visit, FactorType.TOTP).isPresent()),
                        Map.entry("byPasskey", label(visit, FactorType.PASSKEY).isPresent()),
                        Map.entry("phone", hint(visit).orElse("")),
                        Map.entry("text", texts.of(visit.browser(), sentBy(way), sentTo(visit, way), sent(visit))),
                        Map.entry("again", visit.browser().field("notice").equals("sent")),
                        Map.entry("codesLeft", visit.present().backupCodesLeft())));
    }

    /// Where whoever does not confirm goes.
    static String cancel(SignedIn visit) {
        return visit.browser().onward().map(ReturnPath::back).orElse(Settings.SECURITY);
    }

    static Optional<String> label(SignedIn visit, FactorType type) {
        return visit.present().factors().stream()
                .filter(factor -> factor.type() == type)
                .map(Factor::label)
                .findFirst();
    }

    private static CodeWay sentBy(String way) {
        return way.equals(CodeWay.EMAIL.word()) ? CodeWay.EMAIL : CodeWay.TEXT;
    }

    private static String sentTo(SignedIn visit, String way) {
        return way.equals(CodeWay.EMAIL.word())
                ? new EmailAddress(visit.present().account().email()).masked()
                : hint(visit).orElse("");
    }

    private static Optional<String> hint(SignedIn visit) {
        return label(visit, FactorType.SMS);
    }

    private Optional<SentCodes.Standing> sent(SignedIn visit) {
        Browser browser = visit.browser();
        return browser.token(Token.Kind.CHALLENGE)
                .flatMap(token -> signIns.challenge(token, browser.deviceToken()))
                .filter(challenge -> isFor(visit, challenge))
                .flatMap(signIns::sent);
    }
}
