package dev.countersign.ground.secret;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.UUID;

/// Everything random: ids, tokens, codes and seeds, from the system's secure source. Safe for many threads.
public final class Tokens {
    private static final int TOKEN_BYTES = 32;
    private static final String DIGITS = "0123456789";

    private final SecureRandom random = new SecureRandom();

    public Tokens() {}

    /// A new id: a UUID of version 7, as text; ids of later instants sort after those of earlier ones.
    public String newId(Instant now) {
        // RFC 9562 §5.7: 48 bits of Unix milliseconds, version, 12 bits rand_a, variant, 62 bits rand_b.
        // §6.2 method 3: rand_a holds the fraction of the millisecond, so ids of one thread sort more finely.
        long milliseconds = now.toEpochMilli();
        long nanoseconds = now.get(ChronoField.NANO_OF_SECOND) % 1_000_000;
        long fraction = nanoseconds * 4096 / 1_000_000;
        long high = (milliseconds << 16) | 0x7000 | fraction;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    public Token newToken(Token.Kind kind) {
        if (kind.checked()) {
            // 43 of 62 characters are 256 bits, too.
            String text = kind.prefix() + characters(Token.RANDOM_LENGTH, Token.LETTERS);
            return new Token(kind, text + Token.check(text));
        }
        String random256 = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(TOKEN_BYTES));
        return new Token(kind, kind.prefix() + random256);
    }

    /// That many decimal digits, each as likely as any other.
    public String digits(int length) {
        return characters(length, DIGITS);
    }

    /// That many characters of the alphabet, each as likely as any other.
    public String characters(int length, String alphabet) {
        int size = alphabet.length();
        if (size < 1 || size > 256) {
            throw new IllegalArgumentException("An alphabet has 1 to 256 characters");
        }
        // A byte at or above the last whole multiple of the size is thrown away: a remainder of it would favour the
        // first characters.
        int usable = 256 - 256 % size;
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            for (byte b : bytes(length - text.length() + 8)) {
                int value = b & 0xFF;
                if (value < usable && text.length() < length) {
                    text.append(alphabet.charAt(value % size));
                }
            }
        }
        return text.toString();
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
