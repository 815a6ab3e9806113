package dev.countersign.factors.password;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a password has to be: 8 to 256 characters counted as code points, none of the common or leaked ones, and
/// not made of the person's own name, address or organisation. There are no rules of composition (NIST SP 800-63B-4
/// §3.1.1.2).
public final class PasswordRules {
    /// The fewest characters.
    public static final int SHORTEST = 8;

    /// The most characters.
    public static final int LONGEST = 256;

    private static final int SHORTEST_CONTEXT_WORD = 4;
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern BLANKS_AND_AT = Pattern.compile("[\\s@]+");
    private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    private PasswordRules() {}

    /// Why a password is refused.
    public enum Refusal {
        /// Fewer than 8 characters.
        TOO_SHORT("too-short"),
        /// More than 256 characters.
        TOO_LONG("too-long"),
        /// On the list of common and leaked passwords.
        LEAKED("leaked"),
        /// The person's own name, address or organisation, or this server's, with little else.
        PERSONAL("personal"),
        /// Holds half of a surrogate pair, which is no character.
        UNREADABLE("unreadable");

        private final String code;

        Refusal(String code) {
            this.code = code;
        }

        /// The code of the fault in the API.
        public String code() {
            return code;
        }
    }

    /// What is wrong with that password, or empty. Context is the person's email, name and organisation and the
    /// server's name.
    public static Optional<Refusal> refusal(String password, Collection<String> context) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST) {
            return Optional.of(Refusal.TOO_SHORT);
        }
        if (length > LONGEST) {
            return Optional.of(Refusal.TOO_LONG);
        }
        if (password.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return Optional.of(Refusal.UNREADABLE);
        }
        String lower = password.toLowerCase(Locale.ROOT);
        if (Common.LIST.contains(lower)) {
            return Optional.of(Refusal.LEAKED);
        }
        return personal(lower, context) ? Optional.of(Refusal.PERSONAL) : Optional.empty();
    }

    /// Whether, once the words of the context are taken out, too little is left to be a password of its own.
    private static boolean personal(String password, Collection<String> context) {
        List<String> words = context.stream()
                .flatMap(PasswordRules::words)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String rest = password;
        for (String word : words) {
            rest = rest.replace(word, "");
        }
        return rest.length() < password.length() && rest.codePointCount(0, rest.length()) < SHORTEST_CONTEXT_WORD;
    }

    /// A text of the context whole, without its blanks, and in its parts.
    private static Stream<String> words(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Stream<String> parts =
                Stream.of(BLANKS_AND_AT, SIGNS).flatMap(between -> Arrays.stream(between.split(lower, -1)));
        String letters = SIGNS.matcher(lower).replaceAll("");
        return Stream.concat(Stream.of(lower, BLANKS.matcher(lower).replaceAll(""), letters), parts)
                .filter(word -> word.length() >= SHORTEST_CONTEXT_WORD);
    }

    /// Read when the first password is checked, not before.
    private static final class Common {
        private static final Set<String> LIST = read();

        private static Set<String> read() {
            try (InputStream in = Objects.requireNonNull(
                    PasswordRules.class.getResourceAsStream("common-passwords.txt"),
                    "common-passwords.txt is missing")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .collect(Collectors.toUnmodifiableSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
