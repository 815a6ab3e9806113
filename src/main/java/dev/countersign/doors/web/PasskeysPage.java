package dev.countersign.doors.web;

import dev.countersign.factors.passkey.Passkeys;
import dev.countersign.journeys.enrolment.Enrolments;
import dev.countersign.journeys.enrolment.PasskeyOffers;
import dev.countersign.journeys.enrolment.RemoveOutcome;
import dev.countersign.journeys.signin.StepUps;
import dev.countersign.pages.Form;
import dev.countersign.pages.Notice;
import dev.countersign.pages.PasskeyEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/security/passkeys`: the person's passkeys, their names, and how they are added and removed.
@Controller
final class PasskeysPage {
    private static final Set<Notice> REMOVED = Set.of(Notice.PASSKEY_REMOVED, Notice.APP_REMOVED);

    private final Pages pages;
    private final SettingsPasskeys entries;
    private final Passkeys passkeys;
    private final Enrolments enrolments;
    private final PasskeyOffers offers;
    private final StepUps stepUps;

    PasskeysPage(
            Pages pages,
            SettingsPasskeys entries,
            Passkeys passkeys,
            Enrolments enrolments,
            PasskeyOffers offers,
            StepUps stepUps) {
        this.pages = pages;
        this.entries = entries;
        this.passkeys = passkeys;
        this.enrolments = enrolments;
        this.offers = offers;
        this.stepUps = stepUps;
    }

    @GetMapping(Settings.PASSKEYS)
    View list(SignedIn visit) {
        List<PasskeyEntry> list = entries.of(visit);
        Optional<Notice> notice = Settings.notice(visit);
        // After a removal the password manager is told what is left.
        String accepted = notice.filter(REMOVED::contains).isPresent()
                ? passkeys.acceptedCredentials(visit.account().id()).json()
                : "";
        return pages.show(
                visit,
                "settings/passkeys",
                Map.of(
                        "notice", notice,
                        "passkeys", list,
                        "most", Passkeys.MOST,
                        "addable", entries.addable(visit, list),
                        "accepted", accepted));
    }

    /// Another one is made as the first one was.
    @GetMapping(Settings.NEW_PASSKEY)
    View add(SignedIn visit) {
        if (!entries.addable(visit, entries.of(visit))) {
            return new SeeOther(Settings.PASSKEYS);
        }
        return stepUps.fresh(visit.session())
                ? new SeeOther("/setup/passkey?return=" + SeeOther.encoded(Settings.PASSKEYS))
                : Settings.confirmFirst(Settings.NEW_PASSKEY);
    }

    @GetMapping(Settings.PASSKEYS + "/edit")
    View passkey(SignedIn visit) {
        return asked(visit)
                .<View>map(passkey -> show(visit, passkey, Form.EMPTY.with("label", passkey.name())))
                .orElseGet(() -> new SeeOther(Settings.PASSKEYS));
    }

    @PostMapping(Settings.PASSKEYS + "/edit")
    View rename(SignedIn visit) {
        String label = visit.browser().field("label").strip();
        Optional<PasskeyEntry> passkey = asked(visit);
        if (passkey.isEmpty()) {
            return Settings.done(Settings.PASSKEYS, Notice.PASSKEY_GONE);
        }
        if (enrolments.rename(visit.session(), passkey.get().id(), label)) {
            return Settings.done(Settings.PASSKEYS, Notice.PASSKEY_RENAMED);
        }
        String sentence = visit.browser().words().say(label.isEmpty() ? "app.label.empty" : "app.label.unfit");
        return show(visit, passkey.get(), Form.EMPTY.with("label", label).wrong("label", sentence))
                .status(422);
    }

    /// What removing means, before it is done.
    @GetMapping(Settings.PASSKEYS + "/remove")
    View beforeRemoving(SignedIn visit) {
        Optional<PasskeyEntry> passkey = asked(visit);
        if (passkey.isEmpty() || passkey.get().kept() != null) {
            return new SeeOther(Settings.PASSKEYS);
        }
        if (!stepUps.fresh(visit.session())) {
            return Settings.confirmFirst(
                    Settings.PASSKEYS + "/remove?id=" + passkey.get().id());
        }
        return pages.show(
                visit,
                "settings/passkey-remove",
                Map.of(
                        "passkey",
                        passkey.get(),
                        "last",
                        SettingsPasskeys.last(visit, passkey.get().id()),
                        "codesLeft",
                        visit.present().backupCodesLeft()));
    }

    @PostMapping(Settings.PASSKEYS + "/remove")
    View remove(SignedIn visit) {
        Browser browser = visit.browser();
        Optional<PasskeyEntry> passkey = asked(visit);
        if (passkey.isEmpty()) {
            return Settings.done(Settings.PASSKEYS, Notice.PASSKEY_GONE);
        }
        String id = passkey.get().id();
        return switch (enrolments.remove(visit.session(), id, browser.origin())) {
            case RemoveOutcome.Removed ignored ->
                Settings.done(
                        Settings.PASSKEYS,
                        SettingsPasskeys.last(visit, id) ? Notice.APP_REMOVED : Notice.PASSKEY_REMOVED);
            case RemoveOutcome.NotFound ignored -> Settings.done(Settings.PASSKEYS, Notice.PASSKEY_GONE);
            case RemoveOutcome.RequiredByPolicy ignored -> new SeeOther(Settings.PASSKEYS);
            case RemoveOutcome.StepUpRequired ignored -> Settings.confirmFirst(Settings.PASSKEYS + "/remove?id=" + id);
        };
    }

    /// The offer of a passkey was shown; sent by the page's script.
    @PostMapping(Settings.PASSKEYS + "/offered")
    View offered(SignedIn visit) {
        offers.made(visit.session());
        return new SeeOther(Settings.SECURITY);
    }

    /// "No, thanks" to the offer of a passkey.
    @PostMapping(Settings.PASSKEYS + "/decline")
    View decline(SignedIn visit) {
        offers.decline(visit.session());
        return Settings.done(Settings.SECURITY, Notice.PASSKEY_DECLINED);
    }

    private Optional<PasskeyEntry> asked(SignedIn visit) {
        String id = visit.browser().field("id");
        return entries.of(visit).stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private HtmlView show(SignedIn visit, PasskeyEntry passkey, Form form) {
        return pages.show(
                visit,
                "settings/passkey",
                Map.of("form", form, "passkey", passkey, "last", SettingsPasskeys.last(visit, passkey.id())));
    }
}
