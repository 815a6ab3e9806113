package dev.countersign.doors.web;

import dev.countersign.factors.password.Passwords;
import dev.countersign.journeys.enrolment.Enroller;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.PasskeyOffers;
import dev.countersign.pages.Notice;
import dev.countersign.pages.Times;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security`: whether two-step sign-in is on, what the person signs in with, and where they are signed
/// in.
@Controller
final class SecurityPage {
    /// How much of a list stands on the overview.
    private static final int SHORT = 5;

    private final Pages pages;
    private final SettingsEntries entries;
    private final Enrolments enrolments;
    private final Passwords passwords;
    private final SettingsPasskeys passkeys;
    private final PasskeyOffers offers;

    SecurityPage(
            Pages pages,
            SettingsEntries entries,
            Enrolments enrolments,
            Passwords passwords,
            SettingsPasskeys passkeys,
            PasskeyOffers offers) {
        this.passkeys = passkeys;
        this.offers = offers;
        this.pages = pages;
        this.entries = entries;
        this.enrolments = enrolments;
        this.passwords = passwords;
    }

    @GetMapping(Settings.SECURITY)
    View overview(SignedIn visit) {
        Times times = entries.times(visit);
        boolean reminded = SettingsEntries.reminded(visit);
        Map<String, Object> about = new HashMap<>();
        about.put("notice", Settings.notice(visit));
        about.put("app", entries.app(visit));
        about.put("phone", entries.phone(visit));
        about.put("passkeys", passkeys.of(visit));
        about.put("offer", !reminded && offers.offered(visit.present()));
        about.put("codes", entries.codes(visit));
        about.put("reminded", reminded);
        about.put(
                "addable",
                !enrolments.offered(new Enroller.BySession(visit.session())).isEmpty());
        about.put("devices", entries.devices(visit));
        about.put("remember", SettingsEntries.remember(visit));
        about.put("sessions", entries.sessions(visit));
        about.put("most", SHORT);
        about.put("changed", passwords.changedAt(visit.account().id()).map(times::past));
        return pages.show(visit, "settings/security", about);
    }

    /// Puts the recommendation away for some days.
    @PostMapping(Settings.SECURITY + "/reminder")
    View hideReminder(SignedIn visit) {
        enrolments.hideBanner(visit.session());
        return Settings.done(Settings.SECURITY, Notice.REMINDER_HIDDEN);
    }
}
