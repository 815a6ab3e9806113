package dev.countersign.people.brand;

import java.util.Optional;

/// The colour of an organisation: of buttons, links and what has the focus. What pages make of it depends on the
/// theme; the words on a button have to be readable in both.
public record Accent(Colour colour) {

    /// The accent of that colour, read or not.
    public static Optional<Accent> parse(String typed) {
        return Colour.parse(typed).map(Accent::new);
    }

    /// Its colours on light pages.
    public Palette light() {
        return Palette.light(colour);
    }

    /// Its colours on dark pages.
    public Palette dark() {
        return Palette.dark(colour);
    }

    /// Whether what stands on it can be read in both themes: a ratio of 4.5 or more.
    public boolean readable() {
        return light().contrast() >= Palette.TEXT && dark().contrast() >= Palette.TEXT;
    }

    /// The shade of the same hue that is readable and as little darker as that takes; itself where it is.
    public Accent nearest() {
        Accent near = this;
        for (Shade shade = Shade.of(colour); !near.readable(); shade = shade.lighter(-0.002)) {
            near = new Accent(shade.colour());
        }
        return near;
    }
}
