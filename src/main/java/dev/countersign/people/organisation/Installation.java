package dev.countersign.people.organisation;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// This server as people see it: its name on pages and in authenticator apps, the address it is reached at (never
/// taken from a request), whom to ask for help, and the authenticator app it recommends, if any.
public record Installation(
        String name,
        URI baseUrl,
        SupportContact support,
        @Nullable String recommendedApp) {
    /// Whether browsers reach it by https, so that cookies can be `Secure` and carry the `__Host-` prefix.
    public boolean secure() {
        return "https".equals(baseUrl.getScheme());
    }
}
