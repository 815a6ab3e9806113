package dev.countersign.journeys.signup;

import java.util.Optional;

/// A display name as people may choose it: 1 to 100 characters, something to see in them, no control characters,
/// and none that turn the direction of what follows.
public final class PersonName {
    private static final int LONGEST = 100;

    private PersonName() {}

    /// The name in that text, blanks around it left out; empty when it can be none.
    public static Optional<String> of(String typed) {
        String name = typed.strip();
        boolean shaped = !name.isEmpty()
                && name.codePointCount(0, name.length()) <= LONGEST
                && name.codePoints().noneMatch(PersonName::isForbidden)
                && name.codePoints().anyMatch(PersonName::isSeen);
        return shaped ? Optional.of(name) : Optional.empty();
    }

    /// Joiners belong into names of many languages, but a name of nothing else cannot be seen.
    private static boolean isSeen(int c) {
        return !Character.isSpaceChar(c) && Character.getType(c) != Character.FORMAT;
    }

    private static boolean isForbidden(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.SURROGATE
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069);
    }
}
