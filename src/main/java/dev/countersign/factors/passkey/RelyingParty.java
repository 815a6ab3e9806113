package dev.countersign.factors.passkey;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Who passkeys are made for (WebAuthn's relying party): the domain they are bound to, the name that prompts show, the
/// origins they may be used at (the installation's own first; those of apps are `android:apk-key-hash:…`), which
/// models are taken, and how long a prompt may stay open.
public record RelyingParty(String id, String name, List<String> origins, Models models, Duration timeout) {
    /// How long a prompt may stay open, and its challenge lives, where nothing else is set.
    public static final Duration TIMEOUT = Duration.ofMinutes(5);

    /// The authenticator models (AAGUIDs) that are taken, and the makers' certificates that must vouch for them. Empty:
    /// any model, and none is asked to say what it is. And whether only passkeys are taken that never leave
    /// their device.
    public record Models(Set<UUID> allowed, Set<X509Certificate> roots, boolean deviceBound) {
        public Models {
            allowed = Set.copyOf(allowed);
            roots = Set.copyOf(roots);
            if (allowed.isEmpty() != roots.isEmpty()) {
                throw new IllegalArgumentException(
                        "A list of models and the certificates that vouch for them go together");
            }
        }

        /// Whatever the person has.
        public static Models any() {
            return new Models(Set.of(), Set.of(), false);
        }

        /// Whether a model must be on the list.
        public boolean limited() {
            return !allowed.isEmpty();
        }
    }

    public RelyingParty {
        origins = List.copyOf(origins);
        if (origins.isEmpty()) {
            throw new IllegalArgumentException("A relying party has an origin");
        }
    }

    /// The one at that address alone, for any model.
    public static RelyingParty at(URI baseUrl, String name) {
        return new RelyingParty(baseUrl.getHost(), name, List.of(baseUrl.toString()), Models.any(), TIMEOUT);
    }

    /// The web origins besides its own, which browsers look up at `/.well-known/webauthn`.
    public List<String> relatedOrigins() {
        return origins.stream()
                .skip(1)
                .filter(origin -> origin.startsWith("https://"))
                .toList();
    }

    /// Whether browsers offer passkeys at its address at all: a secure origin (https, or this machine) whose host is a
    /// domain and no number.
    public boolean offered() {
        boolean domain = !id.startsWith("[") && !id.matches("[0-9.]+");
        boolean local = id.equals("localhost") || id.endsWith(".localhost");
        return domain && (origins.getFirst().startsWith("https://") || local);
    }
}
