package dev.countersign.people.account;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// An email address as typed, and the key that two spellings of the same address share.
public record EmailAddress(String text) {

    /// RFC 5321 §4.5.3.1.3: a path has at most 256 octets, two of them its angle brackets.
    private static final int LONGEST = 254;

    /// The address in that text, blanks around it left out; empty when it can be none. Only the shape is checked:
    /// whether it arrives is for a confirmation to say.
    public static Optional<EmailAddress> parse(String typed) {
        String text = typed.strip();
        int at = text.lastIndexOf('@');
        boolean shaped = text.getBytes(StandardCharsets.UTF_8).length <= LONGEST
                && at > 0
                && at == text.indexOf('@')
                && at < text.length() - 1
                && text.codePoints().noneMatch(EmailAddress::isForbidden)
                && domainShaped(text.substring(at + 1));
        return shaped ? Optional.of(new EmailAddress(text)) : Optional.empty();
    }

    /// What addresses are compared by: lower case, in no person's locale, with accents in one piece with their
    /// letter, whichever way a keyboard sent them.
    public String key() {
        return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /// The address as it is hinted at to somebody who should know the rest: `a•••@example.com`.
    public String masked() {
        int at = text.lastIndexOf('@');
        return text.substring(0, text.offsetByCodePoints(0, 1)) + "•••" + text.substring(at);
    }

    private static boolean domainShaped(String domain) {
        return !domain.startsWith(".") && !domain.endsWith(".") && !domain.contains("..") && !domain.startsWith("-");
    }

    private static boolean isForbidden(int c) {
        return Character.isWhitespace(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE
                || "<>()[],;:\\\"".indexOf(c) >= 0;
    }
}
