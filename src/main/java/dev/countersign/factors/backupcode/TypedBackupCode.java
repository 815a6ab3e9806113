package dev.countersign.factors.backupcode;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// A backup code as people type it: in any case, with or without the dash, with spaces, in full-width letters.
///
/// @param index the first two characters, which say which code it is
/// @param secret the other eight
public record TypedBackupCode(String index, String secret) {
    private static final int LONGEST_TYPED = 64;

    /// The code in that text, or empty when it has not the shape of one.
    public static Optional<TypedBackupCode> of(String typed) {
        if (typed.length() > LONGEST_TYPED) {
            return Optional.empty();
        }
        StringBuilder code = new StringBuilder();
        Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(c -> !Character.isSpaceChar(c)
                        && !Character.isWhitespace(c)
                        && Character.getType(c) != Character.DASH_PUNCTUATION)
                .forEach(code::appendCodePoint);
        boolean shaped =
                code.length() == BackupCodes.LENGTH && code.chars().allMatch(c -> BackupCodes.ALPHABET.indexOf(c) >= 0);
        return shaped
                ? Optional.of(new TypedBackupCode(
                        code.substring(0, BackupCodes.INDEX_LENGTH), code.substring(BackupCodes.INDEX_LENGTH)))
                : Optional.empty();
    }
}
