package dev.countersign.doors.web;

import dev.countersign.factors.factor.Factor;
import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.passkey.Passkey;
import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.SkipOutcome;
import dev.countersign.people.organisation.Organisations;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/setup`: the beginning and the end of setting up two-step sign-in.
@Controller
final class SetUpPage {
    private final Pages pages;
    private final Entrance entrance;
    private final Enrolments enrolments;
    private final Organisations organisations;
    private final Passkeys passkeys;

    SetUpPage(Pages pages, Entrance entrance, Enrolments enrolments, Organisations organisations, Passkeys passkeys) {
        this.passkeys = passkeys;
        this.organisations = organisations;
        this.pages = pages;
        this.entrance = entrance;
        this.enrolments = enrolments;
    }

    @GetMapping("/setup")
    View methods(Enrolling person) {
        List<FactorType> offered = enrolments.offered(person.enroller());
        boolean forApp = forApp(person.browser());
        // To an app or site that asks for what nobody can set up it would lead round in circles.
        if (offered.isEmpty() && !person.owing() && !forApp) {
            return person.browser().onwardOr(Entrance.HOME);
        }
        boolean afterReset = enrolments.afterReset(person.enroller());
        List<FactorType> replaced = enrolments.replaced(person.enroller());
        Optional<Instant> until = person.skippableUntil();
        return pages.show(
                person.browser(),
                person.account(),
                "setup/setup",
                Map.of(
                        "demanding",
                        person.owing() && !afterReset
                                ? String.join(", ", enrolments.demanding(person.enroller(), replaced))
                                : "",
                        "offered",
                        offered,
                        "owing",
                        person.owing(),
                        "afterReset",
                        afterReset,
                        "replaced",
                        replaced,
                        "forApp",
                        forApp,
                        "leavable",
                        person.owing()
                                && (offered.isEmpty() || !afterReset)
                                && !organisations
                                        .memberships(person.account().id())
                                        .isEmpty(),
                        "until",
                        until.map(end -> day(person, end)).orElse("")));
    }

    /// Whether the person is on their way to an app or a site, which asks for what they set up now.
    private static boolean forApp(Browser browser) {
        return browser.onward()
                .map(ReturnPath::text)
                .filter(path ->
                        path.startsWith(AuthorizePage.CONTINUE + "?") || path.startsWith(SiteEntryPage.CONTINUE + "?"))
                .isPresent();
    }

    /// "Not now", and "Finish later".
    @PostMapping("/setup/later")
    View later(Enrolling person) {
        return switch (person.enroller()) {
            case Enroller.ByGrant by -> skip(person.browser(), by);
            case Enroller.BySession ignored ->
                person.owing()
                        ? person.browser().to("/setup")
                        : person.browser().onwardOr(Entrance.HOME);
        };
    }

    @GetMapping("/setup/done")
    View done(SignedIn visit) {
        return pages.show(
                visit,
                "setup/done",
                Map.of(
                        "onward", visit.browser().onward().map(ReturnPath::text).orElse(Entrance.HOME),
                        "codesLeft", visit.present().backupCodesLeft(),
                        "by", by(visit),
                        "several", several(visit)));
    }

    /// Whose words are said: those of the method that came last. A passkey that has not made sure of the person opens
    /// nothing without the password.
    private String by(SignedIn visit) {
        FactorType newest = visit.present().factors().stream()
                .max(Comparator.comparing(Factor::enrolledAt))
                .map(Factor::type)
                .orElse(FactorType.TOTP);
        return switch (newest) {
            case SMS -> "phone";
            case PASSKEY ->
                passkeys.list(visit.account().id()).stream().anyMatch(Passkey::userVerified) ? "passkey" : "key";
            case TOTP, PASSWORD, EMAIL, BACKUP_CODE, HAND_OVER, DEVICE -> "";
        };
    }

    /// Whether one method fewer would still leave one.
    private static boolean several(SignedIn visit) {
        return visit.present().factors().stream().map(Factor::type).distinct().count() > 1;
    }

    private View skip(Browser browser, Enroller.ByGrant by) {
        return switch (enrolments.skip(by.grant(), browser.origin())) {
            case SkipOutcome.Skipped skipped -> entrance.skipped(browser, skipped.signedIn());
            case SkipOutcome.Refused ignored -> browser.to("/setup");
        };
    }

    private static String day(Enrolling person, Instant end) {
        return person.browser().words().day(end, SignedIn.zoneOf(person.account()));
    }
}
