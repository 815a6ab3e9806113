package dev.countersign.people.brand;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccentTest {
    /// What the accent's colours meet on pages, by theme, as `app.css` has it: grounds, text and quiet text.
    private record Theme(List<String> grounds, String text, String muted) {}

    private static final Theme LIGHT = new Theme(List.of("#F5F6F9", "#FFFFFF", "#EEF0F5"), "#131722", "#525B6E");
    private static final Theme DARK = new Theme(List.of("#0D1016", "#151921", "#1D222C"), "#ECEFF4", "#A4ADBD");

    @ParameterizedTest
    @CsvSource({
        "#FFFFFF, #000000, 21.0",
        "#767676, #FFFFFF, 4.54",
        "#777777, #FFFFFF, 4.48",
        "#2A45C6, #FFFFFF, 7.59",
        "#93A9FF, #0A1030, 8.29"
    })
    void contrastWhenMeasuredThenIsThatOfTheStandard(String one, String other, double ratio) {
        assertThat(Colour.of(one).contrast(Colour.of(other))).isBetween(ratio - 0.006, ratio + 0.006);
        assertThat(Colour.of(other).contrast(Colour.of(one)))
                .isEqualTo(Colour.of(one).contrast(Colour.of(other)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "red", "#12", "#1234", "#12345", "#1234567", "#GGGGGG", "rgb(0,0,0)", "#2A45C6;}", "##2A45C6"
            })
    void colourWhenNotSixDigitsThenNone(String typed) {
        assertThat(Colour.parse(typed)).isEmpty();
    }

    @Test
    void colourWhenTypedShortOrBareThenTheSame() {
        assertThat(Colour.parse(" #f60 ")).contains(Colour.of("FF6600"));
        assertThat(Colour.of("#ff6600").hex()).isEqualTo("#FF6600");
    }

    @Test
    void accentWhenOneStepFromTheLimitThenOneIsTakenAndOneIsNot() {
        assertThat(accent("#767676").readable()).isTrue();
        assertThat(accent("#777777").readable()).isFalse();
        assertThat(accent("#000000").readable()).isTrue();
        assertThat(accent("#FFFFFF").readable()).isFalse();
    }

    @Test
    void nearestWhenTheColourIsTooLightThenReadableAndAsLittleDarkerAsPossible() {
        every(63).filter(accent -> !accent.readable()).forEach(accent -> {
            Accent near = accent.nearest();
            assertThat(near.readable()).as("%s", accent).isTrue();
            assertThat(near.light().contrast())
                    .as("%s becomes %s", accent, near)
                    .isLessThan(4.75);
            Shade before = Shade.of(accent.colour());
            Shade after = Shade.of(near.colour());
            double turned = Math.abs(Math.IEEEremainder(after.hue() - before.hue(), 2 * Math.PI));
            boolean grey = before.chroma() < 0.02 || after.chroma() < 0.02;
            assertThat(grey || turned < 0.12)
                    .as("%s becomes %s, turned by %s", accent, near, turned)
                    .isTrue();
        });
        assertThat(accent("#2A45C6").nearest()).isEqualTo(accent("#2A45C6"));
    }

    @Test
    void palettesWhenTheAccentIsReadableThenEveryPairOfColoursIs() {
        every(17).map(Accent::nearest).distinct().forEach(accent -> {
            pairs(accent.light(), LIGHT).forEach((pair, ratios) -> met(accent, "light " + pair, ratios));
            pairs(accent.dark(), DARK).forEach((pair, ratios) -> met(accent, "dark " + pair, ratios));
        });
    }

    /// What is asked for and what there is, for each pair of the design's table that has a colour of the accent.
    private static Map<String, List<Double>> pairs(Palette palette, Theme theme) {
        Colour text = Colour.of(theme.text());
        Colour muted = Colour.of(theme.muted());
        List<Colour> grounds = theme.grounds().stream().map(Colour::of).toList();
        return Map.ofEntries(
                Map.entry("words on the button", at(4.5, palette.onAccent(), palette.accent())),
                Map.entry("words on the button under a pointer", at(4.5, palette.onAccent(), palette.hover())),
                Map.entry("button on the page", at(3, palette.accent(), grounds.get(0))),
                Map.entry("button on a card", at(3, palette.accent(), grounds.get(1))),
                Map.entry("link on the page", at(4.5, palette.text(), grounds.get(0))),
                Map.entry("link on a card", at(4.5, palette.text(), grounds.get(1))),
                Map.entry("link on a quiet ground", at(4.5, palette.text(), grounds.get(2))),
                Map.entry("link on soft", at(4.5, palette.text(), palette.soft())),
                Map.entry("link on the drawing", at(4.5, palette.text(), palette.engrave())),
                Map.entry("text on soft", at(4.5, text, palette.soft())),
                Map.entry("text on the drawing", at(4.5, text, palette.engrave())),
                Map.entry("quiet text on the drawing", at(4.5, muted, palette.engrave())),
                Map.entry("focus on the page", at(3, palette.focus(), grounds.get(0))),
                Map.entry("focus on a card", at(3, palette.focus(), grounds.get(1))));
    }

    private static List<Double> at(double least, Colour one, Colour other) {
        return List.of(least, one.contrast(other));
    }

    private static void met(Accent accent, String pair, List<Double> ratios) {
        assertThat(ratios.get(1)).as("%s: %s", accent, pair).isGreaterThanOrEqualTo(ratios.get(0));
    }

    /// Colours all over the cube, corners and greys too.
    private static Stream<Accent> every(int step) {
        List<Integer> levels = IntStream.iterate(0, level -> level <= 255, level -> level + step)
                .boxed()
                .toList();
        return levels.stream()
                .flatMap(r -> levels.stream()
                        .flatMap(g -> levels.stream().map(b -> new Accent(new Colour(r << 16 | g << 8 | b)))));
    }

    private static Accent accent(String hex) {
        return new Accent(Colour.of(hex));
    }
}
