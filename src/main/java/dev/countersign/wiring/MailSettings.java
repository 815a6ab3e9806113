package dev.countersign.wiring;

import dev.countersign.people.gateway.SmtpSettings;
import dev.countersign.people.gateway.SmtpSettings.Security;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The mail server, where there is one.
public record MailSettings(
        @About(value = "The mail server (SMTP) that mail is handed to.", unset = "no mail is sent") @Nullable
        String host,

        @About("Its port.") @DefaultValue("587") int port,

        @About(
                "How the line to it is protected: `starttls` (refused by a server that cannot), `tls` from the first byte, or `none` for one on the same machine.")
        @DefaultValue("starttls")
        Security security,

        @About(value = "The name to sign in to it with.", unset = "it asks for none") @Nullable
        String user,

        @About(value = "Its password.", unset = "it asks for none") @Nullable
        String password,

        @About(value = "The address mail comes from. Needed where a mail server is set.", unset = "none") @Nullable
        String from,

        @About(value = "The name shown with it.", unset = "`countersign.name`") @Nullable
        String fromName) {
    public MailSettings {
        host = Checks.blankToNull(host);
        user = Checks.blankToNull(user);
        password = Checks.blankToNull(password);
        from = Checks.blankToNull(from);
        fromName = Checks.blankToNull(fromName);
        Checks.range("countersign.mail.port", port, 1, 65_535);
        Checks.demand(
                (user == null) == (password == null),
                "countersign.mail.user",
                "needs countersign.mail.password with it");
        if (host != null) {
            Checks.demand(from != null, "countersign.mail.from", "must name the address that mail comes from");
            Checks.demand(
                    security != Security.NONE || password == null || Checks.loopback(host),
                    "countersign.mail.security",
                    "must not be none where a password is sent to another machine");
        }
    }

    /// What the gateway is made of, or empty where no mail server is set.
    Optional<SmtpSettings> smtp(String installationName) {
        String server = host;
        return server == null
                ? Optional.empty()
                : Optional.of(new SmtpSettings(
                        server,
                        port,
                        security,
                        user,
                        password,
                        Objects.requireNonNull(from),
                        Objects.requireNonNullElse(fromName, installationName)));
    }

    @Override
    public String toString() {
        return "MailSettings[" + host + ", password=***]";
    }
}
