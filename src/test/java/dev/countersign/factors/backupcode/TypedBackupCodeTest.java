package dev.countersign.factors.backupcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedBackupCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7KQ4M-X9PDR",
                "7kq4mx9pdr",
                " 7kq4m x9pdr ",
                "7KQ4M\u2013X9PDR",
                "7KQ4M\u2011X9PDR",
                "\uff17\uff2b\uff31\uff14\uff2d-x9pdr",
                "7 K Q 4 M X 9 P D R"
            })
    void codeWhenTypedInAnyUsualWayThenIndexAndSecretAreRead(String typed) {
        assertThat(TypedBackupCode.of(typed)).contains(new TypedBackupCode("7K", "Q4MX9PDR"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7KQ4M-X9PD", "7KQ4M-X9PDR2", "7KQ4M-X9PD0", "IKQ4M-X9PDR", "7KQ4M_X9PDR", "123456"})
    void codeWhenItIsNoneThenItIsRefused(String typed) {
        assertThat(TypedBackupCode.of(typed)).isEmpty();
    }

    @Test
    void codeWhenBuriedInALongTextThenItIsRefused() {
        assertThat(TypedBackupCode.of("7KQ4MX9PDR" + " ".repeat(60))).isEmpty();
    }

    @Test
    void alphabetWhenCountedThenThirtyCharactersThatCannotBeMistaken() {
        assertThat(BackupCodes.ALPHABET.chars().distinct()).hasSize(30);
        assertThat(BackupCodes.ALPHABET).doesNotContain("0", "1", "I", "L", "O", "U");
    }
}
