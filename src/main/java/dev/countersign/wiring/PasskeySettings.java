package dev.countersign.wiring;

import dev.countersign.factors.passkey.RelyingParty;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What passkeys are bound to, where they may be used, and which are taken.
public record PasskeySettings(
        @About(
                value =
                        "The domain passkeys are bound to: the host of the base URL, or a domain above it. Passkeys that are enrolled cannot be used under another.",
                unset = "the host of the base URL")
        @Nullable
        String domain,

        @About(
                value =
                        "Further sites that may use the same passkeys, as origins (`https://example.net`), separated by commas. They are listed at `/.well-known/webauthn`, which browsers read at the passkeys' domain.",
                unset = "none")
        @DefaultValue
        List<String> relatedOrigins,

        @About(
                value =
                        "Apps that may use the same passkeys, as the origins they send (`android:apk-key-hash:…`), separated by commas.",
                unset = "none")
        @DefaultValue
        List<String> apps,

        @About(
                value =
                        "The only authenticator models that may be enrolled, by AAGUID, separated by commas. The makers' certificates must vouch for them.",
                unset = "any model; none is asked to say what it is")
        @DefaultValue
        List<String> models,

        @About(value = "A file with the makers' root certificates (PEM).", unset = "needed for `passkey.models`")
        @Nullable
        Path makers,

        @About(
                "Whether only passkeys may be enrolled that never leave their device, such as security keys, and none that a password manager copies to others. Together with `passkey.models` the maker vouches for it, for the High assurance way of working.")
        @DefaultValue("false")
        boolean deviceBound,

        @About("How long the browser's prompt may stay open, and the page with it.") @DefaultValue("5m")
        Duration timeout) {
    private static final String KEY = "countersign.passkey.";
    private static final Pattern ORIGIN = Pattern.compile("https://[a-z0-9.-]+(:[0-9]{1,5})?");
    private static final Pattern APP = Pattern.compile("android:apk-key-hash:[A-Za-z0-9_-]{43}");

    public PasskeySettings {
        domain = Checks.blankToNull(domain);
        relatedOrigins = words(relatedOrigins);
        apps = words(apps);
        models = words(models);
        Checks.demand(
                relatedOrigins.stream()
                        .allMatch(origin -> ORIGIN.matcher(origin).matches()),
                KEY + "related-origins",
                "takes origins such as https://example.net, in lower case and without a path");
        Checks.demand(
                apps.stream().allMatch(app -> APP.matcher(app).matches()),
                KEY + "apps",
                "takes origins of apps: android:apk-key-hash: and 43 characters of base64url");
        Checks.demand(
                models.isEmpty() == (makers == null),
                KEY + "models",
                "and countersign.passkey.makers go together: a model counts only where its maker's certificate vouches for it");
        Checks.demand(
                timeout.compareTo(Duration.ofSeconds(30)) >= 0 && timeout.compareTo(Duration.ofMinutes(10)) <= 0,
                KEY + "timeout",
                "must be from 30s to 10m");
    }

    private static List<String> words(List<String> given) {
        return given.stream().map(String::strip).filter(word -> !word.isEmpty()).toList();
    }

    /// Who passkeys are made for at that address.
    RelyingParty relyingParty(URI baseUrl, String name) {
        String host = baseUrl.getHost();
        String id = domain == null ? host : domain.toLowerCase(Locale.ROOT);
        Checks.demand(
                host.equals(id) || (host.endsWith("." + id) && id.contains(".")),
                KEY + "domain",
                String.format(Locale.ROOT, "must be %s or a domain above it", host));
        List<String> origins = new ArrayList<>();
        origins.add(baseUrl.toString());
        origins.addAll(relatedOrigins);
        origins.addAll(apps);
        return new RelyingParty(id, name, origins, taken(), timeout);
    }

    private RelyingParty.Models taken() {
        Path file = makers;
        if (file == null) {
            return new RelyingParty.Models(Set.of(), Set.of(), deviceBound);
        }
        Set<UUID> allowed = new HashSet<>();
        for (String model : models) {
            Checks.demand(
                    model.matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"),
                    KEY + "models",
                    String.format(
                            Locale.ROOT,
                            "takes AAGUIDs such as ee882879-721c-4913-9775-3dfcce97072a; \"%s\" is none",
                            model));
            allowed.add(UUID.fromString(model));
        }
        return new RelyingParty.Models(allowed, certificates(file), deviceBound);
    }

    private static Set<X509Certificate> certificates(Path file) {
        Set<X509Certificate> roots = new HashSet<>();
        try (InputStream in = Files.newInputStream(file)) {
            CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .forEach(roots::add);
        } catch (IOException | CertificateException unreadable) {
            throw new SettingRefused(KEY + "makers", "must name a file with certificates (PEM) that can be read");
        }
        Checks.demand(!roots.isEmpty(), KEY + "makers", "names a file without a certificate");
        return roots;
    }
}
