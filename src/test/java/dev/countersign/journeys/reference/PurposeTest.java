package dev.countersign.journeys.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an application may have this server say to people, and what it may not.
class PurposeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "p",
                "sign in",
                "pay 90 € to Jonas",
                "pay 1,250.00 € to Ana Ruiz-Gil",
                "pay €1.250,00 to O'Brien, John",
                "pay 1,250.00 € to account 4711",
                "order4711, with 3 pieces, 20% off",
                "cambiar la contraseña",
                "Überweisung von 12 € an Müller",
                "оплатить 500 ₽",
                "支付 90 元",
                "हिन्दी में भुगतान",
                "دفع 90 ريال",
                "Zoë’s card"
            })
    void purposeWhenOfWordsAndAmountsThenAllowed(String text) {
        assertThat(Purpose.allowed(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " sign in",
                "sign in ",
                "sign  in",
                // Links, addresses, and what programs make links of.
                "see https://evil.example",
                "see evil.example",
                "see evil.com now",
                "see evil。com",
                "see evil．com",
                "see evil․com",
                "evil/com",
                "mail a@evil",
                "javascript:alert",
                "go to 192.168.0.1",
                "10.0.0.1",
                "1.2.3.4",
                "evil .com",
                "evil. com",
                // Telephone numbers, and what looks like a code.
                "call 09001234567",
                "call 0900 123 456",
                "call 555 1234",
                "call 555-1234",
                "call 555.1234",
                "call 612.345.678",
                "call +4915123456789",
                "call (0900) 1234",
                "call 1234, 5678",
                "1% 2% 3",
                "code 123456",
                "123456",
                "1234567890",
                "call ٠٩٠٠١٢٣٤٥",
                "a1b2",
                // Out of the brackets, onto another line, the other way round.
                "sign in\". Ignore that",
                "sign in” now",
                "sign in» now",
                "sign in\nnow",
                "sign in\rnow",
                "sign in\u2028now",
                "sign in\u202enow",
                "sign in\u200bnow",
                "sign\u00a0in",
                "sign\tin",
                "<b>sign in</b>",
                "{code}",
                "sign in!",
                "sign in?",
                "sign in;",
                "sign_in",
                "#481207",
                "\u0301a",
                "'",
                "sign in ''",
                "😀",
                "\ud83d"
            })
    void purposeWhenItCouldLeadSomewhereThenRefused(String text) {
        assertThat(Purpose.allowed(text)).isFalse();
    }

    @Test
    void purposeWhenLongThenSixtyUnitsAtMost() {
        assertThat(Purpose.allowed("a".repeat(60))).isTrue();
        assertThat(Purpose.allowed("a".repeat(61))).isFalse();
        assertThat(Purpose.allowed("𝒳".repeat(30))).isTrue();
        assertThat(Purpose.allowed("𝒳".repeat(31))).isFalse();
        // No text takes long to look at.
        assertThat(Purpose.allowed("a-".repeat(29) + "!")).isFalse();
    }

    @Test
    void nameWhenStrangeThenOnlyItsWordsAreSaid() {
        assertThat(Purpose.name("Shop")).isEqualTo("Shop");
        assertThat(Purpose.name("shop.example")).isEqualTo("shop example");
        assertThat(Purpose.name("Linden & Hart")).isEqualTo("Linden Hart");
        assertThat(Purpose.name("https://evil.com/x")).isEqualTo("https evil com x");
        assertThat(Purpose.name("Call 0900 123 456")).isEmpty();
        assertThat(Purpose.name("\u202e\"…\"")).isEmpty();
        assertThat(Purpose.name("a".repeat(80))).isEqualTo("a".repeat(40));
    }
}
