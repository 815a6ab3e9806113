package dev.countersign.pages;

import java.util.List;
import java.util.Optional;

/// An authenticator app that people choose by name, so that the next page can say where to tap.
///
/// @param key its name in addresses and in the database
/// @param name its name as its maker writes it; empty for "another app", which every language names itself
public record AuthenticatorApp(String key, String name) {
    /// Any other.
    public static final AuthenticatorApp OTHER = new AuthenticatorApp("other", "");

    /// Those with instructions of their own, and any other.
    public static final List<AuthenticatorApp> ALL = List.of(
            new AuthenticatorApp("google-authenticator", "Google Authenticator"),
            new AuthenticatorApp("microsoft-authenticator", "Microsoft Authenticator"),
            new AuthenticatorApp("authy", "Authy"),
            new AuthenticatorApp("duo-mobile", "Duo Mobile"),
            new AuthenticatorApp("1password", "1Password"),
            new AuthenticatorApp("bitwarden", "Bitwarden"),
            new AuthenticatorApp("apple-passwords", "Apple Passwords"),
            new AuthenticatorApp("aegis", "Aegis"),
            new AuthenticatorApp("2fas", "2FAS"),
            new AuthenticatorApp("ente-auth", "Ente Auth"),
            OTHER);

    /// The app of that key.
    public static Optional<AuthenticatorApp> of(String key) {
        return ALL.stream().filter(app -> app.key.equals(key)).findFirst();
    }

    /// What the page calls it.
    public String nameIn(Words words) {
        return name.isEmpty() ? words.say("app.other.name") : name;
    }

    /// The letter on its tile.
    public String letter() {
        return name.isEmpty() ? "+" : name.substring(0, 1);
    }
}
