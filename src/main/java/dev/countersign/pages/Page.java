package dev.countersign.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.journeys.signin.Challenge;
import dev.countersign.people.organisation.SupportContact;
import gg.jte.Content;
import java.net.URLEncoder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What every page is given: its words, its look, its form token, and who is looking.
///
/// @param installation what this server is called
/// @param path where this page can be read again, for the forms that come back to it
/// @param onward where the person wants to go once the steps before it are done, a checked local path, or null
/// @param theme `light`, `dark`, or null for what the browser prefers
/// @param csrf the token that every form carries, or null where a page cannot have one
public record Page(
        Words words,
        Languages languages,
        Assets assets,
        String installation,
        Look look,
        String path,
        @Nullable String onward,
        @Nullable String theme,
        @Nullable String csrf,
        @Nullable Who who) {

    /// The name of the form field with the token.
    public static final String CSRF_FIELD = "_csrf";

    /// The sentence as text.
    public String say(String key, Object... arguments) {
        return words.say(key, arguments);
    }

    /// The sentence with its markup.
    public Content rich(String key, Object... arguments) {
        return words.rich(key, arguments);
    }

    /// The languages that this page is not in.
    public List<Languages.Offer> otherLanguages() {
        return languages.offers().stream()
                .filter(offer -> !offer.tag().equals(words.tag()))
                .toList();
    }

    /// Whom to ask for help.
    public SupportContact support() {
        return look.support();
    }

    /// The address of an icon.
    public String icon(String name) {
        return assets.address("icons.svg") + "#" + name;
    }

    /// The address of one of our pages that keeps in mind where the person wants to go.
    public String link(String local) {
        return onward == null ? local : local + "?return=" + URLEncoder.encode(onward, UTF_8);
    }

    /// The account that forms on this page are made for, or null.
    public @Nullable String account() {
        return who == null ? null : who.accountId();
    }

    /// Whose page it is; only for layouts of signed-in pages.
    public Who me() {
        if (who == null) {
            throw new IllegalStateException("Nobody is signed in on this page");
        }
        return who;
    }

    /// What the person calls the factor of that type, or null.
    public @Nullable String labelOf(Challenge challenge, FactorType type) {
        return challenge.ways().stream()
                .filter(way -> way.type() == type)
                .map(Challenge.Way::label)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /// What an app is called: by its maker, or in the words of this page.
    public String name(AuthenticatorApp app) {
        return app == AuthenticatorApp.OTHER ? say("app.other.name") : app.title();
    }

    /// The letter on an app's tile.
    public String letter(AuthenticatorApp app) {
        return app == AuthenticatorApp.OTHER ? "+" : app.title().substring(0, 1);
    }

    /// The first group of a backup code.
    public String beforeDash(String code) {
        int dash = code.indexOf('-');
        return dash < 0 ? code : code.substring(0, dash);
    }

    /// The second group of a backup code.
    public String afterDash(String code) {
        return code.substring(code.indexOf('-') + 1);
    }

    /// The title for the window: errors come first, so that screen readers say them first.
    public String title(String title, boolean error) {
        return words.say(error ? "page.title.error" : "page.title", "title", title, "name", look.name());
    }
}
