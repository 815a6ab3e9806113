package dev.countersign.ground.secret;

import java.util.Locale;

/// Base32 of RFC 4648 §6, written without padding, as authenticator apps want it.
public final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {}

    public static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 8 + BITS - 1) / BITS);
        int buffer = 0;
        int held = 0;
        for (byte b : bytes) {
            buffer = (buffer << 8) | (b & 0xFF);
            held += 8;
            while (held >= BITS) {
                held -= BITS;
                text.append(ALPHABET.charAt((buffer >>> held) & 0x1F));
            }
            buffer &= (1 << held) - 1;
        }
        if (held > 0) {
            text.append(ALPHABET.charAt((buffer << (BITS - held)) & 0x1F));
        }
        return text.toString();
    }

    /// The bytes of a base32 text, upper or lower case, with or without padding.
    ///
    /// @throws IllegalArgumentException for other characters, an impossible length, or bits left over
    public static byte[] decode(String text) {
        String letters = withoutPadding(text).toUpperCase(Locale.ROOT);
        // RFC 4648 §6: the last group has 8, 7, 5, 4 or 2 characters before padding, never 1, 3 or 6.
        int last = letters.length() % 8;
        if (last == 1 || last == 3 || last == 6) {
            throw new IllegalArgumentException("Base32 text of an impossible length");
        }
        byte[] bytes = new byte[letters.length() * BITS / 8];
        int buffer = 0;
        int held = 0;
        int filled = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = ALPHABET.indexOf(letters.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("Not a base32 character at " + i);
            }
            buffer = (buffer << BITS) | value;
            held += BITS;
            if (held >= 8) {
                held -= 8;
                bytes[filled++] = (byte) (buffer >>> held);
            }
            buffer &= (1 << held) - 1;
        }
        // RFC 4648 §3.5: pad bits that are not zero may be refused; one value has one spelling here.
        if (buffer != 0) {
            throw new IllegalArgumentException("Base32 text with bits left over");
        }
        return bytes;
    }

    private static String withoutPadding(String text) {
        int padding = text.indexOf('=');
        if (padding < 0) {
            return text;
        }
        if (text.length() % 8 != 0
                || text.length() - padding > 6
                || !text.substring(padding).matches("=+")) {
            throw new IllegalArgumentException("Base32 text with wrong padding");
        }
        return text.substring(0, padding);
    }
}
