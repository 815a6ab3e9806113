package dev.countersign.factors.passkey;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// Base64url without padding (RFC 4648 §5), read in its one canonical form only, so that a credential has one name.
final class Base64Url {
    private static final Pattern ALPHABET = Pattern.compile("[A-Za-z0-9_-]*");

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Whether it is the canonical form of at least one byte and at most that many.
    static boolean canonical(String text, int most) {
        if (text.isEmpty()
                || text.length() > most / 3 * 4 + 4
                || !ALPHABET.matcher(text).matches()) {
            return false;
        }
        return decoded(text)
                .filter(bytes -> bytes.length <= most && encode(bytes).equals(text))
                .isPresent();
    }

    /// The bytes of a text that is known to be canonical.
    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static Optional<byte[]> decoded(String text) {
        try {
            return Optional.of(decode(text));
        } catch (IllegalArgumentException impossibleLength) {
            return Optional.empty();
        }
    }
}
