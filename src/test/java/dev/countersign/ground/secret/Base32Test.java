package dev.countersign.ground.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class Base32Test {

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/rfc4648.csv", numLinesToSkip = 2)
    void bytesWhenEncodedThenTheyAreTheVectorWithoutPadding(String text, String base32) {
        assertThat(Base32.encode(text.getBytes(US_ASCII))).isEqualTo(base32.replace("=", ""));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/rfc4648.csv", numLinesToSkip = 2)
    void textWhenDecodedThenItIsTheVectorInAnySpelling(String text, String base32) {
        byte[] bytes = text.getBytes(US_ASCII);

        assertThat(Base32.decode(base32)).isEqualTo(bytes);
        assertThat(Base32.decode(base32.replace("=", ""))).isEqualTo(bytes);
        assertThat(Base32.decode(base32.toLowerCase(Locale.ROOT))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"M", "MZX", "MZXW6Y", "MZ1W6", "MZ W6", "MZXW6===A", "MZXW6=", "=", "========", "MZ", "mY=\u0130"
            })
    void textWhenItIsNoBase32ThenItIsRefused(String text) {
        assertThatThrownBy(() -> Base32.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytesWhenEncodedAndDecodedThenTheyAreTheSame() {
        Tokens tokens = new Tokens();
        for (int length = 0; length < 70; length++) {
            byte[] bytes = tokens.bytes(length);
            assertThat(Base32.decode(Base32.encode(bytes))).isEqualTo(bytes);
        }
    }
}
