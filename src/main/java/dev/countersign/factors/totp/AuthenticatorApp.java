package dev.countersign.factors.totp;

/// The authenticator apps that people choose from. The choice changes the instructions and the factor's first
/// label, nothing else: every app takes the same secret.
public enum AuthenticatorApp {
    GOOGLE("google-authenticator", "Google Authenticator"),
    MICROSOFT("microsoft-authenticator", "Microsoft Authenticator"),
    AUTHY("authy", "Authy"),
    DUO("duo-mobile", "Duo Mobile"),
    ONE_PASSWORD("1password", "1Password"),
    BITWARDEN("bitwarden", "Bitwarden"),
    APPLE("apple-passwords", "Apple Passwords"),
    AEGIS("aegis", "Aegis"),
    TWO_FAS("2fas", "2FAS"),
    ENTE("ente-auth", "Ente Auth"),
    OTHER("other", "Authenticator app");

    private final String key;
    private final String title;

    AuthenticatorApp(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /// The word in URLs, settings and the API.
    public String key() {
        return key;
    }

    /// Its name, as its maker writes it.
    public String title() {
        return title;
    }

    /// The app of that key; any other word is another app.
    public static AuthenticatorApp of(String key) {
        for (AuthenticatorApp app : values()) {
            if (app.key.equals(key)) {
                return app;
            }
        }
        return OTHER;
    }
}
