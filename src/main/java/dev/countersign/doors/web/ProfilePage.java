package dev.countersign.doors.web;

import dev.countersign.journeys.signin.Visits;
import dev.countersign.journeys.signup.PersonName;
import dev.countersign.pages.Form;
import dev.countersign.pages.Languages;
import dev.countersign.pages.Notice;
import dev.countersign.pages.TimeZones;
import dev.countersign.pages.Words;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/// `/settings/profile`: what the person is called, the language and the time zone of their account, and the look of
/// pages in this browser.
@Controller
final class ProfilePage {
    private static final List<String> THEMES = List.of("auto", "light", "dark");

    private final Pages pages;
    private final Visits visits;
    private final Languages languages;
    private final InstantSource clock;

    ProfilePage(Pages pages, Visits visits, Languages languages, InstantSource clock) {
        this.pages = pages;
        this.visits = visits;
        this.languages = languages;
        this.clock = clock;
    }

    @GetMapping("/settings")
    View settings(SignedIn visit) {
        return new SeeOther(Settings.PROFILE);
    }

    @GetMapping(Settings.PROFILE)
    View form(SignedIn visit) {
        String theme = visit.browser().theme();
        Form form = Form.EMPTY
                .with("name", visit.account().name())
                .with("language", visit.browser().words().tag())
                .with("timezone", visit.zone().getId())
                .with("theme", theme == null ? "auto" : theme);
        return show(visit, form);
    }

    @PostMapping(Settings.PROFILE)
    View save(SignedIn visit) {
        Browser browser = visit.browser();
        Form form = filledIn(browser);
        Optional<String> name = PersonName.of(browser.field("name"));
        Optional<Words> language = languages.in(browser.field("language"));
        if (form.hasErrors() || name.isEmpty() || language.isEmpty()) {
            return show(visit, form).status(422);
        }
        String locale = localeFor(visit.account().locale(), language.get());
        visits.changeProfile(visit.session(), name.get(), locale, form.value("timezone"), browser.origin());
        // From now on the account's language counts here, too, not one that was chosen in the foot of some page.
        browser.choose(Cookies.LANGUAGE, "");
        String theme = form.value("theme");
        browser.choose(Cookies.THEME, theme.equals("auto") ? "" : theme);
        return Settings.done(Settings.PROFILE, Notice.PROFILE_SAVED);
    }

    private Form filledIn(Browser browser) {
        Words words = browser.words();
        String name = browser.field("name").strip();
        String zone = browser.field("timezone");
        String theme = browser.field("theme");
        String language = browser.field("language");
        Form form = Form.EMPTY
                .with("name", name)
                .with("language", language)
                .with("timezone", zone)
                .with("theme", THEMES.contains(theme) ? theme : "auto");
        if (PersonName.of(name).isEmpty()) {
            form = form.wrong("name", words.say(name.isEmpty() ? "flaw.name.empty" : "flaw.name.not-a-name"));
        }
        if (languages.in(language).isEmpty()) {
            form = form.wrong("language", words.say("profile.language.unknown"));
        }
        return TimeZones.known(zone) ? form : form.wrong("timezone", words.say("profile.timezone.unknown"));
    }

    /// The account's locale in that language. The region, which decides how dates are written, stays while the
    /// language does.
    static String localeFor(String before, Words language) {
        boolean same = Locale.forLanguageTag(before)
                .getLanguage()
                .equals(Locale.forLanguageTag(language.tag()).getLanguage());
        return same ? before : language.tag();
    }

    private HtmlView show(SignedIn visit, Form form) {
        Locale spoken = Locale.forLanguageTag(visit.browser().words().tag());
        return pages.show(
                visit,
                "settings/profile",
                Map.of(
                        "form",
                        form,
                        "notice",
                        Settings.notice(visit),
                        "themes",
                        THEMES,
                        "zones",
                        TimeZones.offers(spoken, form.value("timezone"), clock.instant())));
    }
}
