package dev.countersign.people.gateway;

import org.jspecify.annotations.Nullable;

/// Where mail is handed over, and in whose name.
///
/// @param user null for a server that asks for no password
/// @param from the bare address that mail comes from
/// @param fromName the name shown with it; may be empty
public record SmtpSettings(
        String host,
        int port,
        Security security,
        @Nullable String user,
        @Nullable String password,
        String from,
        String fromName) {
    /// How the line to the server is protected.
    public enum Security {
        /// Begins in the clear and must be made secure before anything is said: a server that cannot is refused.
        STARTTLS,
        /// Secure from the first byte.
        TLS,
        /// In the clear: for a server on the same machine.
        NONE
    }

    public SmtpSettings {
        if (MailAddress.of(from).isEmpty()) {
            throw new IllegalArgumentException("from is no address");
        }
        if (fromName.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("fromName holds control characters");
        }
    }

    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + ", " + security + ", password=***]";
    }
}
