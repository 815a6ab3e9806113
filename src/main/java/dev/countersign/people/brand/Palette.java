package dev.countersign.people.brand;

import java.util.List;

/// What an accent colour becomes on pages in one theme. The surfaces and the text of the theme stay as they are; the
/// lightness of each colour is chosen such that it can be told from what it stands on, and read where it is text.
///
/// @param accent the filled button
/// @param hover the same under a pointer
/// @param onAccent the words on it
/// @param soft the ground of tags and notes
/// @param text links
/// @param focus the frame of what has the focus
/// @param engrave the drawing behind cards
public record Palette(
        Colour accent, Colour hover, Colour onAccent, Colour soft, Colour text, Colour focus, Colour engrave) {
    /// WCAG 2.2, 1.4.3: what text needs.
    static final double TEXT = 4.5;

    private static final double STEP = 0.005;
    private static final Colour WHITE = Colour.of("#FFFFFF");
    private static final List<Colour> LIGHT_GROUNDS = List.of(Colour.of("#F5F6F9"), WHITE, Colour.of("#EEF0F5"));
    private static final List<Colour> DARK_GROUNDS =
            List.of(Colour.of("#0D1016"), Colour.of("#151921"), Colour.of("#1D222C"));

    /// Where the accent is the colour itself, with white words on it.
    static Palette light(Colour accent) {
        Shade shade = Shade.of(accent);
        Colour hover = (shade.lightness() < 0.2 ? shade.lighter(0.1) : shade.lighter(-0.06)).colour();
        Colour soft = shade.muted(0.025).at(0.945).colour();
        Colour engrave = shade.muted(0.025).at(0.91).colour();
        Colour text = readable(shade, -STEP, LIGHT_GROUNDS, soft, engrave);
        return new Palette(accent, hover, WHITE, soft, text, text, engrave);
    }

    /// Where the accent is a light relative of the colour, with dark words on it.
    static Palette dark(Colour accent) {
        Shade shade = Shade.of(accent).muted(0.14);
        Colour lit = shade.at(0.76).colour();
        Colour onAccent = shade.muted(0.05).at(0.18).colour();
        Colour soft = shade.muted(0.06).at(0.27).colour();
        Colour engrave = shade.muted(0.05).at(0.255).colour();
        Colour text = readable(shade.at(0.8), STEP, DARK_GROUNDS, soft, engrave);
        return new Palette(lit, shade.at(0.82).colour(), onAccent, soft, text, text, engrave);
    }

    /// The first shade, step by step lighter or darker, that can be read as text on each of those grounds.
    private static Colour readable(Shade from, double step, List<Colour> grounds, Colour soft, Colour engrave) {
        Shade shade = from;
        Colour colour = shade.colour();
        while (!reads(colour, grounds) || !reads(colour, List.of(soft, engrave))) {
            shade = shade.lighter(step);
            colour = shade.colour();
        }
        return colour;
    }

    private static boolean reads(Colour colour, List<Colour> grounds) {
        return grounds.stream().allMatch(ground -> colour.contrast(ground) >= TEXT);
    }

    /// How well the words on the filled button can be read.
    public double contrast() {
        return accent.contrast(onAccent);
    }
}
