package dev.countersign.factors.totp;

import java.util.Optional;

/// A code of six digits as people type it: spaces and dashes between the digits, full-width or Arabic-Indic digits.
public final class TypedCode {
    private static final int LONGEST = 64;

    private TypedCode() {}

    /// The six ASCII digits, or empty when that text is no such code.
    public static Optional<String> digits(String typed) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder();
        boolean other = typed.codePoints().anyMatch(c -> {
            int digit = Character.digit(c, 10);
            if (digit >= 0) {
                digits.append(digit);
            }
            return digit < 0 && !separates(c);
        });
        return other || digits.length() != Totp.DIGITS ? Optional.empty() : Optional.of(digits.toString());
    }

    private static boolean separates(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.DASH_PUNCTUATION
                || c == 0x200b
                || c == 0x200e
                || c == 0x200f;
    }
}
