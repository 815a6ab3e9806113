package dev.countersign.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.people.brand.Accent;
import dev.countersign.people.brand.Colour;
import dev.countersign.people.brand.Palette;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The stylesheet that gives a page the accent of an organisation, since no page has styles of its own. It follows
/// from the colour alone, and so does its address, which has a hash of it in it.
public final class AccentSheet {
    private static final Pattern FILE = Pattern.compile("accent-([0-9a-f]{6})-[0-9a-f]{16}\\.css");

    private AccentSheet() {}

    /// Where browsers find the sheet of that accent.
    public static String address(Accent accent) {
        return "/assets/" + file(accent);
    }

    private static String file(Accent accent) {
        String hex = String.format(Locale.ROOT, "%06x", accent.colour().rgb());
        return "accent-" + hex + "-" + Assets.hash(css(accent).getBytes(UTF_8)) + ".css";
    }

    /// The sheet at that address, the path below `/assets/`; empty where none of ours is there.
    public static Optional<String> at(String file) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Accent.parse(matcher.group(1))
                .filter(Accent::readable)
                .filter(accent -> file(accent).equals(file))
                .map(AccentSheet::css);
    }

    private static String css(Accent accent) {
        Palette light = accent.light();
        Palette dark = accent.dark();
        return ":root {\n"
                + token("accent", light.accent(), dark.accent())
                + token("accent-hover", light.hover(), dark.hover())
                + token("on-accent", light.onAccent(), dark.onAccent())
                + token("accent-soft", light.soft(), dark.soft())
                + token("accent-text", light.text(), dark.text())
                + token("focus", light.focus(), dark.focus())
                + token("engrave", light.engrave(), dark.engrave())
                + "}\n";
    }

    private static String token(String name, Colour light, Colour dark) {
        return "  --" + name + ": light-dark(" + light.hex() + ", " + dark.hex() + ");\n";
    }
}
