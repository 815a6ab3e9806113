package dev.countersign.people.gateway;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.Optional;

/// Reading of bare mail addresses, so strictly that nothing else can be slipped into a header or a command.
final class MailAddress {
    /// RFC 5321 §4.5.3.1.3: a path has at most 256 octets, the angle brackets included.
    private static final int LONGEST = 254;

    private MailAddress() {}

    /// The address with its domain in ASCII, or empty when it is none, or when its local part would need SMTPUTF8.
    static Optional<InternetAddress> of(String address) {
        int at = address.lastIndexOf('@');
        if (at < 1 || !address.substring(0, at).chars().allMatch(MailAddress::plain)) {
            return Optional.empty();
        }
        try {
            String ascii =
                    address.substring(0, at + 1) + IDN.toASCII(address.substring(at + 1), IDN.USE_STD3_ASCII_RULES);
            InternetAddress parsed = new InternetAddress(ascii, true);
            boolean bare = parsed.getAddress().equals(ascii) && parsed.getPersonal() == null && !parsed.isGroup();
            return bare && ascii.length() <= LONGEST ? Optional.of(parsed) : Optional.empty();
        } catch (AddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean plain(int character) {
        return character > ' ' && character < 0x7f && "\"(),:;<>@[\\]".indexOf(character) < 0;
    }
}
