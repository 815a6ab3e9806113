package dev.countersign.factors.totp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypedCodeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                "123 456",
                " 123-456\t",
                "1 2 3 4 5 6",
                "123\u00a0456",
                "123\u202f456",
                "123\u2013456",
                "\u200e123456\u200f",
                "\uff11\uff12\uff13\uff14\uff15\uff16",
                "\u0661\u0662\u0663\u0664\u0665\u0666",
                "\u0967\u0968\u0969\u096a\u096b\u096c"
            })
    void codeWhenTypedInAnyUsualWayThenItIsTheSixDigits(String typed) {
        assertThat(TypedCode.digits(typed)).contains("123456");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "12345", "1234567", "12345a", "123.456", "-", "+123456", "0x1234", "12345\u00b2"})
    void codeWhenItIsNoneThenItIsRefused(String typed) {
        assertThat(TypedCode.digits(typed)).isEmpty();
    }

    @Test
    void codeWhenBuriedInALongTextThenItIsRefused() {
        assertThat(TypedCode.digits(" ".repeat(100) + "123456")).isEmpty();
    }

    @Test
    void zerosWhenLeadingThenTheyStay() {
        assertThat(TypedCode.digits("000 001")).contains("000001");
    }
}
