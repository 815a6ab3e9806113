package dev.countersign.doors.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnePartTest {
    @ParameterizedTest
    @CsvSource({
        "a, 160, true", "a, 161, false", "é, 160, true", "€, 80, true", "€, 81, false", "'{', 80, true", "á, 70, true",
        "á, 71, false", "😀, 35, true", "😀, 36, false", "\u27E7, 70, true", "’, 71, false", "ñ, 160, true",
                "`, 71, false"
    })
    void textWhenMeasuredThenAsNetworksCount(String letter, int count, boolean fits) {
        assertThat(OnePart.fits(letter.repeat(count))).isEqualTo(fits);
    }

    @Test
    void textWhenOneLetterIsOutsideThenAllOfItCounts() {
        assertThat(OnePart.length("a".repeat(100) + "€")).isEqualTo(102);
        assertThat(OnePart.length("a".repeat(100) + "ó€")).isEqualTo(102);
        assertThat(OnePart.fits("a".repeat(100) + "ó")).isFalse();
        assertThat(OnePart.gsm("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"))
                .isTrue();
        assertThat(OnePart.gsm("\t")).isFalse();
    }

    @Test
    void waysWhenNoneFitsThenTheLast() {
        assertThat(OnePart.first(List.of("a".repeat(200), "b".repeat(160), "c")))
                .startsWith("b");
        assertThat(OnePart.first(List.of("a".repeat(200), "b".repeat(161)))).startsWith("b");
    }
}
