package dev.countersign.doors.letters;

import dev.countersign.people.account.EmailAddress;
import java.util.regex.Pattern;

/// Values of a message as words may hold them: on one line, of one reasonable length, and without the characters
/// that turn the direction of what stands around them. Markup is for the template to escape.
final class Harmless {
    private static final int LONGEST = 80;

    private static final Pattern BREAK = Pattern.compile("[\\p{Cc}\\u2028\\u2029]+");

    /// Overrides, embeddings, isolates and marks of direction (Unicode UAX #9 §2), and half characters.
    private static final Pattern TURN =
            Pattern.compile("[\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\p{Cs}]");

    /// What programs that show mail make a link of.
    private static final Pattern LINK = Pattern.compile("[.:/@\\\\](?=[/\\p{L}])");

    private Harmless() {}

    /// A value in one line.
    static String line(String value) {
        String plain = TURN.matcher(BREAK.matcher(value).replaceAll(" ")).replaceAll("");
        int end = plain.codePointCount(0, plain.length()) <= LONGEST
                ? plain.length()
                : plain.offsetByCodePoints(0, LONGEST);
        return end == plain.length() ? plain : plain.substring(0, end) + "…";
    }

    /// A value that a stranger chose, such as the name a browser gives itself: never a link.
    static String strange(String value) {
        return LINK.matcher(line(value)).replaceAll("·");
    }

    /// An address of which only its owner knows the rest: `a•••@example.com`.
    static String masked(String email) {
        String plain = line(email);
        return plain.lastIndexOf('@') < 1 ? "•••" : new EmailAddress(plain).masked();
    }
}
