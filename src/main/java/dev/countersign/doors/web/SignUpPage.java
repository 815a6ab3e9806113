package dev.countersign.doors.web;

import dev.countersign.ground.audit.Origin;
import dev.countersign.journeys.signin.SignInOutcome;
import dev.countersign.journeys.signup.Flaw;
import dev.countersign.journeys.signup.NewAccount;
import dev.countersign.journeys.signup.SignUpOutcome;
import dev.countersign.journeys.signup.SignUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Words;
import dev.countersign.people.account.PendingAccounts;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// The three ways to an account: `/sign-up`, `/invitation/{token}`, and `/first-start` for the operator.
@Controller
final class SignUpPage {
    private final Pages pages;
    private final Entrance entrance;
    private final Waits waits;
    private final SignUps signUps;
    private final InvitationPage invitations;

    SignUpPage(Pages pages, Entrance entrance, Waits waits, SignUps signUps, InvitationPage invitations) {
        this.invitations = invitations;
        this.pages = pages;
        this.entrance = entrance;
        this.waits = waits;
        this.signUps = signUps;
    }

    /// What differs between the three. The token is that of the link, empty for a plain sign-up; so is the address,
    /// unless an invitation is for that one only.
    private record Kind(String word, String action, String token, String address) {
        static final Kind OPEN = new Kind("sign-up", "/sign-up", "", "");

        static Kind invitation(String token, String address) {
            return new Kind("invitation", "/invitation/" + token, token, address);
        }

        static Kind firstStart(String token) {
            return new Kind("first-start", "/first-start", token, "");
        }
    }

    @GetMapping("/sign-up")
    @Open
    View form(Browser browser) {
        return signUps.open() ? show(browser, Kind.OPEN, Form.EMPTY) : invitedOnly(browser);
    }

    @PostMapping("/sign-up")
    @Open
    View signUp(Browser browser) {
        return signUps.open() ? send(browser, Kind.OPEN) : invitedOnly(browser);
    }

    @GetMapping("/invitation/{token}")
    @Open
    View invitation(Browser browser, @PathVariable String token) {
        Optional<HtmlView> joining = invitations.ofAccount(browser, token);
        if (joining.isPresent()) {
            return joining.get();
        }
        Optional<String> address = signUps.invitationGood(token);
        return address.isPresent()
                ? show(browser, Kind.invitation(token, address.get()), Form.EMPTY)
                : linkNotGood(browser, "invitation");
    }

    @PostMapping("/invitation/{token}")
    @Open
    View acceptInvitation(Browser browser, @PathVariable String token) {
        Optional<String> address = signUps.invitationGood(token);
        return address.isPresent()
                ? send(browser, Kind.invitation(token, address.get()))
                : linkNotGood(browser, "invitation");
    }

    @GetMapping("/first-start")
    @Open
    View firstStart(Browser browser) {
        String token = browser.field("token");
        return signUps.setUpLinkGood(token)
                ? show(browser, Kind.firstStart(token), Form.EMPTY)
                : linkNotGood(browser, "first-start");
    }

    @PostMapping("/first-start")
    @Open
    View makeOperator(Browser browser) {
        return send(browser, Kind.firstStart(browser.field("token")));
    }

    private View send(Browser browser, Kind kind) {
        boolean first = kind.word().equals("first-start");
        Form form = filledIn(browser, kind, first);
        if (form.hasErrors()) {
            return show(browser, kind, form).status(422);
        }
        NewAccount wanted = wanted(browser, kind, form);
        SignUpOutcome outcome =
                first ? signUps.firstStart(kind.token(), wanted, form.value("organisation")) : signUps.signUp(wanted);
        return switch (outcome) {
            case SignUpOutcome.Created created -> entered(browser, created.entered());
            case SignUpOutcome.AddressToConfirm waiting -> {
                browser.keep(waiting.holder(), PendingAccounts.WAITS);
                yield browser.to("/sign-up/confirm");
            }
            case SignUpOutcome.Refused refused ->
                show(browser, kind, flawed(browser.words(), form, refused)).status(422);
            case SignUpOutcome.InvitationNeeded ignored -> invitedOnly(browser);
            case SignUpOutcome.LinkNotGood ignored -> linkNotGood(browser, kind.word());
            case SignUpOutcome.Delayed wait -> waits.delayed(browser, wait.until());
            case SignUpOutcome.Busy busy -> waits.busy(browser, busy.retryAfter());
        };
    }

    private View entered(Browser browser, SignInOutcome.@Nullable Entered entered) {
        return entered == null ? browser.to("/sign-in") : entrance.enter(browser, entered);
    }

    private static Form filledIn(Browser browser, Kind kind, boolean first) {
        Words words = browser.words();
        String email = kind.address().isEmpty() ? browser.field("email").strip() : kind.address();
        Form form = Form.EMPTY
                .with("email", email)
                .with("name", browser.field("name").strip());
        if (first) {
            form = required(
                    words,
                    form.with("organisation", browser.field("organisation").strip()),
                    "organisation");
        }
        form = required(words, required(words, form, "name"), "email");
        return browser.field("password").isEmpty() ? form.wrong("password", words.say("flaw.password.empty")) : form;
    }

    private static Form required(Words words, Form form, String field) {
        return form.value(field).isEmpty() ? form.wrong(field, words.say("flaw." + field + ".empty")) : form;
    }

    private static NewAccount wanted(Browser browser, Kind kind, Form form) {
        String zone = browser.field("timezone");
        Origin origin = browser.origin();
        return new NewAccount(
                form.value("email"),
                browser.field("password"),
                form.value("name"),
                kind.word().equals("invitation") ? kind.token() : null,
                browser.words().regionTag(),
                ZoneId.getAvailableZoneIds().contains(zone) ? zone : "UTC",
                true,
                browser.deviceToken(),
                origin);
    }

    private static Form flawed(Words words, Form form, SignUpOutcome.Refused refused) {
        Form shown = form;
        for (Flaw flaw : refused.flaws()) {
            shown = shown.wrong(flaw.field(), sentence(words, flaw));
        }
        return shown;
    }

    private static String sentence(Words words, Flaw flaw) {
        String key = "flaw." + flaw.field() + "." + flaw.code();
        return words.say(words.has(key) ? key : "flaw.other");
    }

    private HtmlView show(Browser browser, Kind kind, Form form) {
        return pages.show(
                browser,
                "account/sign-up",
                Map.of(
                        "form", form,
                        "kind", kind.word(),
                        "action", kind.action(),
                        "token", kind.token(),
                        "address", kind.address(),
                        "organisation", invitations.organisation(kind.token()),
                        "logo", invitations.logo(browser, kind.token()),
                        "required", invitations.demandsSetUp(kind.token())));
    }

    private View invitedOnly(Browser browser) {
        return pages.show(browser, "account/link", Map.of("reason", "invited-only"))
                .status(403);
    }

    private View linkNotGood(Browser browser, String kind) {
        return pages.show(browser, "account/link", Map.of("reason", kind)).status(410);
    }
}
