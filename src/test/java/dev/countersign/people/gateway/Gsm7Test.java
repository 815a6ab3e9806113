package dev.countersign.people.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gsm7Test {
    /// The tables of 3GPP TS 23.038 §6.2.1 and §6.2.1.1.
    @ParameterizedTest
    @CsvSource({
        "@, 00",
        "£, 01",
        "$, 02",
        "è, 04",
        "Ç, 09",
        "Å, 0e",
        "Δ, 10",
        "_, 11",
        "Ξ, 1a",
        "Æ, 1c",
        "É, 1f",
        "¤, 24",
        "0, 30",
        "?, 3f",
        "¡, 40",
        "A, 41",
        "Z, 5a",
        "Ä, 5b",
        "Ö, 5c",
        "Ñ, 5d",
        "Ü, 5e",
        "§, 5f",
        "¿, 60",
        "a, 61",
        "z, 7a",
        "ä, 7b",
        "ö, 7c",
        "ñ, 7d",
        "ü, 7e",
        "à, 7f",
        "ß, 1e",
        "^, 1b14",
        "{, 1b28",
        "}, 1b29",
        "\\, 1b2f",
        "[, 1b3c",
        "~, 1b3d",
        "], 1b3e",
        "|, 1b40",
        "€, 1b65"
    })
    void characterWhenInTheAlphabetThenHasItsCode(String character, String code) {
        assertThat(HexFormat.of().formatHex(Gsm7.encode(character).orElseThrow()))
                .isEqualTo(code);
    }

    @Test
    void lineBreaksWhenEncodedThenKeepTheirCodes() {
        assertThat(Gsm7.encode("\n\r\f").orElseThrow()).containsExactly(0x0a, 0x0d, 0x1b, 0x0a);
        assertThat(Gsm7.encode("").orElseThrow()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ç", "`", "’", "–", "α", "ש", "Ж", "👋", "\0", "\u001b", "\t", "Ã"})
    void characterWhenNotInTheAlphabetThenTextIsNot(String character) {
        assertThat(Gsm7.encode("Code " + character)).isEmpty();
    }
}
