package dev.countersign.wiring;

import dev.countersign.factors.passkey.RelyingParty;
import dev.countersign.factors.totp.AuthenticatorApp;
import dev.countersign.ground.store.DatabaseSettings;
import dev.countersign.people.organisation.Installation;
import dev.countersign.people.organisation.SupportContact;
import dev.countersign.rules.policy.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// What the operator can set, bound once from `countersign.*` properties and `COUNTERSIGN_*` environment names.
/// Every value is checked here, so whatever holds a `Settings` holds good ones.
@ConfigurationProperties("countersign")
public record Settings(
        @About(
                "The data folder: the SQLite database, the master key and the CLI's socket live here. Made on the first start, for its owner only.")
        @DefaultValue("./data")
        String data,

        @About(
                value =
                        "The address people reach the server at, without a path. Links, cookies and `otpauth:` never use the address of a request.",
                unset = "`http://localhost:<server.port>`")
        URI baseUrl,

        @About("The name on pages and in authenticator apps. No colon: authenticator apps split at it.")
        @DefaultValue("Countersign")
        String name,

        @About("Who may make an account: `open` is anybody, `invited` needs an invitation link.") @DefaultValue("open")
        SignUp signUp,

        @About(
                value =
                        "Who may make an organisation: `anyone` with an account, or the `operator` (whoever did the first start).",
                unset = "`anyone` where `sign-up` is `open`, else `operator`")
        @Nullable
        Organisations organisations,

        @DefaultValue Support support,

        @About(
                value =
                        "The authenticator app that the set-up page marks as recommended, by its key: `google-authenticator`, `microsoft-authenticator`, `authy`, `duo-mobile`, `1password`, `bitwarden`, `apple-passwords`, `aegis`, `2fas` or `ente-auth`.",
                unset = "none is marked")
        @Nullable
        String recommendedApp,

        @DefaultValue Database database,
        @DefaultValue Keys keys,
        @DefaultValue Password password,

        @About(
                value =
                        "Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks (`10.0.0.0/8`), separated by commas.",
                unset = "none: the address of the connection counts")
        @DefaultValue
        List<String> trustedProxies,

        @DefaultValue PolicySettings policy,
        @DefaultValue MailSettings mail,
        @DefaultValue TextSettings text,
        @DefaultValue PasskeySettings passkey,
        @DefaultValue AuditSettings audit,
        @DefaultValue AppSettings apps,
        @DefaultValue SiteSettings sites,

        @About(
                "While no gateway is set for it, and everything is on this machine (address, base URL and browser are loopback), mail and text messages appear on the page `/dev/outbox` instead. `false`: nothing is sent then, and nobody is asked for a code that cannot arrive.")
        @DefaultValue("true")
        boolean devOutbox,

        @About("For tests of translations only: every text is shown accented, longer and from right to left.")
        @DefaultValue("false")
        boolean pseudoLocale) {

    /// Who may make an account.
    public enum SignUp {
        /// Anybody.
        OPEN,
        /// Whoever has an invitation link.
        INVITED
    }

    /// Who may make an organisation.
    public enum Organisations {
        /// Anybody with an account.
        ANYONE,
        /// The operator.
        OPERATOR
    }

    /// Whom people ask when nothing on a page helps.
    public record Support(
            @About(value = "The support address shown to people who cannot get in.", unset = "not shown") @Nullable
            String email,

            @About(value = "The support telephone number.", unset = "not shown") @Nullable
            String phone,

            @About(value = "The support page, `https://…`.", unset = "not shown") @Nullable
            String link) {
        public Support {
            email = Checks.blankToNull(email);
            phone = Checks.blankToNull(phone);
            link = Checks.blankToNull(link);
            if (email != null) {
                Checks.demand(
                        email.matches("[^@\\s]+@[^@\\s]+"), "countersign.support.email", "must be an email address");
            }
            if (link != null) {
                Checks.demand(
                        link.matches("https?://\\S+"),
                        "countersign.support.link",
                        "must start with https:// or http://");
            }
        }
    }

    /// PostgreSQL, where it is used.
    public record Database(
            @About(
                    value = "PostgreSQL to use, as `jdbc:postgresql://host/database`.",
                    unset = "SQLite in the data folder")
            @Nullable
            String url,

            @About(value = "The PostgreSQL role.", unset = "the one in the URL") @Nullable
            String user,

            @About(value = "Its password.", unset = "the one in the URL") @Nullable
            String password,

            @About("Connections that write to PostgreSQL at the same time; as many again read.") @DefaultValue("10")
            int poolSize) {
        public Database {
            url = Checks.blankToNull(url);
            user = Checks.blankToNull(user);
            if (url != null) {
                Checks.demand(
                        url.startsWith("jdbc:postgresql:"),
                        "countersign.database.url",
                        "must start with jdbc:postgresql:");
            }
            Checks.range("countersign.database.pool-size", poolSize, 1, 200);
        }

        @Override
        public String toString() {
            return url == null ? "SQLite" : "PostgreSQL";
        }
    }

    /// The master keys, where they do not lie in the data folder.
    public record Keys(
            @About(
                    value = "The master keys themselves, newest first, each 32 bytes in base64, separated by commas.",
                    unset = "`keys.file`, else `master.key` in the data folder, made on the first start")
            @Nullable
            String value,

            @About(
                    value = "A file with the master keys, newest first, one a line, readable by its owner only.",
                    unset = "`master.key` in the data folder")
            @Nullable
            Path file) {
        public Keys {
            value = Checks.blankToNull(value);
            Checks.demand(
                    value == null || file == null,
                    "countersign.keys.value",
                    "and countersign.keys.file are both set; leave one out");
        }

        /// The keys given by value, one a line, or null.
        public @Nullable String lines() {
            return value == null ? null : value.replace(',', '\n');
        }

        @Override
        public String toString() {
            return "Keys[***]";
        }
    }

    /// How passwords are hashed (Argon2id), and how many at once.
    public record Password(
            @About("Memory of one hash, in KiB. A change re-hashes each password at its next sign-in.")
            @DefaultValue("19456")
            int memoryKib,

            @About("Passes over that memory.") @DefaultValue("2")
            int iterations,

            @About("Lanes of one hash.") @DefaultValue("1") int parallelism,

            @About(value = "Hashes computed at the same time.", unset = "one for each processor") @DefaultValue("0")
            int permits,

            @About("How long a sign-in waits for its turn before it is answered \"busy, try again\".")
            @DefaultValue("2s")
            Duration longestWait) {
        public Password {
            Checks.range("countersign.password.memory-kib", memoryKib, 8, 1024 * 1024);
            Checks.range("countersign.password.iterations", iterations, 1, 100);
            Checks.range("countersign.password.parallelism", parallelism, 1, 16);
            Checks.demand(
                    memoryKib >= 8 * parallelism,
                    "countersign.password.memory-kib",
                    "must be at least 8 for each lane");
            Checks.range("countersign.password.permits", permits, 0, 256);
            Checks.demand(
                    longestWait.isPositive() && longestWait.compareTo(Duration.ofSeconds(30)) <= 0,
                    "countersign.password.longest-wait",
                    "must be more than 0 and at most 30s");
            permits = permits == 0 ? Runtime.getRuntime().availableProcessors() : permits;
            long needed = (long) permits * memoryKib / 1024;
            long heap = Runtime.getRuntime().maxMemory() / (1024 * 1024);
            Checks.demand(
                    needed <= heap / 2,
                    "countersign.password.permits",
                    String.format(
                            Locale.ROOT,
                            "times countersign.password.memory-kib needs %d MiB, more than half of the %d MiB the server may use",
                            needed,
                            heap));
        }
    }

    public Settings {
        Checks.demand(!data.isBlank(), "countersign.data", "must name a folder");
        baseUrl = Checks.baseUrl(baseUrl);
        name = name.strip();
        Checks.demand(
                !name.isEmpty()
                        && name.length() <= 60
                        && name.chars().noneMatch(c -> c == ':' || Character.isISOControl(c)),
                "countersign.name",
                "must have 1 to 60 characters and no colon");
        recommendedApp = Checks.blankToNull(recommendedApp);
        Checks.demand(
                recommendedApp == null || AuthenticatorApp.of(recommendedApp) != AuthenticatorApp.OTHER,
                "countersign.recommended-app",
                String.format(
                        Locale.ROOT,
                        "must be one of the apps that docs/settings.md lists; \"%s\" is none",
                        recommendedApp));
        trustedProxies = trustedProxies.stream().map(String::strip).toList();
        trustedProxies.forEach(Checks::network);
        policy.policy();
        passkey.relyingParty(baseUrl, name);
    }

    /// The data folder, absolute.
    public Path folder() {
        return Path.of(data).toAbsolutePath().normalize();
    }

    /// Where the store is.
    public DatabaseSettings databaseSettings() {
        return new DatabaseSettings(
                database.url(), database.user(), database.password(), folder(), database.poolSize());
    }

    /// This server as people see it.
    public Installation installation() {
        return new Installation(
                name, baseUrl, new SupportContact(support.email(), support.phone(), support.link()), recommendedApp);
    }

    /// Who passkeys are made for.
    public RelyingParty relyingParty() {
        return passkey.relyingParty(baseUrl, name);
    }

    /// The policy of accounts that belong to no organisation, and of new organisations.
    public Policy defaultPolicy() {
        return policy.policy();
    }

    /// Whether anybody with an account may make an organisation.
    public boolean anyoneMayFound() {
        return organisations == null ? signUpOpen() : organisations == Organisations.ANYONE;
    }

    /// Whether anybody may sign up.
    public boolean signUpOpen() {
        return signUp == SignUp.OPEN;
    }
}
