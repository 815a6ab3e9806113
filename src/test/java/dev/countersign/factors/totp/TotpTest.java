package dev.countersign.factors.totp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.factors.totp.Totp.Algorithm;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TotpTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/rfc4226.csv", numLinesToSkip = 2)
    void codeWhenMadeFromACounterThenItIsTheVector(long count, String hmac, long truncated, String hotp) {
        assertThat(Totp.code(seed(20), count)).isEqualTo(hotp);
        assertThat(hotp).isEqualTo(String.valueOf(truncated % 1_000_000));
        assertThat(hmac).hasSize(40);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/rfc6238.csv", numLinesToSkip = 2)
    void codeWhenMadeFromATimeThenItIsTheVector(long seconds, String step, String totp, Algorithm mode) {
        long counter = Totp.step(Instant.ofEpochSecond(seconds));
        int length = switch (mode) {
            case SHA1 -> 20;
            case SHA256 -> 32;
            case SHA512 -> 64;
        };

        assertThat(counter).isEqualTo(Long.parseLong(step, 16));
        assertThat(Totp.code(mode, seed(length), counter, 8)).isEqualTo(totp);
    }

    @Test
    void codeWhenItBeginsWithZerosThenItHasThem() {
        assertThat(Totp.code(Algorithm.SHA1, seed(20), Totp.step(Instant.ofEpochSecond(1_111_111_109)), 8))
                .startsWith("0")
                .hasSize(8);
    }

    @Test
    void stepWhenThirtySecondsPassThenItIsTheNextAndBeforeTheEpochItIsNegative() {
        assertThat(Totp.step(Instant.ofEpochSecond(29))).isZero();
        assertThat(Totp.step(Instant.ofEpochSecond(30))).isEqualTo(1);
        assertThat(Totp.step(Instant.ofEpochSecond(-1))).isEqualTo(-1);
    }

    private static byte[] seed(int length) {
        return "1234567890".repeat(7).substring(0, length).getBytes(US_ASCII);
    }
}
