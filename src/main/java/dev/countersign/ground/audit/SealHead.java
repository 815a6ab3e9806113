package dev.countersign.ground.audit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The newest seal. Kept elsewhere, it later shows whether the end of the record was cut off.
///
/// @param sequence 0 where nothing is sealed yet
public record SealHead(long sequence, String hash) {
    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-f]{64})");

    /// The head in a text as [#toString] writes it, or empty.
    public static Optional<SealHead> parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new SealHead(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }

    /// As logs and commands have it, `12:9f3c…`.
    @Override
    public String toString() {
        return sequence + ":" + hash;
    }
}
