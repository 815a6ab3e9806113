package dev.countersign.people.brand;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An opaque sRGB colour.
///
/// @param rgb red, green and blue, 8 bits each
public record Colour(int rgb) {
    private static final Pattern HEX = Pattern.compile("#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})");
    private static final int SHORT = 3;

    /// The colour in that text, `#2a45c6` or `#24c`, with or without the `#`; empty when it is none.
    public static Optional<Colour> parse(String typed) {
        Matcher matcher = HEX.matcher(typed.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String digits = matcher.group(1);
        String six = digits.length() == SHORT ? digits.replaceAll("([0-9a-fA-F])", "$1$1") : digits;
        return Optional.of(new Colour(Integer.parseInt(six, 16)));
    }

    static Colour of(String hex) {
        return parse(hex).orElseThrow(() -> new IllegalArgumentException("Not a colour: " + hex));
    }

    /// `#2A45C6`.
    public String hex() {
        return String.format(Locale.ROOT, "#%06X", rgb);
    }

    /// How well one can be read on the other, 1 to 21.
    public double contrast(Colour other) {
        // WCAG 2.2, "contrast ratio": (L1 + 0.05) / (L2 + 0.05), the lighter one above.
        double mine = luminance();
        double theirs = other.luminance();
        return (Math.max(mine, theirs) + 0.05) / (Math.min(mine, theirs) + 0.05);
    }

    // WCAG 2.2, "relative luminance".
    private double luminance() {
        return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
    }

    static double linear(int channel) {
        double c = (channel & 0xFF) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
