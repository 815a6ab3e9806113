package dev.countersign.wiring;

import dev.countersign.factors.factor.FactorType;
import dev.countersign.rules.policy.Policy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.apache.catalina.util.NetMaskSet;
import org.jspecify.annotations.Nullable;

/// The checks of single settings. A value that fails is answered with one sentence that starts with its key.
final class Checks {
    private Checks() {}

    static void demand(boolean good, String key, String sentence) {
        if (!good) {
            throw new SettingRefused(key, sentence);
        }
    }

    static void range(String key, int value, int least, int most) {
        demand(
                value >= least && value <= most,
                key,
                String.format(Locale.ROOT, "must be from %d to %d; it is %d", least, most, value));
    }

    static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// The origin alone: scheme, host in lower case, and the port where it is not the scheme's own, as browsers
    /// write it.
    static URI baseUrl(@Nullable URI given) {
        String key = "countersign.base-url";
        if (given == null) {
            throw new SettingRefused(key, "must be set, such as https://sign-in.example.com");
        }
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        demand(scheme.equals("https") || scheme.equals("http"), key, "must start with https:// or http://");
        String host = given.getHost();
        demand(
                host != null && given.getUserInfo() == null,
                key,
                "must be scheme, host and perhaps port, such as https://sign-in.example.com");
        String path = given.getRawPath() == null ? "" : given.getRawPath();
        demand(
                (path.isEmpty() || path.equals("/")) && given.getRawQuery() == null && given.getRawFragment() == null,
                key,
                "must not have a path: the server needs a host name of its own");
        int own = scheme.equals("https") ? 443 : 80;
        try {
            return new URI(
                    scheme,
                    null,
                    host.toLowerCase(Locale.ROOT),
                    given.getPort() == own ? -1 : given.getPort(),
                    null,
                    null,
                    null);
        } catch (URISyntaxException e) {
            throw new SettingRefused(key, "is not a URL");
        }
    }

    /// Whether that host name can only be this machine.
    static boolean loopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || host.equals("[::1]");
    }

    /// Whoever must set up a second factor has to have one to set up; nobody could sign in otherwise.
    ///
    /// @param withheld what this server cannot offer, since nothing can send its codes
    static void enrollable(Policy policy, Set<FactorType> withheld) {
        demand(
                policy.enrolment() != Policy.Enrolment.REQUIRED || !withheld.containsAll(policy.usableFactors()),
                "countersign.policy.factors",
                "leaves nothing to set up, and countersign.policy.enrolment is required: no text can be sent. Add totp"
                        + " to the factors, or set countersign.text.gateways and countersign.text.countries");
    }

    static void network(String cidr) {
        boolean good;
        try {
            good = !cidr.isEmpty()
                    && cidr.matches("[0-9a-fA-F.:]+(/[0-9]{1,3})?")
                    && new NetMaskSet().addAll(cidr).isEmpty();
        } catch (IllegalArgumentException e) {
            good = false;
        }
        demand(
                good,
                "countersign.trusted-proxies",
                String.format(
                        Locale.ROOT, "must hold addresses or networks such as 10.0.0.0/8; \"%s\" is neither", cidr));
    }
}
